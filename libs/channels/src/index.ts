export * from './submit';
