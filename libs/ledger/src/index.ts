export * from './apportion';
export * from './fines/events';
export * from './fines/fines';
export * from './incident/commands';
export * from './incident/events';
export { incidentDecider, streamOfIncident } from './incident/incident';
export * from './incident/shapes';
export { incidentOfInvoice } from './incident/invoices';
export { type IncidentState, type Known as KnownIncident } from './incident/state';
