export { TakesBytes } from './body-parsers';
export * from './call';
export * from './create-http-app';
export * from './cursor';
export { SecretAnswer } from './idempotency.interceptor';
export * from './json-time';
export * from './openapi';
export * from './problem';
