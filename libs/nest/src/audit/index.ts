export * from './audit-log';
export * from './audit-row';
export * from './verify-audit';
export * from './audit-trail';
