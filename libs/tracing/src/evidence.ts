import type { AccountId } from '@app/kernel';

/** What a report shows of the message it is about, in the words of the message itself. Written by others, plain data,
 *  addresses in plain text: it lives in memory, for as long as it is traced. */
export interface TraceEvidence {
  /** Values of our token header, outermost first. */
  readonly tokenHeaders: readonly string[];
  /** Message-IDs, outermost first: the last is the reported message's own, the others are of those who passed it on. */
  readonly messageIds: readonly string[];
  readonly feedbackIds: readonly string[];
  /** Envelope sender the message was delivered with: Original-Mail-From, Return-Path. */
  readonly returnPath?: string;
  /** To whom it was delivered, as reported: Original-Rcpt-To, Delivered-To and the like. Placeholders may be among them. */
  readonly recipients: readonly string[];
  /** Whose signature verifies on the reported message: the sending platform's own, or that of these accounts' domains. An
   *  account's proves nothing about another's mail. */
  readonly ownDkim: 'platform' | readonly AccountId[];
  /** To whom the message says that it was sent, under that signature. */
  readonly signedTo?: string;
}

/** `a@b` of ` <a@b> `. Case stays: the left side of a Message-ID is case-sensitive, and so are some generators. */
export const bareMessageId = (text: string): string => text.trim().replace(/^<([^>]*)>$/, '$1');

/** The reported message's own Message-ID, or undefined. */
export const innermost = (messageIds: readonly string[]): string | undefined => {
  const id = bareMessageId(messageIds.at(-1) ?? '');
  return id === '' ? undefined : id;
};

const PLACEHOLDERS = [
  /^redacted@/,
  /^undisclosed/,
  /this-local-part-does-not-exist/,
  /^x+@/, // masked by hand
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})@/, // a hash in the place of the local part: Validity for Comcast, RFC 6590
];

/** Addresses that can be one. What stands in the place of a redacted one looks like an address and is none: suppressing
 *  it would suppress nobody. */
export const knownRecipients = (recipients: readonly string[]): string[] => {
  const bare = recipients.map((r) => r.trim().replace(/^<([^>]*)>$/, '$1'));
  const known = bare.filter(
    (r) => /^[^@\s]+@[^@\s]+$/.test(r) && !PLACEHOLDERS.some((p) => p.test(r.toLowerCase())),
  );
  return [...new Set(known)];
};
