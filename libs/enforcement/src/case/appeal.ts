import { plus, rejected, type Rejected } from '@app/kernel';
import { appealDeadline, appealOver } from './appeal-over';
import type { Change } from './change';
import type { LodgeAppeal } from './commands';
import type { CaseEvent } from './events';
import { order } from './notices';
import { annul } from './reversal';
import type { MeasureKind, Role } from './shapes';
import type { Known, Measure } from './state';

type Outcome = readonly CaseEvent[] | Rejected;
type Person = NonNullable<Change['person']>;

/** What the customer was told of, and that holds them back or counts against them: article 17(3)(f) of Regulation (EU)
 *  2022/2065 has a statement of reasons name the way to object, and article 20 the six months that are usual for it. */
const APPEALABLE: readonly MeasureKind[] = ['warn', 'hold', 'stop', 'suspend', 'close'];

/** The measure that the customer can object to at present: the last that stands and that nobody has judged an objection to. */
export const appealable = ({ measures, appeals }: Pick<Known, 'measures' | 'appeals'>): Measure | undefined =>
  measures.findLast(
    ({ measureId, measure, status }) =>
      status === 'taken' &&
      APPEALABLE.includes(measure) &&
      !appeals.some((a) => a.measureId === measureId && a.status !== 'lapsed'),
  );

/** The customer objects to a measure that stands. It stays in force until another person than the one who took it has decided;
 *  that person has a clock of their own. */
export const appealed = (
  change: Change,
  { appealId, measureId, contactId, receivedAt, text }: LodgeAppeal,
): Outcome => {
  const { state, policy } = change;
  if (state.appeals.some((a) => a.appealId === appealId)) return [];
  const measure =
    measureId === undefined
      ? appealable(state)
      : state.measures.find((m) => m.measureId === measureId && APPEALABLE.includes(m.measure));
  const earlier = state.appeals.findLast(
    (a) => a.status !== 'lapsed' && (measureId === undefined || a.measureId === measureId),
  );
  if (earlier && (!measure || earlier.measureId === measure.measureId))
    return rejected(
      earlier.status === 'lodged' ? 'appeal-open' : 'appeal-decided',
      `an appeal against ${earlier.measureId} was ${earlier.status === 'lodged' ? 'lodged already, and is not decided' : earlier.status}`,
    );
  if (measure?.status !== 'taken')
    return rejected('nothing-to-appeal', 'no measure stands that the customer was told of');
  if (receivedAt > plus(measure.at, policy.appeal.within))
    return rejected('appeal-late', `the time to object to ${measure.measureId} is over`);
  const dueAt = plus(receivedAt, policy.appeal.decideWithin);
  change.add('AppealLodged', { appealId, measureId: measure.measureId, contactId, receivedAt, text, dueAt });
  return change
    .setDeadline(appealDeadline(measure.measureId), dueAt)
    .raise('decide-appeal', measure.measureId, 'supervisor', dueAt).events;
};

/** Upheld, the measure is annulled, by as many persons as the policy has an undoing take. Rejected, the reason is what the
 *  customer reads. */
export const decideAppeal = (
  change: Change,
  by: Person,
  role: Role,
  { outcome, measureId }: { outcome: 'upheld' | 'rejected'; measureId?: string },
): Outcome => {
  const { state, reason } = change;
  const of = state.appeals.filter((a) => measureId === undefined || a.measureId === measureId);
  const open = of.filter(({ status }) => status === 'lodged');
  if (open.length > 1)
    return rejected('which-measure', `name one: ${open.map((a) => a.measureId).join(', ')}`);
  const [appeal] = open;
  if (!appeal)
    return of.at(-1)?.status === outcome ? [] : rejected('no-appeal', 'no appeal waits for a decision');
  if (role === 'agent') return rejected('supervisor-needed', 'a supervisor decides on an appeal');
  const measure = state.measures.find((m) => m.measureId === appeal.measureId);
  if (measure && tookPart(measure, by))
    return rejected('own-decision', `another person decides on an appeal than who took ${appeal.measureId}`);
  change.add('AppealDecided', {
    appealId: appeal.appealId,
    measureId: appeal.measureId,
    outcome,
    by,
    reason,
  });
  appealOver(change, appeal);
  if (outcome === 'rejected') return order(change, 'appeal-decision', { remarks: reason }).events;
  if (measure?.status !== 'taken') return change.events;
  const undone = annul(change, by, role, appeal.measureId);
  return 'rejected' in undone ? undone : change.events;
};

const tookPart = ({ by, seconds }: Measure, { keyId }: Person): boolean =>
  (by.kind === 'person' && by.keyId === keyId) || seconds.includes(keyId);
