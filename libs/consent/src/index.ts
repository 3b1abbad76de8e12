export * from './archive/shapes';
export * from './archive/events';
export * from './archive/commands';
export { consentDecider, streamOfConsent } from './archive/archive';
export { originAt, type Origin } from './archive/origin';
export { type ConsentState } from './archive/state';
export * from './evidence/questionnaire';
export { completenessOf, type Completeness } from './scoring/completeness';
export {
  findingsOf,
  severity,
  STALE_AFTER_MONTHS,
  type Finding,
  type ScoringFacts,
} from './scoring/findings';
export * from './evidence/events';
export {
  evidenceDecider,
  streamOfEvidence,
  type EvidenceState,
  type GiveEvidence,
} from './evidence/evidence';
export { scoreOf, type Score } from './scoring/score';
