export * from './load';
export * from './redacted';
export * from './schema';
export * from './settings-error';
