/** What the fuzzing process is told at its start, as one JSON argument. */
export interface Work {
  readonly seed: number;
  readonly from: number;
  /** Epoch milliseconds at which it ends. */
  readonly until: number;
  /** Cases at most. */
  readonly most: number;
  /** Where it writes each input before it is tried, so that one that hangs or kills is known. */
  readonly current: string;
}

export interface Found {
  readonly number: number;
  readonly target: string;
  readonly oracle: string;
  readonly message: string;
  /** The same fault has the same key. */
  readonly key: string;
  readonly stack: string;
  /** As small as it could be made, in base64. */
  readonly bytes: string;
}

export type FromFuzzer =
  | { readonly progress: Progress }
  | { readonly found: Found }
  | { readonly suspect: { readonly number: number; readonly what: string } };

/** Since the last one. */
export interface Progress {
  /** The next case. */
  readonly number: number;
  readonly tried: Readonly<Record<string, number>>; // by target
  readonly counts: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly signatures: readonly string[]; // that were not told before
  readonly slowest: number; // processor milliseconds of one report
  /** After a collection of garbage, MiB; seldom taken. */
  readonly heap?: number;
  readonly rss: number; // MiB
}
