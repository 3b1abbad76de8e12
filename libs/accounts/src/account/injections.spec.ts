import { campaignId, caseId, hours, minutes, plus, type Instant as At } from '@app/kernel';
import type { AccountCommand } from './commands';
import type { AccountEvent } from './events';
import { HOLD_LASTS } from './orders';
import { id, at, of, annul, apply, after, reinstate, tell } from './scene';
import type { Injection } from './shapes';

describe('what the platform sees the account do', () => {
  const saw = (
    state: 'scheduled' | 'held' | 'refused' | 'sent',
    when: At,
    more: object = {},
  ): AccountCommand => ({
    type: 'RecordInjections',
    accountId: id,
    at: when,
    injections: [{ campaignId: null, stream: 'bulk', at: when, state, ...more }],
  });
  const later = plus(at, minutes(5));

  it('leaves no trace while nothing keeps it from sending', () =>
    expect(after(saw('sent', at)).types).toEqual([]));
  it('after it was told to stop is told to the case', () =>
    expect(after(apply('stop', 'm1'), saw('refused', later)).types.at(-1)).toBe('InjectionsObserved'));
  it('before it was told to stop, or with what is not bulk, proves nothing', () => {
    const stopped = apply('stop', 'm1', { at: later });
    expect(after(stopped, saw('refused', at)).types).not.toContain('InjectionsObserved');
    expect(after(stopped, saw('refused', later, { stream: 'transactional' })).types).not.toContain(
      'InjectionsObserved',
    );
  });
  it('past a confirmed hold is a leak of the platform', () => {
    const { events } = after(apply('hold', 'm1'), tell(1, 'confirmed'), saw('sent', later));
    expect(events.at(-1)).toMatchObject({
      type: 'HoldLeaked',
      data: { orderId: 'shop.1', caseId: 'shop.1' },
    });
  });
  it('past a hold that is not confirmed is none, nor are password resets under a hold of bulk', () => {
    expect(after(apply('hold', 'm1'), saw('sent', later)).types).not.toContain('HoldLeaked');
    const resets = saw('sent', later, { stream: 'transactional' });
    expect(after(apply('hold', 'm1'), tell(1, 'confirmed'), resets).types).not.toContain('HoldLeaked');
  });
  it('a hundred thousand times in a batch is said once for each campaign and state', () => {
    const injections = Array.from({ length: 100_000 }, (_, n) => ({
      campaignId: null,
      stream: 'bulk' as const,
      at: plus(later, minutes(n % 7)),
      state: 'refused' as const,
    }));
    const { events } = after(apply('stop', 'm1'), { type: 'RecordInjections', ...of, injections });
    expect(events.at(-1)).toMatchObject({ data: { injections: [{ at: plus(later, minutes(6)) }] } });
  });
});

const spring = campaignId.parse('spring');
const bulk = (more: Partial<Injection>): Injection => ({
  campaignId: spring,
  stream: 'bulk',
  at,
  state: 'scheduled',
  ...more,
});
const reported = (when: At, ...injections: Injection[]): AccountCommand => ({
  type: 'RecordInjections',
  accountId: id,
  at: when,
  injections,
});
const [soon, late] = [plus(at, minutes(5)), plus(at, hours(5))];
const leaks = (events: readonly AccountEvent[]) =>
  events.flatMap((e) => (e.type === 'HoldLeaked' ? [e.data.orderId] : []));
const theirs = (events: readonly AccountEvent[]) =>
  events.flatMap((e) => (e.type === 'InjectionsObserved' ? e.data.injections : []));

describe('mail sent although it was kept back, of which the platform tells later', () => {
  const sent = bulk({ state: 'sent', at: plus(at, minutes(30)) });
  const held = [apply('hold', 'm1'), apply('stop', 'm2'), tell(1, 'confirmed')];
  const [anHour, fourHours] = [plus(at, hours(1)), plus(at, hours(4))];

  it.each<[string, AccountCommand[]]>([
    ['a suspension that is on its way', [apply('suspend', 'm3', { at: anHour })]],
    [
      'a suspension that was confirmed since',
      [apply('suspend', 'm3', { at: anHour }), tell(2, 'confirmed', fourHours)],
    ],
    ['a suspension that failed', [apply('suspend', 'm3', { at: soon }), tell(2, 'failed', soon)]],
    ['a closure', [apply('close', 'm3', { at: anHour })]],
    ['a hold of everything', [apply('hold', 'm3', { at: anHour, scope: null })]],
    ['an annulment', [{ ...annul('m1'), at: anHour }]],
  ])('is the failure of the platform under the hold of then, whatever followed: %s', (_, followed) => {
    const { events } = after(...held, ...followed, reported(late, sent));
    expect(leaks(events)).toEqual(['shop.1']);
    expect(theirs(events)).toEqual([]);
  });
  it('is the failure of the platform after the account was reinstated, too', () =>
    expect(leaks(after(...held, { ...reinstate, at: anHour }, reported(late, sent)).events)).toEqual([
      'shop.1',
    ]));
  it('is named by the newest order that it went past', () => {
    const suspended = [apply('suspend', 'm3', { at: soon }), tell(2, 'confirmed', plus(soon, minutes(1)))];
    expect(leaks(after(...held, ...suspended, reported(late, sent)).events)).toEqual(['shop.2']);
  });
  it.each<[string, AccountCommand[]]>([
    ['before the hold was confirmed', [apply('hold', 'm1'), tell(1, 'confirmed', anHour)]],
    ['once the hold was lifted', [...held.slice(0, 1), tell(1, 'confirmed'), { ...annul('m1'), at: soon }]],
    [
      'between two holds',
      [
        apply('hold', 'm1'),
        tell(1, 'confirmed'),
        { ...annul('m1'), at: soon },
        apply('hold', 'm4', { at: plus(soon, minutes(1)) }),
        tell(3, 'confirmed', anHour),
      ],
    ],
  ])('is the customer’s own, %s', (_, orders) => {
    const { events } = after(apply('stop', 'm2'), ...orders, reported(late, sent));
    expect(leaks(events)).toEqual([]);
    expect(theirs(events)).toEqual([{ ...sent, holdConfirmed: false }]);
  });
  it('is the customer’s own once the hold ended by itself', () => {
    const ended = plus(at, HOLD_LASTS);
    const went = (when: At) => after(...held, reported(plus(ended, hours(1)), { ...sent, at: when })).events;
    expect(leaks(went(ended))).toEqual(['shop.1']);
    expect(theirs(went(plus(ended, minutes(1))))).toHaveLength(1);
  });
  it('does not hide what the customer sent before the hold was confirmed', () => {
    const early = { ...sent, at: soon };
    const { events } = after(
      apply('stop', 'm1'),
      apply('hold', 'm2', { at: soon }),
      tell(2, 'confirmed', plus(soon, minutes(1))),
      reported(late, early, sent),
    );
    expect(leaks(events)).toEqual(['shop.2']);
    expect(theirs(events)).toEqual([{ ...early, holdConfirmed: false }]);
  });
  it('is, where it is no bulk, a failure only while all was held', () => {
    const reset = { ...sent, stream: 'transactional' as const };
    const narrowed = [
      apply('hold', 'm1', { scope: null }),
      tell(1, 'confirmed'),
      apply('hold', 'm2'),
      { ...annul('m1'), at: anHour },
    ];
    expect(leaks(after(...narrowed, reported(late, reset)).events)).toEqual(['shop.1']);
    expect(leaks(after(...narrowed, reported(late, { ...reset, at: fourHours })).events)).toEqual([]);
    expect(leaks(after(...narrowed, reported(late, { ...sent, at: fourHours })).events)).toEqual(['shop.1']);
  });
});

describe('a campaign that is still planned', () => {
  const planned = bulk({ at: plus(at, hours(24)) });
  const dueAt = plus(at, hours(2));
  const due = (when: At): AccountCommand => ({
    type: 'SetStopDeadline',
    ...of,
    caseId: apply('stop', 'm1').caseId,
    dueAt: when,
  });
  const stopped = [apply('stop', 'm1'), due(dueAt)];
  const told = (...reports: AccountCommand[]) =>
    after(...stopped, ...reports).events.flatMap((e) => (e.type === 'InjectionsObserved' ? [e.data.at] : []));

  it('is told once before the time to stop is over, and once after', () =>
    expect(
      told(
        reported(soon, planned),
        reported(plus(soon, minutes(5)), planned),
        reported(dueAt, planned),
        reported(plus(dueAt, minutes(5)), planned),
        reported(plus(dueAt, hours(5)), planned),
      ),
    ).toEqual([soon, dueAt]));
  it('is told once more when the time to stop became longer, and is over', () => {
    const longer = plus(dueAt, hours(1));
    expect(
      told(
        reported(dueAt, planned),
        due(longer),
        reported(plus(dueAt, minutes(5)), planned),
        reported(longer, planned),
        reported(plus(longer, minutes(5)), planned),
      ),
    ).toEqual([dueAt, plus(dueAt, minutes(5)), longer]);
  });
  it('is told no more than once when it was due before the time was over: it proves nothing', () => {
    const early = bulk({ at: dueAt, state: 'refused' });
    expect(told(reported(soon, early), reported(plus(dueAt, minutes(5)), early))).toEqual([soon]);
  });
});

describe('the deadline of a stop', () => {
  const set = (caseId = apply('stop', 'm1').caseId): AccountCommand => ({
    type: 'SetStopDeadline',
    ...of,
    caseId,
    dueAt: late,
  });
  it('is kept with the stop of its case, and said once', () => {
    const { events, state } = after(apply('stop', 'm1'), set(), set());
    expect(events.filter((e) => e.type === 'StopDeadlineSet')).toMatchObject([
      { data: { measureId: 'm1', caseId: 'shop.1', dueAt: late } },
    ]);
    expect(state.standing).toMatchObject([{ measure: 'stop', dueAt: late }]);
  });
  it('is of no account when that stop is over, or another case’s', () => {
    expect(after(apply('stop', 'm1'), annul('m1'), set()).types).not.toContain('StopDeadlineSet');
    expect(after(apply('hold', 'm1'), set()).types).not.toContain('StopDeadlineSet');
    expect(after(apply('stop', 'm1'), set(caseId.parse('shop.2'))).types).not.toContain('StopDeadlineSet');
  });
});

describe('more in a batch than is kept', () => {
  const many = (state: Injection['state']) =>
    Array.from({ length: 150 }, (_, n) =>
      bulk({ campaignId: campaignId.parse(`c${n}`), at: plus(at, minutes(n + 1)), state }),
    );
  it.each(['refused', 'sent'] as const)('is the latest of it, and the same again is no news: %s', (state) => {
    const batch = reported(late, ...many(state));
    const held = [apply('hold', 'm1'), apply('stop', 'm2'), tell(1, 'confirmed')];
    const once = after(...held, batch).events;
    const said = once.flatMap((e) => (e.type === 'HoldLeaked' ? [e.data.injection] : theirs([e])));
    expect(said).toHaveLength(100);
    expect(said[0]).toMatchObject({ at: plus(at, minutes(150)) });
    expect(after(...held, batch, batch).events).toEqual(once);
  });
});
