import type { Locale } from '@app/kernel';
import type { Ground, StatementWords } from '@app/notices';
import type { ExpiredPage, FormField, PageState, StatementShown } from './page';
import { english } from './words-en';
import { dutch } from './words-nl';

/** Every sentence the customer's page can say, in one language. Spans and moments come in words already. */
export interface Words {
  readonly language: string; // its own name
  readonly skip: string;
  readonly languages: string;
  readonly desk: (brand: string) => string;
  readonly case: (caseId: string) => string;

  readonly title: Readonly<Record<PageState, string>>;
  readonly intro: Readonly<Record<PageState, readonly string[]>>;
  readonly rejection: string;
  readonly deadline: (moment: string) => string;
  readonly stopBy: (moment: string) => string;
  readonly remaining: (span: string, now: string) => string;
  readonly passed: (now: string) => string;

  readonly happened: string;
  readonly campaign: (id: string) => string;
  readonly noCampaign: string;
  readonly complaints: string;
  readonly received: string;
  readonly fromTo: (first: string, last: string) => string;
  readonly passedOnBy: string;
  readonly unnamed: string;
  readonly unknownComplainants: string;

  readonly statement: StatementWords & {
    readonly grounds: Readonly<Record<Ground, string>>;
    readonly remarks: string;
    readonly policy: string;
    readonly clauses: string;
    readonly redresses: Readonly<Record<StatementShown['measure'], string>>;
  };

  readonly objection: {
    readonly heading: string;
    readonly intro: (until: string) => string;
    readonly send: string;
    readonly lodged: (at: string, due: string) => string;
    readonly rejected: (at: string) => string;
    readonly received: (due: string) => string;
  };

  readonly answers: string;
  readonly answered: (moment: string, fields: string) => string;
  readonly form: string;
  readonly formIntro: Readonly<Record<'answer' | 'remediation', string>>;
  readonly label: Readonly<Record<FormField, string>>;
  readonly hint: Readonly<Record<FormField, string>>;
  readonly limit: (characters: string) => string;
  readonly send: string;
  readonly onlySent: string;

  readonly error: string; // before the page's title, for who hears it
  readonly errors: string;
  readonly empty: Readonly<Record<FormField, string>>;
  readonly tooLong: (label: string, length: string, limit: string) => string;

  readonly thanks: string;
  readonly receivedAt: (moment: string) => string;
  readonly complete: string;
  readonly stillMissing: string;
  readonly back: string;

  readonly unavailable: Readonly<
    Record<ExpiredPage['because'], { readonly title: string; readonly text: readonly string[] }>
  >;
}

export const words: Readonly<Record<Locale, Words>> = { en: english, nl: dutch };
