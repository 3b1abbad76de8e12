export * from './list/commands';
export * from './list/events';
export { listDecider, listSnapshot, streamOfList } from './list/list';
export * from './list/shapes';
export { answerOf, type Answer, type Approval } from './list/sendable';
export { type KnownList, type ListState } from './list/state';
