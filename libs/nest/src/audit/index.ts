export * from './audit-log';
export * from './audit-row';
export * from './verify-audit';
