export { busHandlers } from './handlers';
export * from './messages';
