import type { BrandId, Instant, Standing } from '@app/kernel';
import type { AdoptedPolicy } from '../policy/schema';
import type { ComplaintFacts, RateGrade, RateWindow } from './shapes';
import type { StaffedHours } from './staffed';

/** What was looked up is of something else than the case as it stands: it changed in between. No answer to the command, and
 *  never a refusal, which would end it: whoever sent it looks up again. */
export class StaleFacts extends Error {
  override readonly name = 'StaleFacts';
}

/** What the edge looks up for each command. The decider reads nothing by itself. */
export interface CaseFacts {
  /** The version the case is pinned to; of a case that is not open yet, the brand's present one. */
  readonly policy: AdoptedPolicy;
  /** `shadow`: decides and records what it would have done, and does nothing. */
  readonly enforcement: 'live' | 'shadow';
  /** Off for the desk, the brand, or the source of the complaint in question. */
  readonly automation: { readonly auto: boolean; readonly because?: string };
  /** When somebody is at the desk; null: always. */
  readonly staffed: StaffedHours | null;
  readonly account: AccountFacts;
  /** Of the complaint that a signal names. */
  readonly complaint?: ComplaintFacts;
  /** When whoever passed the complaint on has to have our answer; null or absent: they ask for none. */
  readonly authorityDue?: Instant | null;
  /** How many recipients the complaint's campaign had; null or absent: nobody knows. */
  readonly campaignRecipients?: number | null;
  /** How the account's complaint rate stands, by window. */
  readonly rates?: Readonly<Partial<Record<RateWindow, RateGrade | null>>>;
}

export interface AccountFacts {
  readonly brandId: BrandId;
  readonly standing: Standing;
  readonly protected: boolean;
  readonly legalForm: 'legal-person' | 'natural-person' | null;
  /** In the order in which they are tried. */
  readonly contacts: readonly string[];
  /** Of a warning that still counts, from an earlier case or from before the desk. */
  readonly warnedAt: Instant | null;
}
