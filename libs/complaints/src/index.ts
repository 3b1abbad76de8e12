export * from './complaint/shapes';
export * from './complaint/events';
export * from './complaint/commands';
export * from './complaint/identity';
export * from './complaint/standing';
export { complaintDecider } from './complaint/complaint';
export type { ComplaintState } from './complaint/state';
export * from './person/person';
export { complaintOfSuppression, suppressionAsked } from './complaint/suppression-order';
