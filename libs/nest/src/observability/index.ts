export * from './correlation';
export * from './health';
export * from './logger';
export * from './metrics';
export * from './nest-logger';
