export * from './complaint-list.projection';
export * from './complaint-rate.projection';
export type { ListedComplaint, ListedReport } from './complaints/listed';
export * from './complaints/queries';
export * from './rate/complaint-rate';
export * from './rate/count';
