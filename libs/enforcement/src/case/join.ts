import type { Duration } from '@app/kernel';
import type { Asked } from '../policy/evaluate';
import type { Change } from './change';
import { cancel, CANCELLABLE, gather } from './demand';
import { AUTHORITY_DUE } from './effects';
import type { CaseEvent } from './events';
import { StaleFacts } from './facts';
import { mayBePassedOn, passOn } from './pass-on';
import { drop, note } from './proposals';
import { reconsider } from './reconsider';
import { asked, carryOut } from './rules';
import { CASE_STEPS, type ComplaintFacts, type JoinedComplaint, type Signal } from './shapes';
import { hasEnded, inForce, proposals, settledUntil, type Known } from './state';
import { isCompromise, isVouchedCompromise } from './trust';
import { whyOf } from './why';

type ComplaintSignal = Extract<Signal, { kind: 'complaint' }>;

/** A complaint, the first time or because more or less is known of it than before. */
export const complained = (change: Change, signal: ComplaintSignal): readonly CaseEvent[] => {
  const { complaint } = change.facts;
  if (complaint?.complaintId !== signal.complaintId)
    throw new StaleFacts(`the facts of complaint ${signal.complaintId} were not looked up`);
  const known = change.state.complaints.find((c) => c.complaintId === complaint.complaintId);
  const matters = counts(change.state, complaint);
  if (!known) {
    if (matters) return joins(change, complaint, signal);
    return hasEnded(change.state) && mayBePassedOn(change.state, signal) ? passOn(change, signal) : [];
  }
  return matters ? reweigh(change, known, complaint) : leaves(change, complaint.complaintId);
};

/** It is a case's affair at all. */
const counts = ({ accountId }: Known, complaint: ComplaintFacts): boolean =>
  complaint.accountId === accountId && complaint.may.includes('forward');

const joins = (change: Change, complaint: ComplaintFacts, signal: ComplaintSignal): readonly CaseEvent[] => {
  const as = role(change.state, complaint);
  const closed = change.facts.account.standing === 'closed';
  if (as === 'next-case') {
    return closed ? [] : passOn(change, signal, complaint.may); // of a closed account no case is opened
  }
  const wanted = asked(change, 'complaint', { complaint });
  const forwarding = wanted.find(({ measure }) => measure.measure === 'forward');
  const span = change.shadow || closed ? undefined : shortest(wanted);
  change.add('ComplaintJoined', { complaint: keptOf(complaint), as, forwards: span !== undefined });
  if (span !== undefined) gather(change, span);
  if (change.shadow && forwarding)
    note(change, {
      measure: 'forward',
      scope: 'bulk',
      why: whyOf(forwarding),
      would: 'take',
      because: null,
    });
  oweAnswer(change);
  if (closed) return change.events;
  alarm(change, complaint);
  const reviewed = wanted.filter(({ measure }) => measure.measure === 'review');
  if (as === 'evidence') return carryOut(change, 'complaint', reviewed, { complaint }).events;
  return reconsider(carryOut(change, 'complaint', wanted, { complaint })).events;
};

/** The shortest of the spans in which a rule that passes complaints on lets them gather; undefined: none does. */
const shortest = (wanted: readonly Asked[]): Duration | undefined =>
  wanted
    .flatMap(({ measure }) => ('groupWithin' in measure ? [measure.groupWithin] : []))
    .toSorted((a, b) => a - b)[0];

/** Mail from before a solution or a reinstatement says nothing new: it is evidence, without a new clock. So is what comes
 *  while the account is held back for it already. Of an ended case only that belongs to it; the rest is the next one's. */
const role = (state: Known, { sent }: ComplaintFacts): 'signal' | 'evidence' | 'next-case' => {
  const settled = settledUntil(state);
  if (settled !== null && sent.at <= settled) return 'evidence';
  if (hasEnded(state)) return 'next-case';
  if (['suspended', 'remediating', 'stopping'].includes(state.stage)) return 'evidence';
  const { demand } = state;
  if (demand?.status === 'answered' && demand.answeredAt !== null && sent.at <= demand.answeredAt)
    return 'evidence';
  return 'signal';
};

const reweigh = (
  change: Change,
  known: Known['complaints'][number],
  complaint: ComplaintFacts,
): readonly CaseEvent[] => {
  const kept = keptOf(complaint);
  const gained = kept.may.filter((step) => !known.may.includes(step));
  const lost = known.may.filter((step) => !kept.may.includes(step));
  const compromised = isCompromise(complaint) && !isCompromise(known);
  const vouched = isVouchedCompromise(complaint) && !isVouchedCompromise(known);
  if (gained.length === 0 && lost.length === 0 && !compromised && !vouched) return [];
  change.add('ComplaintReweighed', { complaint: kept, gained, lost });
  if (compromised && change.facts.account.standing !== 'closed') alarm(change, complaint);
  if (known.as === 'evidence' || hasEnded(change.state)) return change.events;
  if (compromised) askNoMore(change);
  if (gained.length === 0 && !compromised && !vouched) return change.events;
  const wanted = asked(change, 'complaint', { complaint });
  return reconsider(carryOut(change, 'complaint', wanted, { complaint })).events;
};

/** To whoever passed it on, an office of complaints for one: by their time, whatever becomes of the account meanwhile. The
 *  first of several is answered first. */
const oweAnswer = (change: Change): void => {
  const due = change.facts.authorityDue ?? null;
  if (due === null) return;
  const earlier = change.state.deadlines[AUTHORITY_DUE];
  if (earlier === undefined || due < earlier) change.setDeadline(AUTHORITY_DUE, due);
  change.raise('answer-authority', null, 'staff', due);
};

/** Phishing and malware are somebody's work at once, whatever else is done and whenever the mail was sent. */
const alarm = (change: Change, complaint: ComplaintFacts): Change =>
  isCompromise(complaint) ? change.raise('compromise', null, 'staff', change.at) : change;

/** A hijacked account is no matter of a day's reply: what was asked of the customer about this complaint alone, is not. */
const askNoMore = (change: Change): void => {
  const { complaints, demand } = change.state;
  if (demand?.why.ground !== 'complaint') return;
  if (complaints.some((c) => c.as === 'signal' && !isCompromise(c))) return;
  cancel(change, 'no-complaint-left', ['planned', 'asked', 'running', 'unanswered']);
  for (const m of proposals(change.state))
    if (m.why.ground === 'unanswered') drop(change, m, 'the complaint is about phishing or malware');
};

const keptOf = (complaint: ComplaintFacts): JoinedComplaint => {
  const { complaintId, campaignId, deliveryId, provider, trust, source, reporter } = complaint;
  const { feedbackTypes, unvouched = [], discreet, sent, receivedAt, may } = complaint;
  return {
    complaintId,
    campaignId,
    deliveryId,
    provider,
    trust,
    source,
    ...(feedbackTypes.join() !== 'abuse' && { feedbackTypes }),
    ...(unvouched.length > 0 && { unvouched }),
    reporter,
    ...(discreet && { discreet }),
    sentAt: sent.at,
    receivedAt,
    may: may.filter((step) => CASE_STEPS.includes(step)),
  };
};

/** Measures that were taken stay until a person looks at them: a customer was told of them, and mail is held. */
const leaves = (change: Change, complaintId: string): readonly CaseEvent[] => {
  const known = change.state.complaints.find((c) => c.complaintId === complaintId);
  change.add('ComplaintLeft', { complaintId });
  const { state } = change;
  if (known?.as === 'evidence') return change.events; // nothing rested on it
  if (hasEnded(state) || state.unwanted || state.complaints.some((c) => c.as === 'signal'))
    return change.events;
  cancel(change, 'no-complaint-left', [...CANCELLABLE, 'unanswered']);
  for (const m of proposals(change.state))
    if (m.why.rule !== 'person') drop(change, m, 'no complaint is left');
  for (const m of inForce(state)) if (m.why.rule !== 'person') change.raise('ground-gone', m.measureId);
  return change.events;
};
