export * from './complaint/shapes';
export * from './complaint/events';
export * from './complaint/commands';
