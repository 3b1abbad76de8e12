import { z } from 'zod';
import { accountId, channel, feedbackType, instant, recipientKey, reportId, trustLevel } from '@app/kernel';

// Parts of stored events: see Versioned before changing one.

/** What a complaint may set in motion, by the table "Trust and safety" of the design.
 *  `suppress`: that recipient leaves the account's lists; `suppress-everywhere`: all accounts', and none of them sees it.
 *  `count`: enters the complaint rate. `forward`: may be forwarded to the customer, warn them, or demand an answer.
 *  `propose`: a hold, suspension or closure may be proposed on it. `enforce`: a rule may take those by itself, if the
 *  case also has two independent complainants or an actionable rate. `close`: the same for closure, which a person's
 *  word about a complaint does not lift. */
export const step = z.enum([
  'suppress',
  'suppress-everywhere',
  'count',
  'forward',
  'propose',
  'enforce',
  'close',
]);
export type Step = z.output<typeof step>;

/** Why a complaint may do less than everything: for people, and for the state it is listed under. */
export const lack = z.enum([
  'untraced',
  'conflict',
  'low-confidence',
  'not-corroborated',
  'trust',
  'feedback-type',
  'too-old',
  'archive',
  'complainant-cap', // more than people report in a day, and no source vouches for it
  'channel', // only feedback loops enter the rate
  'replay-suspected', // one delivery, three recipients: our own signed message is being replayed
  'withdrawn', // the recipient told the same source since that it was no spam
  'verdict',
]);
export type Lack = z.output<typeof lack>;

/** Proof, independent of who reports, that the reported message is ours. */
export const corroboration = z.enum(['token', 'send-log', 'own-dkim']);

/** The first by what the platform told us; the others are hints, by what whoever reports shows of the message. */
export const violation = z.enum(['sent-after-optout', 'cc-bulk', 'no-opt-out', 'no-one-click', 'no-imprint']);
export type Violation = z.output<typeof violation>;

/** By which rung of the ladder the complaint's id came about, strongest first. */
export const identityKind = z.enum(['token', 'send-log', 'message', 'report']);
export type IdentityKind = z.output<typeof identityKind>;

/** What a person says of it: `qualified` lifts it for every step but closure by rule, all others take it out. */
export const verdict = z.enum([
  'qualified',
  'no-violation',
  'insufficient',
  'forged',
  'not-ours',
  'opt-out-only',
]);
export type Verdict = z.output<typeof verdict>;

/** One report of the message. What it may set in motion is judged by report: two weak ones do not make a strong one.
 *  What is seldom is left out, for millions of these are stored a day. */
export const reportRef = z.strictObject({
  reportId,
  channel,
  trust: trustLevel,
  source: z.string().max(64).nullable(), // of the registry of feedback sources
  feedbackType,
  /** Mailbox provider that received the message, as delivery volumes name it. */
  provider: z.string().max(64).nullable(),
  receivedAt: instant,
  /** Two complaints of different reporters are independent: the recipient's key, else the delivery, else a key of who wrote. */
  reporter: z.string().min(1).max(128),
  corroboration: z.array(corroboration),
  /** As reported, when that is another than the complaint's own: forwarded, or replayed. */
  recipientKey: recipientKey.optional(),
  /** With it: the keys (`selector._domainkey.domain`) of our own good signatures on the message. If it is being replayed,
   *  these are the ones to rotate. */
  signedBy: z.array(z.string().max(320)).max(4).optional(),
  /** The message was older than the setting allows when it was reported: shown, but it counts and enforces nothing. */
  tooOld: z.literal(true).optional(),
  /** One too many of this complainant today, for whom no source vouches. */
  capped: z.literal(true).optional(),
  /** Imported as an archive: nothing may follow, or suppression only (`--suppress`). */
  archive: z.enum(['silent', 'suppress']).optional(),
  /** Whoever wrote put the account's own domain into To or Cc: the customer may know of it already, and of them. */
  customerCopied: z.literal(true).optional(),
  /** The complainant must stay unknown: suppressed platform-wide and silently, shown to no customer. */
  discreet: z.literal(true).optional(),
});
export type ReportRef = z.output<typeof reportRef>;

/** A registered source vouches for it. */
export const isVouched = ({ trust }: Pick<ReportRef, 'trust'>): boolean => trust === 'A' || trust === 'B';

export const traceAttempt = z.strictObject({
  strategy: z.string().max(32),
  accountId: accountId.optional(),
  confidence: z.number().min(0).max(1).optional(), // absent: no hit
  detail: z.string().max(120).optional(),
});
export type TraceAttempt = z.output<typeof traceAttempt>;

/** `strategy` and `confidence` are those of the hit that decided; a conflict has none. */
export const trace = z.strictObject({
  outcome: z.enum(['traced', 'untraced', 'conflict']),
  strategy: z.string().max(32).nullable(),
  confidence: z.number().min(0).max(1),
  attempts: z.array(traceAttempt).max(12),
});
export type Trace = z.output<typeof trace>;

export const state = z.enum(['untraced', 'conflict', 'traced', 'qualified', 'disqualified', 'merged']);
export type ComplaintStatus = z.output<typeof state>;
