import { z } from 'zod';
import {
  accountId,
  brandId,
  campaignId,
  caseId,
  decidedBy,
  instant,
  trustLevel,
  type Instant,
} from '@app/kernel';
import {
  campaignFacts,
  contentCategory,
  feedbackTypes,
  measureKind,
  noticeFacts,
  noticeKind,
  rateGrade,
  rateWindow,
  reluctance,
  scope,
  span,
  stage,
  step,
  task,
  why,
} from './shapes';

/** Complaints that a case remembers one by one; of more only the number. Every count that a rule asks for is far below. */
export const COMPLAINTS_KEPT = 256;
/** Campaigns that one notice names; the rest is one line without a name. */
export const CAMPAIGNS_NAMED = 50;
export const KEPT = 50;

const joined = z.strictObject({
  complaintId: z.string(),
  campaignId: campaignId.nullable(),
  deliveryId: z.string().nullable(),
  provider: z.string().nullable(), // null: unknown, or it must stay so
  reporter: z.string(),
  source: z.string().nullable(),
  trust: trustLevel,
  may: z.array(step),
  feedbackTypes,
  unvouched: feedbackTypes,
  sentAt: instant,
  receivedAt: instant,
  discreet: z.boolean(),
  as: z.enum(['signal', 'evidence']),
  /** Goes out with the next notice. */
  pending: z.boolean(),
});
export type Joined = z.output<typeof joined>;

const demand = z.strictObject({
  /** `planned`: with the next notice. `asked`: the notice is out. `running`: the time runs. */
  status: z.enum(['planned', 'asked', 'running', 'unanswered', 'answered', 'accepted', 'cancelled']),
  why,
  within: span,
  noticeId: z.string().nullable(), // the demand's, or the rejection's: its acceptance starts the time
  from: instant.nullable(), // t0: the time runs from here …
  dueAt: instant.nullable(), // … until here
  feedback: z.boolean(),
  solution: z.boolean(),
  /** When the solution that is being judged reached us. */
  answeredAt: instant.nullable(),
  timeLeft: span,
  rejections: z.int(),
});
export type Demand = z.output<typeof demand>;

const warning = z.strictObject({
  measureId: z.string().nullable(), // null: from before this case
  at: instant,
  sentAt: instant.nullable(),
  noticeId: z.string().nullable(),
  failed: z.boolean(), // it came back from every contact
  shadow: z.boolean(), // it would have been given
});
export type Warning = z.output<typeof warning>;

const stop = z.strictObject({
  measureId: z.string(),
  status: z.enum(['running', 'obeyed', 'breached']),
  orderedAt: instant,
  dueAt: instant,
  within: span,
  proof: span,
});

const measure = z.strictObject({
  measureId: z.string(),
  measure: measureKind,
  scope,
  why,
  status: z.enum(['proposed', 'taken', 'shadowed', 'refused', 'dropped', 'annulled', 'ended']),
  at: instant, // of the last change
  by: decidedBy,
  fourEyes: z.boolean(),
  seconds: z.array(z.string()), // persons who agree, by key id; who proposed it is one
  lapses: z.boolean(),
  because: reluctance.nullable(), // it is, or was, only proposed
  undoes: z.string().nullable(),
  remarks: z.string().nullable(),
  complaintId: z.string().nullable(), // that asked for it, of a proposal
});
export type Measure = z.output<typeof measure>;

const notice = z.strictObject({
  noticeId: z.string(),
  kind: noticeKind,
  contactId: z.string(),
  contact: z.int(),
  status: z.enum(['ordered', 'delayed', 'accepted', 'bounced']),
  facts: noticeFacts, // to say the same to the next contact
});
export type Notice = z.output<typeof notice>;

const appeal = z.strictObject({
  appealId: z.string(),
  measureId: z.string(),
  status: z.enum(['lodged', 'upheld', 'rejected', 'lapsed']),
  receivedAt: instant,
  dueAt: instant,
});
export type Appeal = z.output<typeof appeal>;

const known = z.strictObject({
  status: z.literal('known'),
  caseId,
  accountId,
  brandId,
  policy: z.strictObject({ id: z.string(), version: z.string() }),
  stage,
  complaints: z.array(joined).max(COMPLAINTS_KEPT),
  /** What was pending when it was forgotten. */
  overflow: z.array(campaignFacts),
  total: z.int(),
  demand: demand.nullable(),
  warning: warning.nullable(),
  unwanted: z.boolean(), // a person confirmed unwanted mail, and what was taken on it was not annulled
  /** What was given since the suspension; `rejected`: and was not enough. */
  remediation: z.strictObject({
    feedback: z.boolean(),
    solution: z.boolean(),
    prevention: z.boolean(),
    rejected: z.boolean(),
  }),
  stop: stop.nullable(),
  measures: z.array(measure),
  notices: z.array(notice),
  bounced: z.array(z.string()), // contacts that do not exist
  appeals: z.array(appeal),
  assignee: z.string().nullable(), // a key's id
  notes: z.array(z.string()), // by id
  deadlines: z.record(z.string(), instant),
  tasks: z.array(z.strictObject({ task, about: z.string().nullable() })),
  reinstatedAt: instant.nullable(), // the last time; reopening the case takes nothing of it back
  endedAt: instant.nullable(), // null: it goes on, or goes on again
  rates: z.partialRecord(rateWindow, rateGrade), // breaches as last noted, until they are settled or over
  lasting: z.array(z.string()), // by lastingName
  content: z.array(contentCategory), // what people found in what was sent
  answers: z.array(z.string()),
  outages: z.array(z.strictObject({ outageId: z.string(), from: instant, until: instant })), // that gave time back
  compromised: z.boolean(), // a person says so, and it is not settled
  evidenceReceived: z.array(z.string()), // by id
  evidence: z.array(z.string()), // requests, by what they asked
  evidenceFrom: instant.nullable(), // the first of those that are waited for
  numbers: z.strictObject({ measures: z.int(), notices: z.int(), passes: z.int() }),
  /** Signals that the next case was told of, and did not give back: while there is one, that case is open or may be. */
  passedOn: z.array(z.strictObject({ pass: z.int(), signal: z.string(), worth: z.string() })),
});
export type Known = z.output<typeof known>;

export const caseState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  known,
]);
export type CaseState = z.output<typeof caseState>;

export const hasEnded = ({ stage }: Pick<Known, 'stage'>): boolean =>
  stage === 'resolved' || stage === 'closed';

/** Until when mail is the affair of a case that ends: what is in it, is. What a person decided may be a moment older than the
 *  last complaint that came. */
export const endOf = ({ complaints }: Pick<Known, 'complaints'>, at: Instant): Instant =>
  complaints.reduce((end, c) => Math.max(end, Math.min(c.sentAt, c.receivedAt)) as Instant, at);

/** What was sent up to then was settled, by a reinstatement or by the end: a complaint about it moves nothing. */
export const settledUntil = ({
  reinstatedAt,
  endedAt,
}: Pick<Known, 'reinstatedAt' | 'endedAt'>): Instant | null =>
  reinstatedAt === null || endedAt === null || reinstatedAt < endedAt
    ? (endedAt ?? reinstatedAt)
    : reinstatedAt;

/** Those that hold the account back and are in force. */
const RESTRICTIVE = ['under-review', 'hold', 'stop', 'suspend'] as const;
export const inForce = ({ measures }: Pick<Known, 'measures'>): Measure[] =>
  measures.filter((m) => m.status === 'taken' && (RESTRICTIVE as readonly string[]).includes(m.measure));
export const proposals = ({ measures }: Pick<Known, 'measures'>): Measure[] =>
  measures.filter((m) => m.status === 'proposed');
