export * from './reputation/events';
export * from './reputation/commands';
export * from './reputation/reputation';
export * from './rate/fraction';
export * from './rate/bound';
export * from './rate/grade';
