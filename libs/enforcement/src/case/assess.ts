import { plus, rejected, type DecidedBy, type Duration, type Instant, type Rejected } from '@app/kernel';
import type { Change } from './change';
import type { RecordEvidence } from './commands';
import type { CaseEvent } from './events';
import { endAll } from './effects';
import { evidenceKey } from './evolve';
import { order } from './notices';
import { policyMeasure } from './policy-measure';
import { drop } from './proposals';
import { askFor } from './rules';
import type { Role } from './shapes';
import { endOf, hasEnded, inForce, proposals } from './state';

type Outcome = readonly CaseEvent[] | Rejected;

/** The solution is a suitable one: the case is over, and only what is sent from now on counts. */
export const acceptAnswer = (change: Change, by: NonNullable<Change['person']>): Outcome => {
  const { state, at, reason } = change;
  if (state.demand?.status === 'accepted') return [];
  if (inForce(state).length > 0)
    return rejected('measures-stand', 'the account is still held back: reinstate it, or annul the measure');
  if (state.demand?.status !== 'answered') return rejected('no-answer', 'there is no answer to judge');
  change.add('AnswerAccepted', { by, reason, baseline: at });
  return resolve(change, by).events;
};

/** What was proposed and awaited has no object any more; complaints that wait to be passed on still are. */
export const resolve = (change: Change, by: DecidedBy, reason = change.reason): Change => {
  for (const m of proposals(change.state)) drop(change, m, 'the case is resolved');
  endAll(change, 'the case is resolved', ['digest-due', 'warning-expiry']);
  return change.add('CaseResolved', { by, reason, baseline: endOf(change.state, change.at) }, 'resolved');
};

/** Not suitable. The customer gets back the time that was left, and at least what the policy grants; how often, the policy
 *  says too, and after that a supervisor decides. */
export const rejectAnswer = (change: Change, by: NonNullable<Change['person']>, role: Role): Outcome => {
  const { state, reason } = change;
  if (state.stage === 'remediating' || state.remediation.rejected) return notConvinced(change, by);
  const { demand } = state;
  const rules = policyMeasure(change.policy, 'demand', demand?.why.rule)?.rejections;
  if (demand?.status !== 'answered' || !rules)
    return demand && demand.rejections > 0 ? [] : rejected('no-answer', 'there is no answer to judge');
  if (state.stage !== 'answered')
    // no time may run meanwhile
    return rejected('measures-stand', 'the account is held back: reinstate it, or annul the measure first');
  const times = demand.rejections + 1;
  change.clearDeadline('assessment-due', 'rejected').done('assess-answer').done('assessment-late');
  if (times <= rules.most) {
    const next = Math.max(demand.timeLeft, rules.atLeast) as Duration;
    change.add('AnswerRejected', { by, reason, times, next, final: false }, 'demanded');
    return order(change, 'rejection', { remarks: reason, due: { within: next } }).events;
  }
  if (role === 'agent')
    return rejected(
      'supervisor-needed',
      `it was rejected ${demand.rejections} times: a supervisor decides now`,
    );
  change.add('AnswerRejected', { by, reason, times, next: null, final: true }, 'overdue');
  return askFor(change, 'reject-answer', 'answer-rejected');
};

/** What should end the suspension does not convince: it goes on. */
const notConvinced = (change: Change, by: NonNullable<Change['person']>): Outcome => {
  if (change.state.stage !== 'remediating') return []; // rejected already, and nothing came since
  const { reason } = change;
  change.done('review-remediation');
  change.add('AnswerRejected', { by, reason, times: 1, next: null, final: false }, 'suspended');
  return order(change, 'rejection', { remarks: reason }).events;
};

/** How the consent for named complaints came about, beside whatever else runs; due with the answer. */
export const requestEvidence = (
  change: Change,
  by: NonNullable<Change['person']>,
  { complaintIds, questions }: { complaintIds?: readonly string[]; questions?: readonly string[] },
): Outcome => {
  const { state, policy, at, reason } = change;
  const asked = [...(questions ?? policy.evidence.questions)];
  const about = [...(complaintIds ?? state.complaints.map((c) => c.complaintId))];
  const unknown = about.find((id) => !state.complaints.some((c) => c.complaintId === id));
  if (unknown !== undefined) return rejected('no-such-complaint', `${unknown} is no complaint of this case`);
  if (state.evidence.includes(evidenceKey(about, asked))) return [];
  if (hasEnded(state)) return rejected('case-ended', `the case is ${state.stage}: reopen it first`);
  change.add('EvidenceRequested', { by, reason, complaintIds: about, questions: asked });
  // Never after an authority has to have our answer, which rests on the customer's.
  const authority = state.deadlines['authority-due'];
  const asksBy = state.deadlines['answer-due'] ?? plus(at, policy.evidence.within);
  const dueAt = authority !== undefined && authority > at && authority < asksBy ? authority : asksBy;
  change.setDeadline('evidence-due', dueAt);
  // The customer finds the contact by the platform's own id; one who must stay unknown is not even named by that.
  const contacts = state.complaints
    .filter((c) => about.includes(c.complaintId) && !c.discreet)
    .flatMap(({ deliveryId }) => (deliveryId === null ? [] : [deliveryId]));
  return order(change, 'evidence-request', {
    due: { at: dueAt },
    contacts,
    questions: asked,
    remarks: reason,
  }).events;
};

/** It waits for a person, and nobody waits for it any more. */
export const evidenceCame = (change: Change, { evidenceId }: RecordEvidence): readonly CaseEvent[] =>
  change.state.evidenceReceived.includes(evidenceId)
    ? []
    : change
        .add('EvidenceReceived', { evidenceId })
        .clearDeadline('evidence-due', 'evidence came')
        .done('evidence-due')
        .raise('review-evidence').events;

/** Never to an earlier instant. A demand whose time was over is open again, as long as nothing befell the account. */
export const extendDeadline = (
  change: Change,
  by: NonNullable<Change['person']>,
  name: string,
  until: Instant,
): Outcome => {
  const { state, at, reason } = change;
  const now = state.deadlines[name];
  const reopened = name === 'answer-due' && now === undefined && state.demand?.status === 'unanswered';
  if (now === until) return [];
  if (name === 'digest-due' || (now === undefined && !reopened))
    return rejected('no-such-deadline', `open are ${Object.keys(state.deadlines).join(', ') || 'none'}`);
  if (until <= (now ?? at)) return rejected('not-later', 'a deadline is only ever moved to a later time');
  if (reopened && inForce(state).length > 0)
    return rejected('measures-stand', 'the account is held back already: reinstate it instead');
  if (reopened)
    for (const m of proposals(state))
      if (m.why.ground === 'unanswered') drop(change, m, 'the customer was given more time');
  const extendedBy = Math.max(0, until - (now ?? state.demand?.dueAt ?? at)) as Duration;
  return change.add(
    'DeadlineSet',
    { name, dueAt: until, because: 'extended', by, extendedBy, outageId: null, reason },
    reopened ? 'demanded' : state.stage,
  ).events;
};
