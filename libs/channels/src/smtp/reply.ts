import type { Duration } from '@app/kernel';

/** What smtp-server answers with when a handler gives it. 4xx: try again; 5xx: never. RFC 5321 section 4.2.3. */
export class SmtpReply extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

const seconds = (wait: Duration): number => Math.ceil(wait / 1_000);

export const replies = {
  tooFast: (code: 421 | 450, wait: Duration) =>
    new SmtpReply(code, `too much from your network; try again in ${seconds(wait)} s`),
  tooManyConnections: () =>
    new SmtpReply(421, 'too many connections from your network; try again in a moment'),
  noMailbox: () => new SmtpReply(550, 'no such mailbox here'),
  tooBig: (limit: number) => new SmtpReply(552, `message exceeds the limit of ${limit} bytes`),
  diskFull: () => new SmtpReply(452, 'insufficient storage; try again later'),
  busy: () => new SmtpReply(451, 'too much at once; try again in a moment'),
  tooSlow: () => new SmtpReply(421, 'the message took too long; try again'),
  shuttingDown: () => new SmtpReply(421, 'shutting down; try again in a moment'),
  notKept: () => new SmtpReply(451, 'the message could not be kept; try again later'),
};

/** Why a message was not kept, in SMTP's words. Whatever it was, the sender keeps it and comes again. */
export const replyTo = (error: unknown): SmtpReply => {
  if (error instanceof SmtpReply) return error;
  const { name } = error as Error;
  if (name === 'StoreFull') return replies.diskFull();
  if (name === 'StoreBusy') return replies.busy();
  return replies.notKept();
};
