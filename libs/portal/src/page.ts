import type { Instant, Locale } from '@app/kernel';
import type { CampaignFacts, Statement } from '@app/notices';
import type { EvidenceAsked, EvidenceShown } from './evidence/page';

// What the customer's page shows. Like a notice it has no place for a complainant, a recipient or reported content.

/** The form's fields, by their names in the request. */
export type Field = 'feedback' | 'solution' | 'prevention';
/** `objection` is a form of its own, beside the answer's. */
export type FormField = Field | 'objection';
export type Answer = Readonly<Partial<Record<FormField, string>>>;

/** UTF-16 units once line ends are LF, as a browser counts them. */
export const ANSWER_LIMIT = 20_000;

export type CampaignShown = CampaignFacts;

/** The statement of reasons that the customer was sent; the page may link to the policy. */
export type StatementShown = Omit<Statement, 'campaigns' | 'policy'> & {
  readonly policy: Statement['policy'] & { readonly url?: string };
};

/** Where the case stands, for the customer: what the page says first. */
export type PageState =
  | 'told' // complaints passed on, nothing is asked
  | 'asked' // a demand runs
  | 'answer-rejected' // once more, with a new deadline
  | 'being-assessed'
  | 'held'
  | 'suspended'
  | 'resolved'
  | 'closed';

export interface AnswerPage {
  readonly brand: { readonly name: string; readonly timeZone: string };
  readonly locales: readonly Locale[];
  readonly caseId: string;
  readonly now: Instant;
  readonly state: PageState;
  readonly campaigns: readonly CampaignShown[];
  /** The end of the customer's time to answer. */
  readonly deadline?: Instant;
  /** A stop order: by when sending must have ended. */
  readonly stopBy?: Instant;
  readonly rejection?: { readonly reason: string };
  readonly statement?: StatementShown;
  /** They may object to the measure of the statement until then. */
  readonly objection?: { readonly until: Instant };
  readonly objected?: ObjectionShown;
  /** What was received so far, and when. */
  readonly received?: readonly { readonly at: Instant; readonly fields: readonly Field[] }[];
  /** The fields offered; empty: no form. */
  readonly asks: readonly Field[];
  /** Kept from a form that was not accepted. */
  readonly input?: Answer;
  /** What is asked to show consent; absent: nothing. */
  readonly evidence?: EvidenceAsked;
  readonly evidenceReceived?: readonly EvidenceShown[];
}

/** An objection that came in. */
export interface ObjectionShown {
  readonly at: Instant;
  /** When somebody has to have decided. */
  readonly dueAt: Instant;
  readonly rejected: boolean;
}

export interface FieldProblem {
  readonly field: FormField;
  readonly problem: 'empty' | 'too-long';
  /** For `too-long`: how many characters it had. */
  readonly length?: number;
}

/** After a form was taken in: what is still missing, and until when. */
export interface ReceivedPage {
  readonly brand: { readonly name: string; readonly timeZone: string };
  readonly locales: readonly Locale[];
  readonly caseId: string;
  readonly at: Instant;
  readonly fields: readonly Field[];
  readonly missing: readonly Field[];
  readonly deadline?: Instant;
  /** It was an objection: when somebody has to have decided. */
  readonly decideBy?: Instant;
}

/** Instead of the page: a token that is past its time, or that we never made. */
export interface ExpiredPage {
  readonly because: 'expired' | 'unknown';
  readonly brand?: { readonly name: string };
  readonly locales: readonly Locale[];
}

export interface AnswerTokenClaims {
  readonly caseId: string;
  /** Which contact of the account got this link. */
  readonly contactId: string;
  /** To the second. */
  readonly expiresAt: Instant;
}
export type AnswerTokenVerdict =
  | ({ readonly valid: true } & AnswerTokenClaims)
  | {
      readonly valid: false;
      readonly because: 'malformed' | 'forged' | 'expired' | 'other-purpose';
      /** Only when it was ours once: `expired`. */
      readonly claims?: AnswerTokenClaims;
    };

/** Keys of one purpose, 32 bytes each; a `Keyring` of the vault is one. */
export interface SigningKeys {
  readonly currentId: string;
  key(id: string): Buffer | undefined;
}
