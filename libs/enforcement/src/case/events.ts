import { z } from 'zod';
import {
  campaignId,
  caseId,
  Catalogue,
  decidedBy,
  instant,
  sealed,
  sendingStream,
  Versioned,
  type EventIn,
} from '@app/kernel';
import {
  asked,
  contentCategory,
  joinedComplaint,
  lastingSignal,
  measureKind,
  noticeFacts,
  noticeKind,
  of,
  rateWindow,
  reluctance,
  scope,
  signal,
  span,
  step,
  task,
  why,
} from './shapes';

// These names and shapes are what is stored: see Versioned before changing one.

const reason = z.string().max(2_000);
const measureId = z.string().max(200);
const noticeId = z.string().max(200);
const contactId = z.string().max(64);
const person = { by: decidedBy, reason };
const measured = { ...of, measureId, measure: measureKind, scope, why };
const deadlineName = z.string().max(200);
const left = z.array(step);

export const caseEvents = new Catalogue({
  /** Pinned: whatever the policy becomes later, this case is decided by the version it was opened under. */
  CaseOpened: new Versioned(
    1,
    z.strictObject({
      ...of,
      policy: z.strictObject({ id: z.string(), version: z.string() }),
      because: z.enum([
        'complaint',
        'compromise',
        'rate-breached',
        'count-breached',
        'blocklisted',
        'person',
      ]),
      /** An earlier case's warning, or one from before the desk, that still counts. */
      warnedAt: instant.nullable(),
    }),
  ),
  /** `signal`: rules were asked. `evidence`: it is about mail from before the solution, and moves nothing. */
  ComplaintJoined: new Versioned(
    1,
    z.strictObject({
      ...of,
      complaint: joinedComplaint,
      as: z.enum(['signal', 'evidence']),
      /** It is passed on with the next notice. */
      forwards: z.boolean(),
    }),
  ),
  /** More or less is known about it than before. */
  ComplaintReweighed: new Versioned(
    1,
    z.strictObject({ ...of, complaint: joinedComplaint, gained: left, lost: left }),
  ),
  /** It counts no more: disqualified, merged, or another account's. What was taken because of it is for a person. */
  ComplaintLeft: new Versioned(1, z.strictObject({ ...of, complaintId: z.string() })),
  RateNoted: new Versioned(1, z.strictObject({ ...of, signal: signal.options[1] })),
  /** Something that holds until it is taken back: rules were asked. */
  SignalNoted: new Versioned(1, z.strictObject({ ...of, signal: lastingSignal })),
  /** What was noted holds no more. */
  SignalOver: new Versioned(1, z.strictObject({ ...of, lasting: z.string().max(400) })),
  /** The breach that was noted is over. */
  RecoveryNoted: new Versioned(1, z.strictObject({ ...of, window: rateWindow })),
  /** It came too late for this case: the next one is about it, and this one is not reopened any more. `to`: it moves nothing
   *  here either; this one is not opened, and the one before hears of that. */
  SignalPassedOn: new Versioned(
    1,
    z.strictObject({
      ...of,
      signal,
      to: caseId.optional(),
      /** The first is 1. With `to`: that of the case which had passed it on. */
      pass: z.int().positive().optional(),
      /** What the complaint might set in motion: when that changes, it is passed on again. */
      may: z.array(step).optional(),
    }),
  ),
  /** What was passed on that time moved nothing in the next case. */
  SignalReturned: new Versioned(1, z.strictObject({ ...of, signal, pass: z.int().positive() })),

  /** A demand will go out with the next notice; the time runs from its acceptance. */
  DemandPlanned: new Versioned(1, z.strictObject({ ...of, why, within: span })),
  /** t0: the relay took the notice. */
  AnswerDemanded: new Versioned(1, z.strictObject({ ...of, noticeId, from: instant, dueAt: instant })),
  AnswerReceived: new Versioned(
    1,
    z.strictObject({
      ...of,
      answerId: z.string().max(128),
      contactId: contactId.nullable(),
      receivedAt: instant, // at our server: this is what counts
      feedback: sealed<string>().nullable(),
      solution: sealed<string>().nullable(),
      prevention: sealed<string>().nullable(),
      missing: z.array(asked),
      /** Of the customer's time, when this completed the answer; null when it did not. */
      timeLeft: span.nullable(),
    }),
  ),
  /** The time was over, and feedback or solution was not there. */
  DemandUnanswered: new Versioned(
    1,
    z.strictObject({ ...of, dueAt: instant, firedAt: instant, missing: z.array(asked) }),
  ),
  /** It runs no more, and why. */
  DemandCancelled: new Versioned(
    1,
    z.strictObject({
      ...of,
      because: z.enum([
        'unwanted-mail-confirmed',
        'compromise-confirmed',
        'no-complaint-left',
        'suspended',
        'held',
        'case-ended',
        'unreachable',
      ]),
    }),
  ),
  AnswerAccepted: new Versioned(1, z.strictObject({ ...of, ...person, baseline: instant })),
  AnswerRejected: new Versioned(
    1,
    z.strictObject({
      ...of,
      ...person,
      times: z.int().positive(),
      next: span.nullable(),
      final: z.boolean(),
    }),
  ),
  EvidenceRequested: new Versioned(
    1,
    z.strictObject({
      ...of,
      ...person,
      complaintIds: z.array(z.string()),
      questions: z.array(z.string().max(500)),
    }),
  ),

  /** Something came in, asked for or not. */
  EvidenceReceived: new Versioned(1, z.strictObject({ ...of, evidenceId: z.string().max(64) })),

  /** A person read what was sent, and says what is wrong with it. */
  ContentFlagged: new Versioned(
    1,
    z.strictObject({ ...of, ...person, categories: z.array(contentCategory).min(1).max(13) }),
  ),
  CompromiseConfirmed: new Versioned(1, z.strictObject({ ...of, ...person })),
  UnwantedMailConfirmed: new Versioned(1, z.strictObject({ ...of, ...person })),
  StopOrdered: new Versioned(
    1,
    z.strictObject({ ...of, measureId, dueAt: instant, proof: span, delivery: z.enum(['hold', 'soft']) }),
  ),
  StopObeyed: new Versioned(1, z.strictObject({ ...of, dueAt: instant, firedAt: instant })),
  StopBreached: new Versioned(
    1,
    z.strictObject({
      ...of,
      campaignId: campaignId.nullable(),
      stream: sendingStream,
      state: z.enum(['scheduled', 'held', 'refused', 'sent']),
      injectedAt: instant,
      dueAt: instant,
      seen: z.int().positive().optional(),
    }),
  ),

  MeasureProposed: new Versioned(
    1,
    z.strictObject({
      ...measured,
      by: decidedBy,
      because: reluctance,
      /** Two different persons have to agree; a person who proposed is one of them. */
      fourEyes: z.boolean(),
      /** When it is taken unless somebody objects; null: never by lapse of time. */
      lapsesAt: instant.nullable(),
      /** Of a reversal: the measure it undoes; null: all of them. */
      undoes: measureId.nullable(),
      remarks: reason.nullable(),
      /** That asked for it: what it may move, decides whether time or another complaint suffices. */
      complaintId: z.string().optional(),
    }),
  ),
  /** The first pair of eyes agrees. */
  MeasureSeconded: new Versioned(1, z.strictObject({ ...of, measureId, by: decidedBy, reason })),
  MeasureTaken: new Versioned(
    1,
    z.strictObject({
      ...measured,
      by: decidedBy,
      /** No person decided. */
      automated: z.boolean(),
      lapsed: z.boolean(),
      confirmWithin: span,
      remarks: reason.nullable(),
    }),
  ),
  /** A brand in shadow: what would have been done. */
  MeasureShadowed: new Versioned(
    1,
    z.strictObject({ ...measured, would: z.enum(['take', 'propose']), because: reluctance.nullable() }),
  ),
  MeasureRefused: new Versioned(1, z.strictObject({ ...of, measureId, by: decidedBy, reason })),
  /** What it was proposed for is gone, or something stricter took its place. */
  MeasureDropped: new Versioned(1, z.strictObject({ ...of, measureId, because: reason })),
  /** The proposal stays, but time alone does not take it any more. */
  LapseCancelled: new Versioned(
    1,
    z.strictObject({
      ...of,
      measureId,
      because: z.union([z.literal('answered-late'), reluctance]),
    }),
  ),
  /** More is known of those who complain: what could only be proposed is taken now, unless somebody objects in time. */
  LapseBegun: new Versioned(1, z.strictObject({ ...of, measureId, lapsesAt: instant })),
  AnnulmentDecided: new Versioned(
    1,
    z.strictObject({ ...of, ...person, measureId, measure: measureKind, confirmWithin: span }),
  ),
  ReinstatementDecided: new Versioned(
    1,
    z.strictObject({ ...of, ...person, baseline: instant, ended: z.array(measureId), confirmWithin: span }),
  ),
  /** The customer objects to a measure; it stays in force until somebody has decided. */
  AppealLodged: new Versioned(
    1,
    z.strictObject({
      ...of,
      appealId: z.string().max(128),
      measureId,
      contactId: contactId.nullable(), // null: it came otherwise than over the page
      receivedAt: instant,
      text: sealed<string>(),
      dueAt: instant,
    }),
  ),
  AppealDecided: new Versioned(
    1,
    z.strictObject({
      ...of,
      appealId: z.string().max(128),
      measureId,
      outcome: z.enum(['upheld', 'rejected']),
      ...person,
    }),
  ),
  /** What it was about is gone. */
  AppealLapsed: new Versioned(
    1,
    z.strictObject({ ...of, appealId: z.string().max(128), measureId, because: reason }),
  ),
  WarningExpired: new Versioned(1, z.strictObject({ ...of, measureId })),
  DamageClaimOpened: new Versioned(
    1,
    z.strictObject({ ...of, measureId, cites: z.array(z.string()), refund: z.boolean() }),
  ),

  NoticeOrdered: new Versioned(
    1,
    z.strictObject({
      ...of,
      noticeId,
      kind: noticeKind,
      contactId,
      contact: z.int().nonnegative(), // its place in the account's list
      retryOf: noticeId.nullable(), // the notice that did not reach the contact before
      facts: noticeFacts,
    }),
  ),
  NoticeAccepted: new Versioned(1, z.strictObject({ ...of, noticeId, acceptedAt: instant })),
  NoticeBounced: new Versioned(
    1,
    z.strictObject({ ...of, noticeId, contactId, permanent: z.boolean(), detail: z.string().max(500) }),
  ),
  /** Permanently refused for every contact. */
  CustomerUnreachable: new Versioned(1, z.strictObject({ ...of, noticeId, kind: noticeKind })),

  DeadlineSet: new Versioned(
    1,
    z.strictObject({
      ...of,
      name: deadlineName,
      dueAt: instant,
      because: z.enum(['begun', 'extended', 'outage', 'accepted', 'rejected']),
      by: decidedBy.nullable(), // who extended it
      extendedBy: span.nullable(),
      outageId: z.string().max(128).nullable(),
      /** Of that outage. */
      outage: z.strictObject({ from: instant, until: instant }).optional(),
      reason: reason.nullable(),
    }),
  ),
  DeadlineCleared: new Versioned(
    1,
    z.strictObject({ ...of, name: deadlineName, because: z.string().max(200) }),
  ),
  DeadlineReached: new Versioned(
    1,
    z.strictObject({ ...of, name: deadlineName, dueAt: instant, firedAt: instant }),
  ),

  TaskRaised: new Versioned(
    1,
    z.strictObject({
      ...of,
      task,
      about: measureId.nullable(),
      for: z.enum(['staff', 'supervisor']),
      dueAt: instant.nullable(),
    }),
  ),
  TaskDone: new Versioned(1, z.strictObject({ ...of, task, about: measureId.nullable() })),

  /** Null: nobody's any more. */
  CaseAssigned: new Versioned(1, z.strictObject({ ...of, ...person, to: z.string().max(64).nullable() })),
  NoteAdded: new Versioned(
    1,
    z.strictObject({ ...of, noteId: z.string().max(128), by: decidedBy, text: sealed<string>() }),
  ),

  CaseResolved: new Versioned(1, z.strictObject({ ...of, ...person, baseline: instant })),
  CaseClosed: new Versioned(1, z.strictObject({ ...of, ...person, baseline: instant })),
  CaseReopened: new Versioned(1, z.strictObject({ ...of, ...person })),
});
export type CaseEvent = EventIn<typeof caseEvents>;
export type CaseEventOf<T extends CaseEvent['type']> = Extract<CaseEvent, { type: T }>['data'];
