export * from './data-dir-lock';
export * from './operations';
export * from './operations-client';
export * from './operations-server';
