export * from './call-rate';
export * from './face-tables';
export * from './gate';
export * from './key-operations';
export * from './key-store';
export * from './roles';
export { diskFull, TakesIn } from './takes-in';
