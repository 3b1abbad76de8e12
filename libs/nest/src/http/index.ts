export { TakesBytes, TakesUploads } from './body-parsers';
export * from './call';
export * from './create-http-app';
export * from './cursor';
export { SecretAnswer } from './idempotency.interceptor';
export * from './json-time';
export * from './openapi';
export * from './problem';
export { UploadForm, type UploadedFile } from './upload-form';
