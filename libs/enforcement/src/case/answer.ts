import { rejected, type Duration, type Rejected } from '@app/kernel';
import type { Change } from './change';
import type { GiveAnswer } from './commands';
import { missing } from './demand';
import type { CaseEvent } from './events';
import { order } from './notices';
import { policyMeasure } from './policy-measure';
import { drop } from './proposals';
import { resting } from './reversal';
import type { Asked } from './shapes';
import { afterStaffed } from './staffed';
import { hasEnded, inForce, proposals, type Demand, type Known } from './state';

/** What a customer posted. It counts from when our server had it, whenever this command comes; feedback alone does not stop
 *  the clock, and whether a solution is a suitable one, a person judges afterwards: the clock stops when it is there. */
export const answered = (change: Change, command: GiveAnswer): readonly CaseEvent[] | Rejected => {
  const { state } = change;
  if (state.answers.includes(command.answerId)) return [];
  const given = FIELDS.filter((field) => command[field] !== undefined);
  if (given.length === 0) return rejected('empty-answer', 'fill in feedback, solution or prevention');
  if (hasEnded(state))
    return rejected('nothing-asked', `the case is ${state.stage}: nothing is asked any more`);
  const late = unjustlySuspended(state, command);
  if (late) return setRight(change, command, late);
  if (['held', 'stopping', 'suspended', 'remediating'].includes(state.stage))
    return remedy(change, command, given);
  return answers(change, command, given);
};

const FIELDS: readonly Asked[] = ['feedback', 'solution', 'prevention'];

const answers = (change: Change, command: GiveAnswer, given: readonly Asked[]): readonly CaseEvent[] => {
  const { demand } = change.state;
  if (demand === null || !OPEN.includes(demand.status)) return receive(change, command, [], null).events;
  const still = missing(after(demand, given));
  if (still.length > 0) return receive(change, command, still, null).events;
  const inTime = demand.dueAt === null || command.receivedAt <= demand.dueAt;
  complete(change, command, demand);
  // Too late, but before anything befell the account: time alone does not suspend it any more, a person may.
  for (const m of proposals(change.state)) {
    if (m.why.ground !== 'unanswered') continue;
    if (inTime) drop(change, m, 'the answer had come in time');
    else if (m.lapses)
      change
        .clearDeadline(`lapse-due:${m.measureId}`, 'an answer came, if late')
        .add('LapseCancelled', { measureId: m.measureId, because: 'answered-late' });
  }
  return change.events;
};

const OPEN: readonly Demand['status'][] = ['planned', 'asked', 'running', 'unanswered'];

const complete = (change: Change, command: GiveAnswer, demand: Demand): Change => {
  const left = demand.dueAt === null ? demand.timeLeft : Math.max(0, demand.dueAt - command.receivedAt);
  change.clearDeadline('answer-due', 'answered').done('bounced-late'); // it arrived
  const { state } = change;
  // What else holds the account back goes on doing so.
  const stage = resting({ ...state, demand: { ...demand, status: 'answered' } }, state.warning !== null);
  receive(change, command, [], left as Duration, stage);
  const within = policyMeasure(change.policy, 'demand', demand.why.rule)?.assessWithin;
  const judgeBy = within === undefined ? null : afterStaffed(change.at, within, change.facts.staffed);
  if (judgeBy !== null) change.setDeadline('assessment-due', judgeBy);
  return change.raise('assess-answer', null, 'staff', judgeBy);
};

/** From the suspension on it is about ending it: feedback, solution, prevention. */
const remedy = (change: Change, command: GiveAnswer, given: readonly Asked[]): readonly CaseEvent[] => {
  const { remediation, stage } = change.state;
  const still = FIELDS.filter((field) => !remediation[field] && !given.includes(field));
  const whole = still.length === 0;
  receive(change, command, still, null, whole && stage === 'suspended' ? 'remediating' : stage);
  return whole ? change.raise('review-remediation').events : change.events;
};

/** Suspended for want of an answer that, as it turns out, our server had in time. */
const unjustlySuspended = (state: Known, { receivedAt, ...command }: GiveAnswer): Demand | null => {
  const { demand } = state;
  if (demand?.status !== 'unanswered' || demand.dueAt === null || receivedAt > demand.dueAt) return null;
  if (!inForce(state).some((m) => m.why.ground === 'unanswered')) return null;
  const given = FIELDS.filter((field) => command[field] !== undefined);
  return missing(after(demand, given)).length === 0 ? demand : null;
};

/** As an outage that was not known of does: undone, and the customer is told so. */
const setRight = (change: Change, command: GiveAnswer, demand: Demand): readonly CaseEvent[] => {
  const reason = 'the answer had come in time';
  for (const { measureId, measure, why } of inForce(change.state))
    if (why.ground === 'unanswered')
      change.add('AnnulmentDecided', {
        measureId,
        measure,
        by: { kind: 'rule', rule: 'answer-in-time' },
        reason,
        confirmWithin: change.policy.orders.confirmWithin,
      });
  complete(change, command, demand);
  return order(change, 'reinstatement', { baseline: change.at, annulled: true }).events;
};

const after = (demand: Demand, given: readonly Asked[]) => ({
  feedback: demand.feedback || given.includes('feedback'),
  solution: demand.solution || given.includes('solution'),
});

const receive = (
  change: Change,
  { answerId, contactId, receivedAt, feedback, solution, prevention }: GiveAnswer,
  still: readonly Asked[],
  timeLeft: Duration | null,
  stage = change.state.stage,
): Change =>
  change.add(
    'AnswerReceived',
    {
      answerId,
      contactId,
      receivedAt,
      feedback: feedback ?? null,
      solution: solution ?? null,
      prevention: prevention ?? null,
      missing: [...still],
      timeLeft,
    },
    stage,
  );
