export * from './access';
export * from './audit';
export * from './cli-socket';
export * from './face-tokens';
export * from './face.module';
export * from './http';
export * from './observability';
export * from './desk';
