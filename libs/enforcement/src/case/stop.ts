import { plus, type Instant } from '@app/kernel';
import type { Asked } from '../policy/evaluate';
import type { MeasureOf } from '../policy/schema';
import type { Change } from './change';
import { take } from './measures';
import { tell } from './notices';
import { nextMeasureId, note } from './proposals';
import { inForce } from './state';
import { whyOf } from './why';

/** Two hours to stop, from a person's word that the mail was unwanted. The clock runs whether the notice arrives or not;
 *  when the relay takes it later, the customer's time ends later. */
export const orderStop = (change: Change, asked: Asked, measure: MeasureOf<'stop'>): Change => {
  const why = whyOf(asked);
  if (inForce(change.state).some((m) => m.measure === 'stop')) return change;
  if (change.shadow)
    return note(change, { measure: 'stop', scope: 'bulk', why, would: 'take', because: null });
  const measureId = nextMeasureId(change);
  const { within, proof, delivery } = measure;
  const dueAt = plus(change.at, within);
  const of = { measureId, measure: 'stop' as const, scope: 'bulk' as const, why };
  take(change, of);
  change.add('StopOrdered', { measureId, dueAt, proof, delivery }).setDeadline('stop-due', dueAt);
  const held = inForce(change.state).find((m) => m.measure === 'hold' || m.measure === 'suspend');
  const taken = { ...(held ?? of), since: change.at, automated: change.person === null };
  return tell(change, 'stop-order', taken, { due: { within }, delivery });
};

export const stopAccepted = (change: Change, acceptedAt: Instant): Change => {
  const { stop, deadlines } = change.state;
  if (stop?.status !== 'running' || deadlines['stop-due'] === undefined) return change;
  const dueAt = plus(acceptedAt, stop.within);
  return dueAt > stop.dueAt ? change.setDeadline('stop-due', dueAt, 'accepted') : change;
};
