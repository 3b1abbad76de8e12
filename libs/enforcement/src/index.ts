export * from './policy/canonical';
export * from './policy/events';
export * from './policy/parse';
export { looksAt } from './policy/settings';
export type { LiabilityRule } from './policy/liability';
export type { RateRule } from './policy/rate';
export * from './policy/schema';
export { policyTable } from './policy/table';
export * from './case/shapes';
export * from './case/events';
export * from './case/commands';
export * from './case/facts';
export * from './case/staffed';
export * from './case/working-days';
export * from './automation/events';
export * from './automation/commands';
export { appealable } from './case/appeal';
export { caseDecider, caseSnapshot } from './case/case';
export {
  hasEnded,
  inForce,
  proposals,
  settledUntil,
  type CaseState,
  type Known as KnownCase,
  type Measure,
} from './case/state';
export { policyDecider } from './policy/adoption';
export { automationDecider, automationSnapshot, type AutomationState } from './automation/automation';
