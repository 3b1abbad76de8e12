import type { Instant, Standing } from '@app/kernel';
import type { ComplaintFacts, ContentCategory, RateGrade, RateWindow, Stage } from '../case/shapes';
import type { Occasion } from './schema';

/** A complaint of the case, as far as counting needs it. */
export interface Counted {
  readonly complaintId: string;
  readonly campaignId: string | null;
  readonly reporter: string;
  readonly sentAt: Instant;
}

/** All that a rule can ask about. Built by the case from its state and the facts of the command. */
export interface Situation {
  readonly on: Occasion;
  /** The one that the occasion is about. */
  readonly complaint: ComplaintFacts | null;
  readonly breach: { readonly window: RateWindow; readonly grade: RateGrade } | null;
  readonly count: { readonly complaints: number; readonly most: number } | null;
  readonly listing: { readonly list: string; readonly subject: string } | null;
  /** What a person says is wrong with what was sent. */
  readonly categories: readonly ContentCategory[];
  readonly stage: Stage;
  readonly standing: Standing;
  readonly legalForm: 'legal-person' | 'natural-person' | null;
  readonly protected: boolean;
  /** `sentAt`: when the relay took it; null: not yet, or never. */
  readonly warning: {
    readonly sentAt: Instant | null;
    readonly at: Instant;
    readonly failed: boolean;
  } | null;
  /** Of the case, those that move something; the one of the occasion among them. */
  readonly complaints: readonly Counted[];
  readonly campaignRecipients: number | null;
  readonly rates: Readonly<Partial<Record<RateWindow, RateGrade | null>>>;
}
