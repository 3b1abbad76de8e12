import type { Travelled } from '../authentication/authenticate';
import type { OwnSignature } from '../authentication/own-signature';
import type { RecordType } from '../authentication/resolver';
import type { Verdict } from '../authentication/verdict';
import type { Budget } from '../mime/budget';
import type { NormalisedReport } from '../normalised';

/** What a thread is asked to do with one message. */
export type Job =
  | {
      readonly do: 'examine';
      readonly bytes: Uint8Array;
      readonly travelled: Travelled;
      readonly receivedAt: number;
      /** Domains whose good signature decides alone: see authenticate. */
      readonly registered: readonly string[];
    }
  | {
      readonly do: 'own-signatures';
      readonly bytes: Uint8Array;
      readonly domains: readonly string[];
      readonly receivedAt: number;
    };

export interface Examined {
  readonly report: NormalisedReport;
  readonly verdict: Verdict;
}
export type Outcome = Examined | { readonly signatures: readonly OwnSignature[] };

export interface ThreadSettings {
  readonly budget: Budget;
  /** DNS answers are kept this many milliseconds. */
  readonly keepDns: number;
  /** All look-ups for one message together take no longer, in milliseconds. */
  readonly dnsBudget: number;
}

export type ToThread =
  | { readonly job: number; readonly work: Job }
  | { readonly question: number; readonly answer: unknown }
  | { readonly question: number; readonly code: string };

export type FromThread =
  | { readonly ready: true }
  | { readonly job: number; readonly outcome: Outcome }
  | { readonly job: number; readonly failed: string }
  /** DNS is asked for in the main thread: only there stands the resolver, which a test may replace. */
  | { readonly question: number; readonly name: string; readonly type: RecordType };
