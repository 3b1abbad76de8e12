import type { Questionnaire } from '../evidence/questionnaire';
import { completenessOf, type Completeness } from './completeness';
import { findingsOf, type Finding, type ScoringFacts } from './findings';

/** What a person should know before they read the answers. Decides nothing. */
export interface Score {
  readonly completeness: Completeness;
  readonly findings: readonly Finding[];
}

export const scoreOf = (given: Questionnaire, facts: ScoringFacts): Score => ({
  completeness: completenessOf(given),
  findings: findingsOf(given, facts),
});
