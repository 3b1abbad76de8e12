import type { Instant, ReportId } from '@app/kernel';

/** How the mail travelled, as far as the channel knows. */
export interface Envelope {
  /** Return path; '' is the null sender of bounces (RFC 5321 section 4.5.5), and what a file has. */
  readonly mailFrom: string;
  /** As given, in order, plus-addresses and tokens included; empty for HTTP and files. */
  readonly rcptTo: readonly string[];
  readonly remoteAddress?: string; // of the peer, textual
  readonly helo?: string;
  readonly tls?: boolean;
  /** BODY=8BITMIME or SMTPUTF8 were asked for. */
  readonly smtpUtf8?: boolean;
  /** The registered source that posted it, and what proved that. */
  readonly posted?: { readonly source: string; readonly by: 'key' | 'sns' };
}

export interface Submission {
  /** As received, before any header of ours. */
  readonly bytes: Buffer;
  readonly channel: 'smtp' | 'lmtp' | 'http' | 'import' | 'imap' | 'manual';
  readonly receivedAt: Instant;
  readonly envelope: Envelope;
  /** Starts no measure, clock or order. */
  readonly archive?: boolean;
  /** May suppress the recipient even so. */
  readonly suppress?: boolean;
}

/** This report will never be taken, however often it is brought. */
export class ReportRefused extends Error {
  override readonly name = 'ReportRefused';
}

/** Takes a raw report into the desk. Resolves once it is durable: only then may a channel say "accepted". Rejects when
 *  nothing was kept; an error named StoreBusy or StoreFull says that the same call may succeed later, ReportRefused that
 *  it never will. */
export type Submit = (raw: Submission) => Promise<{ reportId: ReportId; duplicate: boolean }>;
