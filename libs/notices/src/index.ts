export * from './mailer';
export * from './notice';
