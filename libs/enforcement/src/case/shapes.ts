import { z } from 'zod';
import {
  accountId,
  brandId,
  campaignId,
  caseId,
  channel,
  feedbackType,
  instant,
  sendingStream,
  trustLevel,
} from '@app/kernel';

// Parts of stored events: see Versioned before changing one.

/** Elapsed milliseconds, exactly as they were counted. */
export const span = z.int().nonnegative().brand<'Duration'>();

/** Where a case stands, for people and for the customer's page.
 *  `open`: complaints come together, nothing is asked. `warned`: the next new complaint has consequences. `demanded`: an
 *  answer is awaited. `overdue`: it did not come in time. `answered`: it came, a person judges it. `held`: sending is
 *  held while a person decides. `stopping`: a stop order runs. `suspended`: until staff are convinced. `remediating`:
 *  what should convince them came in. `resolved`, `closed`: ended; `closed` without a solution, or with the account. */
export const stage = z.enum([
  'open',
  'warned',
  'demanded',
  'overdue',
  'answered',
  'held',
  'stopping',
  'suspended',
  'remediating',
  'resolved',
  'closed',
]);
export type Stage = z.output<typeof stage>;

/** On every event: whose case, and where it stands after it. */
export const of = { caseId, accountId, brandId, at: instant, stage };

/** What a complaint may set in motion, as the complaint itself judged it ("Trust and safety" of the design). */
export const step = z.enum(['suppress', 'count', 'forward', 'propose', 'enforce', 'close']);
export type Step = z.output<typeof step>;

export const feedbackTypes = z.array(feedbackType);

/** All that a rule may ask of a complaint, as it stood when the case was told of it. */
export const complaintFacts = z.strictObject({
  complaintId: z.string().min(1).max(128),
  /** Null: it is not this account's any more. */
  accountId: accountId.nullable(),
  campaignId: campaignId.nullable(),
  deliveryId: z.string().max(128).nullable(), // the platform's own id, by which the customer finds the contact
  provider: z.string().max(64).nullable(),
  channels: z.array(channel),
  trust: trustLevel, // the best of its reports
  source: z.string().max(64).nullable(), // of that report
  feedbackTypes,
  /** Of these, what only reports say that may themselves set no measure by rule in motion; absent: none of them. */
  unvouched: feedbackTypes.optional(),
  corroborated: z.boolean(),
  confidence: z.number().min(0).max(1),
  /** Two complaints of different reporters are independent. */
  reporter: z.string().min(1).max(128),
  /** The complainant must stay unknown: counted, and named nowhere, not even by provider. */
  discreet: z.boolean(),
  sent: z.strictObject({ at: instant, estimated: z.boolean() }),
  receivedAt: instant, // of its first report
  violations: z.array(z.string().max(64)),
  may: z.array(step),
});
export type ComplaintFacts = z.output<typeof complaintFacts>;

/** Of the steps those that are a case's affair. */
export const CASE_STEPS: readonly Step[] = ['forward', 'propose', 'enforce', 'close'];

/** What a case keeps of a complaint. All else stands in the complaint's own stream, and what a rule looked at in the `why` of
 *  what it asked for: these are stored by the million. What is usual is left out. */
export const joinedComplaint = z.strictObject({
  complaintId: z.string().min(1).max(128),
  campaignId: campaignId.nullable(),
  deliveryId: z.string().max(128).nullable(),
  provider: z.string().max(64).nullable(),
  trust: trustLevel,
  source: z.string().max(64).nullable(),
  feedbackTypes: feedbackTypes.optional(), // absent: abuse
  unvouched: feedbackTypes.optional(), // absent: none of them
  reporter: z.string().min(1).max(128),
  discreet: z.literal(true).optional(),
  sentAt: instant,
  receivedAt: instant,
  may: z.array(step), // of CASE_STEPS
});
export type JoinedComplaint = z.output<typeof joinedComplaint>;

export const rateWindow = z.enum(['24h', '7d', '30d', 'representative']);
export type RateWindow = z.output<typeof rateWindow>;
export const rateGrade = z.enum(['breached', 'actionable']);
export type RateGrade = z.output<typeof rateGrade>;

const listing = { list: z.string().min(1).max(64), subject: z.string().min(1).max(255) };

/** What a case is told of. Of a complaint only the id travels: what it is worth is looked up when the case decides. */
export const signal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('complaint'), complaintId: z.string().min(1).max(128) }),
  z.strictObject({
    kind: z.literal('rate-breached'),
    window: rateWindow,
    grade: rateGrade,
    complaints: z.int().nonnegative(),
    delivered: z.int().nonnegative(),
  }),
  /** Sending seen although it had to stop. `observedAt`: when the platform said so. `seen`: how much it told of at once,
   *  this and others; absent: this one. */
  z.strictObject({
    kind: z.literal('injection'),
    campaignId: campaignId.nullable(),
    stream: sendingStream,
    state: z.enum(['scheduled', 'held', 'refused', 'sent']),
    injectedAt: instant,
    observedAt: instant,
    holdConfirmed: z.boolean(),
    seen: z.int().positive().optional(),
  }),
  /** That breach is over: the next one is a new one. */
  z.strictObject({ kind: z.literal('rate-recovered'), window: rateWindow }),
  /** More complaints in 30 days than the policy allows, whatever the rate. */
  z.strictObject({
    kind: z.literal('count-breached'),
    complaints: z.int().positive(),
    most: z.int().positive(),
  }),
  z.strictObject({ kind: z.literal('count-recovered') }),
  /** An address or a domain that the account sends with stands on a blocklist. */
  z.strictObject({ kind: z.literal('blocklisted'), ...listing }),
  z.strictObject({ kind: z.literal('delisted'), ...listing }),
]);
export type Signal = z.output<typeof signal>;
/** What holds from when a signal says so until another takes it back. */
export const lastingSignal = z.discriminatedUnion('kind', [signal.options[4], signal.options[6]]);
export type LastingSignal = z.output<typeof lastingSignal>;

/** What is wrong with mail beside that nobody asked for it: what the policies forbid, in the words of a person who read it. */
export const contentCategory = z.enum([
  'bought-addresses', // bought, rented, borrowed or traded
  'harvested-addresses', // copied from the web, a directory or a public list
  'third-party-addresses', // collected by or for somebody else, or appended
  'defamatory', // or racist, discriminating, inciting
  'erotic', // without an agreement
  'rights', // of third parties: brands, copyright
  'privacy', // or harassment
  'malware', // or links to it
  'deceptive', // sender or subject pretend to be something else
  'no-opt-out',
  'no-imprint',
  'cc-bulk', // the addresses of all recipients, to all
  'other',
]);
export type ContentCategory = z.output<typeof contentCategory>;

export const measureKind = z.enum([
  'forward',
  'warn',
  'demand',
  'under-review',
  'hold',
  'stop',
  'suspend',
  'close',
  'purge',
  'revoke-credentials',
  'reinstate', // undoing one is a measure too: it may need two persons
  'annul',
]);
export type MeasureKind = z.output<typeof measureKind>;

/** Null: everything the account sends, password resets too. */
export const scope = sendingStream.nullable();
export type Scope = z.output<typeof scope>;
/** The same as policies write it. */
export const sendingScope = z.enum(['bulk', 'everything']);

export const legalFormName = z.enum(['legal-person', 'natural-person']);

export const ground = z.enum([
  'complaint',
  'unanswered', // the demand's time ran out
  'answer-rejected', // and no further one was allowed
  'unwanted-mail', // a person or a hard rule confirmed it
  'new-complaint', // after a warning
  'compromise', // phishing or malware: the account may be in other hands
  'complaint-rate',
  'complaint-count',
  'blocklisted',
  'content', // a person read it
  'stop-obeyed', // it stopped in time, and stays suspended until staff are convinced
  'stop-breached',
  'unreachable', // none of the contacts could be mailed
  'under-review',
  'other',
]);
export type Ground = z.output<typeof ground>;

/** Values that a condition looked at, by their names: enough to see why, and to check it. */
export const inputs = z.record(
  z.string().max(64),
  z.union([z.string().max(200), z.number(), z.boolean(), z.null(), z.array(z.string().max(128)).max(32)]),
);
export type Inputs = z.output<typeof inputs>;

/** Why a measure was taken, or proposed: the facts of its statement of reasons. */
export const why = z.strictObject({
  rule: z.string().max(64), // of the policy the case is pinned to; `person` where a person needed none
  cites: z.array(z.string().max(16)).max(20), // sentences of the policy's text
  ground,
  inputs,
});
export type Why = z.output<typeof why>;

/** Why it is only proposed, although a rule asked for it. */
export const reluctance = z.enum([
  'policy', // the rule says so
  'trust', // what is known of those who complain is not enough
  'protected',
  'halted', // automation is off, or its circuit breaker tripped
  'natural-person',
  'legal-form-unknown', // nobody told whose account it is
  'uncertain', // a number that the rule depends on is not known
  'four-eyes',
]);
export type Reluctance = z.output<typeof reluctance>;

export const noticeKind = z.enum([
  'forward',
  'warning',
  'demand',
  'rejection',
  'hold',
  'stop-order',
  'suspension',
  'closure',
  'reinstatement',
  'evidence-request',
  'appeal-decision', // it was rejected; one that is upheld is told as a reinstatement
]);
export type NoticeKind = z.output<typeof noticeKind>;

export const campaignFacts = z.strictObject({
  campaignId: campaignId.nullable(),
  complaints: z.int().positive(),
  first: instant,
  last: instant,
  /** Null: those who must stay unknown. */
  providers: z.array(z.strictObject({ provider: z.string().nullable(), complaints: z.int().positive() })),
});
export type CampaignFacts = z.output<typeof campaignFacts>;

export const asked = z.enum(['feedback', 'solution', 'prevention']);
export type Asked = z.output<typeof asked>;

/** The end of a customer's time: a span from when the notice is accepted, or a fixed instant. */
export const due = z.union([z.strictObject({ within: span }), z.strictObject({ at: instant })]);
export type Due = z.output<typeof due>;

/** What a notice says, beside what the settings know. Null where its kind has no such thing. */
export const noticeFacts = z.strictObject({
  campaigns: z.array(campaignFacts),
  due: due.nullable(),
  /** In the words of a person, for the customer. */
  remarks: z.string().max(2_000).nullable(),
  measure: z
    .strictObject({
      measureId: z.string(),
      measure: measureKind,
      scope,
      since: instant,
      why,
      automated: z.strictObject({ detection: z.boolean(), decision: z.boolean() }),
    })
    .nullable(),
  /** Of a warning: what the next new complaint leads to. */
  next: z.enum(['closure', 'suspension']).nullable(),
  /** Of a stop order: whether delivery ended at once. */
  delivery: z.enum(['hold', 'soft']).nullable(),
  refund: z.boolean().nullable(),
  damageClaim: z.boolean().nullable(),
  baseline: instant.nullable(),
  annulled: z.boolean().nullable(),
  /** Of a request for evidence: the platform's own ids of the contacts. */
  contacts: z.array(z.string().max(128)),
  questions: z.array(z.string().max(500)),
});
export type NoticeFacts = z.output<typeof noticeFacts>;

/** What waits for a person. */
export const task = z.enum([
  'assess-answer',
  'assessment-late',
  'review-remediation',
  'approve-measure',
  'decide-measure', // nobody did in time: a supervisor's
  'unreachable',
  'warning-undeliverable',
  'bounced-late', // a demand runs, or a measure stands, on a notice that came back long after it was accepted
  'review-closure',
  'compromise',
  'evidence-due',
  'review-evidence', // it came in
  'review-complaints', // of a campaign: the policy has every complaint looked at
  'review-account', // it was raised to review: a person suspends, or lets it go
  'answer-authority', // who passed a complaint on, waits for an answer of ours
  'authority-late', // and did not get it in time: a supervisor's
  'decide-appeal',
  'appeal-late', // nobody decided in time: a supervisor's
  'ground-gone', // a measure stands, and no complaint is left that it was taken for
]);
export type Task = z.output<typeof task>;

export const role = z.enum(['agent', 'supervisor', 'admin']);
export type Role = z.output<typeof role>;
