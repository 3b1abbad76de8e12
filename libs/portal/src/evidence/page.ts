import type { Instant, Locale } from '@app/kernel';
import type { EvidenceFieldName } from './fields';

export type EvidenceProblemKind =
  | 'choose' // by which way the addresses were collected
  | 'empty' // nothing but that
  | 'moment'
  | 'wrong' // no page, no address of a machine
  | 'too-long'
  | 'other-way' // asked of another way of collection than the one chosen
  | 'file-too-many'
  | 'file-too-large'
  | 'file-empty'
  | 'file-unknown-type';

export interface EvidenceProblem {
  readonly field: EvidenceFieldName | 'files';
  readonly problem: EvidenceProblemKind;
}
export type EvidenceInput = Readonly<Partial<Record<EvidenceFieldName | 'about', string>>>;

/** What the page asks to show consent. Recipients stand there by the platform's own ids, never by their addresses. */
export interface EvidenceAsked {
  readonly deadline?: Instant;
  readonly recipients: readonly string[];
  /** What staff ask beside the questionnaire. */
  readonly questions: readonly string[];
  /** Kept from a form that was not accepted, all but its files. */
  readonly input?: EvidenceInput;
  readonly problems?: readonly EvidenceProblem[];
}

export interface EvidenceShown {
  readonly at: Instant;
  readonly answered: number;
  readonly asked: number;
  readonly files: number;
}

export interface EvidenceReceivedPage {
  readonly brand: { readonly name: string; readonly timeZone: string };
  readonly locales: readonly Locale[];
  readonly caseId: string;
  readonly at: Instant;
  readonly answered: number;
  readonly asked: number;
  readonly missing: readonly EvidenceFieldName[];
  readonly files: number;
}
