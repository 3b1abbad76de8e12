export * from './account/shapes';
export * from './account/events';
export * from './account/commands';
