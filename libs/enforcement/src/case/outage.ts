import { between, plus, type Duration, type Instant } from '@app/kernel';
import type { Change } from './change';
import type { ExtendForOutage } from './commands';
import type { CaseEvent } from './events';
import { order } from './notices';
import { drop } from './proposals';
import { resting } from './reversal';
import { hasEnded, inForce, proposals, type Known } from './state';

interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** Time that customers could not use is given back to them, once for each outage: also where the deadline fired in the
 *  meantime, and where the account was suspended for it. */
export const extendForOutage = (change: Change, outage: ExtendForOutage): readonly CaseEvent[] => {
  const { state } = change;
  if (hasEnded(state) || state.outages.some((o) => o.outageId === outage.outageId)) return [];
  extendAnswer(change, outage);
  const evidenceDue = state.deadlines['evidence-due'];
  if (evidenceDue !== undefined && state.evidenceFrom !== null) {
    const by = lost(outage, { from: state.evidenceFrom, until: evidenceDue }, state.outages);
    if (by > 0) extend(change, 'evidence-due', evidenceDue, by, outage);
  }
  return change.events;
};

const extendAnswer = (change: Change, outage: ExtendForOutage): Change => {
  const { demand, outages } = change.state;
  if (demand?.from == null || demand.dueAt === null) return change; // no time has run
  const by = lost(outage, { from: demand.from, until: demand.dueAt }, outages);
  if (by === 0) return change;
  if (demand.status === 'running') return extend(change, 'answer-due', demand.dueAt, by, outage);
  // What was given back may be over by now as well, and without an outage in it: then there was an answer to give.
  return demand.status === 'unanswered' && plus(demand.dueAt, by) > change.at
    ? reopen(change, demand.dueAt, by, outage)
    : change;
};

/** Its time had run out, and had not. What was proposed for that falls, what was taken is undone. */
const reopen = (change: Change, dueAt: Instant, by: Duration, outage: ExtendForOutage): Change => {
  const reason = `the answer page or the reply channel was down (${outage.outageId})`;
  for (const m of proposals(change.state)) if (m.why.ground === 'unanswered') drop(change, m, reason);
  const unjust = inForce(change.state).filter((m) => m.why.ground === 'unanswered');
  for (const { measureId, measure } of unjust) {
    const { measures, warning } = change.state;
    const left = { ...change.state, measures: measures.filter((m) => m.measureId !== measureId) };
    change.add(
      'AnnulmentDecided',
      {
        measureId,
        measure,
        by: { kind: 'rule', rule: 'outage' },
        reason,
        confirmWithin: change.policy.orders.confirmWithin,
      },
      resting(left, warning !== null),
    );
  }
  const until = plus(dueAt, by);
  const heldBack = inForce(change.state).length > 0; // for another reason: what ends that, is asked already
  const due = heldBack ? null : { at: until };
  if (unjust.length > 0) order(change, 'reinstatement', { baseline: change.at, annulled: true, due });
  return heldBack ? change : extend(change, 'answer-due', dueAt, by, outage, 'demanded');
};

const extend = (
  change: Change,
  name: 'answer-due' | 'evidence-due',
  dueAt: Instant,
  extendedBy: Duration,
  { outageId, from, until }: ExtendForOutage,
  stage = change.state.stage,
): Change =>
  change.add(
    'DeadlineSet',
    {
      name,
      dueAt: plus(dueAt, extendedBy),
      because: 'outage',
      by: null,
      extendedBy,
      outageId,
      outage: { from, until },
      reason: null,
    },
    stage,
  );

/** What of an outage a customer lost: from when their time ran, also past its end, for it did not run; and nothing for which
 *  they were given time before, as when the page and the reply channel were down together. */
const lost = ({ from, until }: Span, time: Span, before: Known['outages']): Duration => {
  const start = from > time.from ? from : time.from;
  if (start >= time.until || until <= start) return 0 as Duration;
  let sum = 0;
  let at = start;
  for (const known of before.toSorted((a, b) => a.from - b.from)) {
    if (known.from >= until) break;
    if (known.until <= at) continue;
    if (known.from > at) sum += between(at, known.from);
    at = known.until;
  }
  return (sum + Math.max(0, until - at)) as Duration;
};
