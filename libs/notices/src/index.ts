export { automaticBecause } from './automatic';
export * from './bounce';
export * from './compose';
export * from './mail-token';
export * from './mailer';
export * from './notice';
export * from './outbox-mailer';
export * from './relay-mailer';
export * from './statement-words';
