import { plus, type Duration, type Instant } from '@app/kernel';
import type { Asked as AskedFor } from '../policy/evaluate';
import type { MeasureOf } from '../policy/schema';
import { caseCampaigns, pendingCampaigns } from './campaigns';
import type { Change } from './change';
import type { CaseEventOf } from './events';
import { order } from './notices';
import { drop, note } from './proposals';
import type { Asked } from './shapes';
import { proposals, type Demand, type Known, type Notice } from './state';
import { whyOf } from './why';

/** Complaints of one span go out together, with the demand if one is planned. The next complaint starts the next span. */
export const gather = (change: Change, groupWithin: Duration): Change =>
  change.state.deadlines['digest-due'] === undefined
    ? change.setDeadline('digest-due', plus(change.at, groupWithin))
    : change;

/** At most one open demand an account: while one is open, and while the account is held back, there is no other. */
const canDemand = ({ stage, demand }: Known): boolean =>
  (stage === 'open' || stage === 'warned') && (demand === null || demand.status === 'cancelled');

export const plan = (change: Change, asked: AskedFor, measure: MeasureOf<'demand'>): Change => {
  if (!canDemand(change.state)) return change;
  const why = whyOf(asked);
  if (change.shadow)
    return note(change, { measure: 'demand', scope: 'bulk', why, would: 'take', because: null });
  change.done('bounced-late'); // about one before, of which nothing stands
  change.add('DemandPlanned', { why, within: measure.within });
  return gather(change, measure.groupWithin);
};

/** Passes on what gathered, with the demand if one is planned. A proposal to do the same would do it twice. */
export const send = (change: Change, kind: 'forward' | 'demand'): Change => {
  const { state } = change;
  for (const m of proposals(state))
    if (m.measure === 'forward' || m.measure === kind) drop(change, m, 'the notice goes out without it');
  const pending = pendingCampaigns(state);
  const campaigns = pending.length > 0 ? pending : caseCampaigns(state);
  const due = kind === 'demand' && state.demand ? { within: state.demand.within } : null;
  return order(change, kind, { campaigns, due });
};

/** t0: from here the customer's time runs. */
export const demandAccepted = (change: Change, { noticeId }: Notice, at: Instant): Change => {
  const { demand } = change.state;
  if (demand?.status !== 'asked' || demand.noticeId !== noticeId) return change;
  const dueAt = plus(at, demand.timeLeft);
  change.add('AnswerDemanded', { noticeId, from: at, dueAt }, 'demanded');
  return change.setDeadline('answer-due', dueAt, demand.rejections > 0 ? 'rejected' : 'accepted');
};

export const missing = ({ feedback, solution }: Pick<Demand, 'feedback' | 'solution'>): Asked[] => [
  ...(feedback ? [] : (['feedback'] as const)),
  ...(solution ? [] : (['solution'] as const)),
];

export const CANCELLABLE: readonly Demand['status'][] = ['planned', 'asked', 'running', 'answered'];

/** It runs no more, and the log says why. An unanswered one stays what it is. */
export const cancel = (
  change: Change,
  because: CaseEventOf<'DemandCancelled'>['because'],
  statuses = CANCELLABLE,
): Change => {
  const { demand, stage, warning } = change.state;
  change.clearDeadline('answer-due', because).clearDeadline('assessment-due', because);
  change.done('assess-answer').done('assessment-late');
  if (!demand || !statuses.includes(demand.status)) return change;
  for (const m of proposals(change.state))
    if (m.measure === 'demand') drop(change, m, `the demand is cancelled: ${because}`);
  const asking = stage === 'demanded' || stage === 'overdue' || stage === 'answered';
  return change.add('DemandCancelled', { because }, asking ? (warning ? 'warned' : 'open') : stage);
};
