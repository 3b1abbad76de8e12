export * from './apportion';
export * from './fines/events';
export * from './fines/fines';
export * from './incident/commands';
export * from './incident/events';
export { incidentDecider, streamOfIncident } from './incident/incident';
export * from './incident/shapes';
export { type IncidentState } from './incident/state';
