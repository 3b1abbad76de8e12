export * from './report/shapes';
export * from './report/events';
export * from './report/commands';
export { reportDecider } from './report/report';
export type { ReportState } from './report/report';
