import type { Locale } from '@app/kernel';
import type { EvidenceFieldName, EvidenceGroup, EvidenceOption } from './fields';
import type { EvidenceProblemKind } from './page';
import { english } from './words-en';
import { dutch } from './words-nl';

/** Every sentence of the questionnaire, in one language. */
export interface EvidenceWords {
  readonly heading: string;
  readonly intro: readonly string[];
  readonly deadline: (moment: string) => string;
  readonly zone: (zone: string) => string;
  readonly about: string;
  readonly aboutAll: string;
  readonly questions: string;
  readonly legend: Readonly<Record<EvidenceGroup, string>>;
  readonly label: Readonly<Record<EvidenceFieldName | 'files', string>>;
  readonly hint: Readonly<Partial<Record<EvidenceFieldName | 'files', string>>>;
  readonly option: Readonly<Record<EvidenceOption, string>>;
  readonly yes: string;
  readonly no: string;
  readonly unanswered: string;
  readonly filesAgain: string;
  readonly send: string;
  readonly errors: string;
  readonly problem: Readonly<Record<EvidenceProblemKind, (label: string) => string>>;
  readonly thanks: string;
  readonly counted: (answered: number, asked: number, files: number) => string;
  readonly complete: string;
  readonly missing: string;
  readonly received: string;
}

export const evidenceWords: Readonly<Record<Locale, EvidenceWords>> = { en: english, nl: dutch };
