export * from './agenda';
export * from './desk';
export { type FiredAt } from './process-host';
export * from './rate-book';
