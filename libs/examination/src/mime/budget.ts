/** What one message may cost. A report from outside is hostile until read: each loop of the scanner ends at one of these. */
export interface Budget {
  /** Bytes of the message that are looked at. */
  readonly bytes: number;
  /** MIME parts, nested ones included. */
  readonly parts: number;
  /** Multiparts and messages within each other. */
  readonly depth: number;
  /** Header fields of one part, and of one feedback report. */
  readonly headers: number;
  /** Characters kept of one header field, unfolded. */
  readonly field: number;
  /** Bytes that base64 or quoted-printable may decode to, of one part. */
  readonly decoded: number;
  /** Characters kept of a text for people. */
  readonly text: number;
  /** Complaints that one report may make; the rest is said to be there and left out. */
  readonly complaints: number;
}

export const DEFAULT_BUDGET: Budget = {
  bytes: 32 * 1024 * 1024,
  parts: 100,
  depth: 8,
  headers: 200,
  field: 8_192,
  decoded: 5 * 1024 * 1024,
  text: 64 * 1024,
  complaints: 50,
};

/** Of a message within a message, less is looked at. */
export const WITHIN: Budget = { ...DEFAULT_BUDGET, parts: 20, depth: 3 };

/** Remarks on what was wrong with a message. They name no person and quote nothing: they are stored in clear. */
export class Problems {
  private readonly said = new Set<string>();
  private left = false;

  add(problem: string): void {
    if (this.said.size < 20) this.said.add(problem);
  }

  /** The same of something that was left out and that somebody has to see to. */
  leave(problem: string): void {
    this.left = true;
    this.add(`${problem} for a person`);
  }

  /** Whether somebody has to see to what was left out. */
  get someLeft(): boolean {
    return this.left;
  }

  get list(): string[] {
    return [...this.said];
  }
}
