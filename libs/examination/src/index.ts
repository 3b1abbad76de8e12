export type { ContentFinding } from './content-checks';
export * from './normalised';
export { parseReport } from './parse-report';
export { manualEntry, manualReport, type ManualEntry } from './manual-entry';
export { describeReport } from './describe';
export { mostUrgentOf, priorityOf, subjectOf } from './priority';
export { dispositionOf, type Disposition } from './disposition';
export { recordsIn as kumoRecordsIn } from './formats/kumomta';
export { snsEnvelope, isAmazonsCertificate, type SnsEnvelope } from './formats/sns';
export { DEFAULT_BUDGET, type Budget } from './mime/budget';
export { writtenIn } from './written';
export { domainOf, isPlaceholder } from './fields/address';
export {
  networkResolver,
  zoneFileResolver,
  zoneResolver,
  type Resolver,
  type Zone,
} from './authentication/resolver';
export type { Travelled } from './authentication/authenticate';
export type { OwnSignature } from './authentication/own-signature';
export { snsFault } from './authentication/sns-signature';
export { trustOf, type Posted, type Trust } from './authentication/trust';
export type { Verdict, VerdictWord } from './authentication/verdict';
export {
  Examiner,
  signersOf,
  type Alarm,
  type Deferred,
  type Examination,
  type ExaminerSettings,
} from './examiner';
export { Registry } from './sources/registry';
export { loadSources, SourcesError } from './sources/load';
export type { FeedbackSource } from './sources/schema';
