export * from './catalogue';
export * from './decider';
export * from './process-manager';
export * from './projection';
export * from './query';
export * from './sealed';
export * from './values';
export * from './vocabulary';
