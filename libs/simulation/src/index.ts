export * from './agenda';
export * from './desk';
export { type FiredAt } from './process-host';
export * from './rate-book';
export * from './history/differences';
export * from './history/historic';
export * from './history/replay';
export * from './history/steps';
export { Survey } from './history/survey';
