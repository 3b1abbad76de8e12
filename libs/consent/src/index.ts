export * from './archive/shapes';
export * from './archive/events';
export * from './archive/commands';
export { consentDecider, streamOfConsent } from './archive/archive';
export { originAt, type Origin } from './archive/origin';
export { type ConsentState } from './archive/state';
