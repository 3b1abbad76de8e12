export * from './normalised';
export { parseReport } from './parse-report';
export { describeReport } from './describe';
export { DEFAULT_BUDGET, type Budget } from './mime/budget';
export { isPlaceholder, domainOf } from './fields/address';
