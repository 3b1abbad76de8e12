/** Words of RFC 8601 section 2.7; `unknown` is a DNS server that gave no answer, or a key that is gone from it. */
export type VerdictWord =
  'pass' | 'fail' | 'softfail' | 'neutral' | 'policy' | 'none' | 'permerror' | 'unknown';

export interface SignatureVerdict {
  readonly domain: string;
  readonly result: VerdictWord;
  /** It covers the whole body and the From field: with less, anybody can add or change what is read. */
  readonly whole: boolean;
  /** The same organisation as the From address (RFC 7489 section 3.1, relaxed). */
  readonly aligned: boolean;
}

/** What DKIM, SPF, DMARC and ARC say of a message. Nothing in it comes from Authentication-Results, which anybody may
 *  write, but for the word on SPF of a server of our own. */
export interface Verdict {
  /** The address of the only From field; undefined when there is none, or several: then nothing is aligned. */
  readonly from?: string;
  readonly dkim: readonly SignatureVerdict[];
  readonly spf: { readonly result: VerdictWord; readonly domain?: string };
  readonly dmarc: VerdictWord;
  /** `sealer` closed a chain that verifies; `vouchedFor` are the domains whose DKIM it says it verified. */
  readonly arc: {
    readonly result: VerdictWord;
    readonly sealer?: string;
    readonly vouchedFor: readonly string[];
  };
  /** A DNS server that had to be asked gave no answer: another time there may be another verdict. */
  readonly dnsTrouble: boolean;
  /** Why nothing was verified, when nothing was. */
  readonly skipped?: string;
}

export const UNVERIFIED: Verdict = {
  dkim: [],
  spf: { result: 'none' },
  dmarc: 'none',
  arc: { result: 'none', vouchedFor: [] },
  dnsTrouble: false,
};

/** Of several signatures, the one that says most. */
const STRENGTH: readonly VerdictWord[] = ['pass', 'unknown', 'neutral', 'policy', 'fail', 'permerror'];
export const strongest = (signatures: readonly SignatureVerdict[]): VerdictWord =>
  STRENGTH.find((word) => signatures.some(({ result }) => result === word)) ?? 'none';
