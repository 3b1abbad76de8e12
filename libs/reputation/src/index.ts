export * from './reputation/events';
export * from './reputation/commands';
