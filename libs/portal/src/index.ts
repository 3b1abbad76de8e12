export { mintAnswerToken, readAnswerToken } from './answer-token';
export * from './answer-form';
export * from './answer-page';
export * from './locale';
export * from './other-pages';
export * from './page';
export { portalHeaders } from './style';
