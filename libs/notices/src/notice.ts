import type { Duration, Instant } from '@app/kernel';

// What a customer is told. Plain facts in, so that a notice can be composed again from the log: no complainant, no
// recipient, no subject line and no content of the reported mail, ever. The types have no field to put one into.

/** The complaints about one campaign, as far as the customer may know them. */
export interface CampaignFacts {
  /** The customer's own id; none when the reported mail names none. */
  readonly campaignId?: string | null;
  readonly complaints: number;
  /** When the first and the last of them reached us. */
  readonly first: Instant;
  readonly last: Instant;
  readonly providers: readonly ProviderCount[];
}
export interface ProviderCount {
  /** Mailbox provider or office that passed the complaint on; none: it stays unnamed (a trap, a private person). */
  readonly provider?: string | null;
  readonly complaints: number;
}

/** The end of a customer's time: a span that starts when this notice is accepted, or an instant already fixed. */
export type Due = { readonly within: Duration } | { readonly at: Instant };

/** Why a measure was taken; the words are ours, in the customer's language. */
export type Ground =
  | 'complaint'
  | 'unanswered' // the demand's time ran out
  | 'answer-rejected' // and no further one was allowed
  | 'unwanted-mail' // a person or a hard rule confirmed it
  | 'new-complaint' // after a warning
  | 'compromise' // phishing or malware: the account may be in other hands
  | 'complaint-rate'
  | 'complaint-count'
  | 'blocklisted'
  | 'content'
  | 'stop-obeyed'
  | 'stop-breached'
  | 'unreachable' // none of the contacts could be mailed
  | 'under-review'
  | 'other';

/** The sentence of the policy that allows the measure. */
export interface Clause {
  /** Its number in the policy text, `SP-82`. */
  readonly id: string;
  /** The sentence itself, in the policy's own language. */
  readonly text?: string;
}

/** What article 17(3) of Regulation (EU) 2022/2065 asks of a statement of reasons, for every measure. */
export interface Statement {
  readonly measure: 'hold' | 'suspension' | 'closure';
  readonly since: Instant;
  /** `bulk`: password resets and the like go on. */
  readonly scope: 'bulk' | 'everything';
  readonly ground: Ground;
  /** Added by a person, in the customer's language. */
  readonly remarks?: string;
  readonly campaigns: readonly CampaignFacts[];
  readonly policy: { readonly name: string; readonly version: string };
  readonly clauses: readonly Clause[];
  readonly automated: { readonly detection: boolean; readonly decision: boolean };
}

interface AboutCampaigns {
  readonly campaigns: readonly CampaignFacts[];
}

/** One notice of a case. `kind` decides the text; the rest is what the text must say. */
export type Notice = { readonly caseId: string } & (
  | ({ readonly kind: 'warning'; readonly next: 'closure' | 'suspension' } & AboutCampaigns)
  | ({ readonly kind: 'forward' } & AboutCampaigns)
  | ({ readonly kind: 'demand'; readonly due: Due } & AboutCampaigns)
  | ({ readonly kind: 'reminder'; readonly due: Due; readonly missing: readonly Asked[] } & AboutCampaigns)
  | {
      readonly kind: 'rejection';
      /** None: what should have ended a suspension did not convince. The account stays suspended, and no time runs. */
      readonly due?: Due;
      readonly reason: string;
    }
  | { readonly kind: 'hold'; readonly statement: Statement }
  | {
      readonly kind: 'stop-order';
      readonly due: Due;
      /** `hold`: delivery stopped at once. `soft`: it goes on until the deadline. */
      readonly delivery: 'hold' | 'soft';
      readonly statement: Statement;
    }
  | {
      readonly kind: 'suspension';
      readonly statement: Statement;
      /** Where the policy says whether what was paid is paid back. */
      readonly refund?: boolean;
    }
  | {
      readonly kind: 'closure';
      readonly statement: Statement;
      readonly refund: boolean;
      readonly damageClaim: boolean;
    }
  | {
      readonly kind: 'reinstatement';
      /** Only mail sent after it counts from now on. */
      readonly baseline: Instant;
      /** The measure should never have been: it does not count for a next one. */
      readonly annulled: boolean;
      readonly remarks?: string;
      /** An answer is still asked for: what was undone followed from hours in which none could be given. */
      readonly due?: Due;
    }
  | {
      /** An objection to a measure was rejected, by another person than who took it. */
      readonly kind: 'appeal-decision';
      readonly reason: string;
    }
  | {
      readonly kind: 'evidence-request';
      readonly due: Due;
      /** The platform's own ids of the contacts, by which the customer finds the sign-up; never an address. */
      readonly contacts: readonly string[];
      readonly questions: readonly string[];
    }
  | {
      /** Says that an answer came in. Sent with the null sender: it must never bounce into a loop. */
      readonly kind: 'acknowledgement';
      readonly receivedAt: Instant;
      readonly missing: readonly Asked[];
      readonly due?: Due;
    }
);
export type NoticeKind = Notice['kind'];

/** What a customer is asked for; also the names of the form's fields. */
export type Asked = 'feedback' | 'solution' | 'prevention';

/** Who speaks; a brand of the settings is one. */
export interface BrandFace {
  readonly name: string;
  readonly from: string;
  readonly replyDomain: string;
  readonly timeZone: string;
}

/** http or https; they are all a notice may link to. */
export interface Links {
  /** The signed page of this contact. */
  readonly answer?: string;
  readonly policy?: string;
}

/** A notice in words. The same structure is behind both forms. */
export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
