import type { Locale } from '@app/kernel';
import type { Asked, Ground, NoticeKind, Statement } from './notice';
import type { StatementWords } from './statement-words';
import { english } from './words-en';
import { dutch } from './words-nl';

/** Every sentence a notice can say, in one language. Spans and moments come in words already. */
export interface Words {
  /** With the case's number and nothing else that varies. */
  readonly subject: Readonly<Record<NoticeKind, (caseId: string) => string>>;
  readonly dear: (brand: string) => string;
  readonly regards: (brand: string) => string;
  readonly case: string;
  readonly policy: string;

  readonly campaigns: {
    readonly heading: string;
    readonly one: (facts: {
      readonly campaign: string | undefined;
      readonly complaints: number;
      readonly first: string;
      readonly last: string;
      readonly providers: string;
    }) => string;
    readonly unnamed: string;
    readonly more: (campaigns: number) => string;
    readonly unknownComplainants: string;
  };

  readonly answer: TimeGiven & {
    readonly link: string;
    readonly onlyThere: string;
    readonly needs: string;
    readonly asked: Readonly<Record<Asked, string>>;
    readonly missing: string;
  };

  readonly warning: (next: 'closure' | 'suspension') => readonly string[];
  readonly forward: readonly string[];
  readonly demand: readonly string[];
  readonly demandOr: string;
  readonly reminder: string;
  readonly rejection: Readonly<Record<'lead' | 'again' | 'suspended', string>>;
  readonly reason: string;
  readonly hold: readonly string[];
  readonly stopOrder: TimeGiven & {
    readonly lead: string;
    readonly delivery: Readonly<Record<'hold' | 'soft', string>>;
    readonly todo: readonly string[];
    readonly breach: string;
  };
  readonly suspension: readonly string[];
  readonly remediation: string;
  readonly closure: readonly string[];
  readonly refund: Readonly<Record<'yes' | 'no', string>>;
  readonly damageClaim: string;
  readonly reinstatement: (moment: string) => readonly string[];
  readonly annulled: string;
  readonly appealRejected: readonly string[];
  readonly appealFurther: string;
  /** A link: where one objects. */
  readonly objection: string;
  readonly evidence: readonly string[];
  readonly contacts: string;
  readonly questions: string;
  readonly acknowledgement: (moment: string) => string;
  readonly complete: string;

  readonly statement: StatementWords & {
    readonly grounds: Readonly<Record<Ground, string>>;
    readonly redresses: Readonly<Record<Statement['measure'], string>>;
  };
}

/** The end of a time, alone or beside its length. */
export interface TimeGiven {
  readonly deadline: (moment: string) => string;
  readonly span: (span: string, moment: string) => string;
}

export const words: Readonly<Record<Locale, Words>> = { en: english, nl: dutch };
