export * from './desk';
export * from './desk.module';
export * from './open-desk';
export * from './operations';
export * from './tokens';
