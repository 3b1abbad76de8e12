import type { Channel } from '@app/kernel';
import type { Budget, Problems } from '../mime/budget';
import type { Fields } from '../mime/headers';
import type { Part } from '../mime/message';
import type {
  Envelope822,
  IncidentType,
  Kind,
  OriginalMessage,
  Recipient,
  ReportFields,
} from '../normalised';

/** A message taken apart, with what several readers ask of it. */
export interface Mail {
  readonly root: Part;
  /** The root and every part below it, in order; messages within are not entered. */
  readonly parts: readonly Part[];
  readonly header: Envelope822;
  readonly budget: Budget;
  readonly problems: Problems;
  /** Decoded text that people see first, up to the budget; computed when first asked for. */
  text(): string;
  /** The subject, decoded, without the tags of ticket systems. */
  subject(): string;
}

/** What is said of one reported message. */
export interface Reported {
  readonly fields?: ReportFields;
  readonly otherFields?: Fields;
  /** The message itself, as far as the report holds it. */
  readonly original?: Part;
  readonly recipients?: readonly Recipient[];
}

/** What a reader found. What it leaves out is worked out from the fields and the original, the same way for all. */
export interface Reading extends Reported {
  readonly kind: Kind;
  readonly incidentType?: IncidentType;
  readonly format?: string; // when it is not the reader's own
  readonly channel?: Channel;
  /** The messages behind the first, in a report about several. */
  readonly further?: readonly Reported[];
  /** When it is not one for each message and recipient. */
  readonly complaints?: number;
  readonly text?: string;
  readonly valid?: boolean;
}

/** One format. Readers are asked in order, and the first that returns a reading has it: `formats/index.ts`. */
export interface FormatReader {
  readonly format: string;
  /** Undefined: this is not of my format. Linear in the size of the mail, and it never throws. */
  readonly read: (mail: Mail) => Reading | undefined;
}

export type { OriginalMessage };
