export * from './gate';
export * from './key-store';
export * from './roles';
export * from './token-buckets';
