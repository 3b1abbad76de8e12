import { hours, plus } from '@app/kernel';
import { decides } from '@app/testing';
import { accountDecider } from './account';
import type { AccountCommand } from './commands';
import { accountEvents } from './events';
import {
  at,
  confirmWithin,
  by,
  of,
  registered,
  apply,
  after,
  order,
  tell,
  reinstate,
  annul,
  case1,
  brand,
} from './scene';
import { HOLD_LASTS } from './orders';
import type { AccountMeasure, SendingOrder } from './shapes';
import { warnedAt } from './state';

const given = decides(accountDecider, accountEvents);

describe('a measure', () => {
  it('changes the standing and tells the platform in one decision', () =>
    given(registered)
      .when(apply('hold', 'm1'))
      .then(
        {
          type: 'AccountHeld',
          data: {
            ...of,
            caseId: case1,
            measureId: 'm1',
            by,
            brandId: brand,
            standing: 'held',
            scope: 'bulk',
          },
        },
        {
          type: 'OrderRequested',
          data: {
            ...order(1, 'hold'),
            caseId: case1,
            measureId: 'm1',
            scope: 'bulk',
            reason: 'hold',
            confirmBy: plus(at, confirmWithin),
            confirmWithin,
            expiresAt: plus(at, HOLD_LASTS),
          },
        },
      ));

  it.each<[AccountMeasure, string, SendingOrder[]]>([
    ['warn', 'warned', []],
    ['under-review', 'under-review', []],
    ['hold', 'held', ['hold']],
    ['stop', 'held', ['stop']],
    ['suspend', 'suspended', ['suspend']],
    ['close', 'closed', ['close']],
    ['purge', 'good', ['purge']],
    ['revoke-credentials', 'good', ['revoke-credentials']],
  ])('%s leaves the account %s', (measure, standing, orders) => {
    const { standing: now, events } = after(apply(measure, 'm1'));
    expect(now).toBe(standing);
    expect(events.flatMap((e) => (e.type === 'OrderRequested' ? [e.data.order] : []))).toEqual(orders);
  });

  it('acts on bulk unless told otherwise, and closing on everything', () => {
    const scopes = (...commands: AccountCommand[]) =>
      after(...commands).events.flatMap((e) => (e.type === 'OrderRequested' ? [e.data.scope] : []));
    expect(scopes(apply('hold', 'm1'))).toEqual(['bulk']);
    expect(scopes(apply('suspend', 'm1', { scope: null }))).toEqual([null]);
    expect(scopes(apply('close', 'm1'))).toEqual([null]);
  });

  it('that is included in what stands tells the platform nothing new', () =>
    expect(after(apply('suspend', 'm1'), apply('hold', 'm2'), apply('stop', 'm3')).types).toEqual([
      'AccountSuspended',
      'OrderRequested',
      'AccountHeld',
      'AccountToldToStop',
    ]));

  it('that is graver takes the place of an order that was not confirmed', () =>
    expect(after(apply('hold', 'm1'), apply('suspend', 'm2')).types).toEqual([
      'AccountHeld',
      'OrderRequested',
      'AccountSuspended',
      'OrderSuperseded',
      'OrderRequested',
    ]));

  it('that is graver leaves a confirmed order confirmed', () =>
    expect(after(apply('hold', 'm1'), tell(1, 'confirmed'), apply('suspend', 'm2')).types).not.toContain(
      'OrderSuperseded',
    ));

  it('purging and revoking are not taken back by what follows', () => {
    const { state } = after(
      apply('purge', 'm1'),
      apply('revoke-credentials', 'm2'),
      apply('suspend', 'm3'),
      reinstate,
    );
    expect(state.orders.map((o) => [o.order, o.state])).toEqual([
      ['purge', 'requested'],
      ['revoke-credentials', 'requested'],
      ['suspend', 'superseded'],
      ['resume', 'requested'],
    ]);
  });

  it('is no more possible once the account is closed', () =>
    expect(() => after(apply('close', 'm1'), apply('hold', 'm2'))).toThrow('is closed'));
});

describe('a reinstatement', () => {
  it('ends all that holds the account back, and tells the platform to resume', () => {
    const { types, standing, state } = after(
      apply('hold', 'm1'),
      apply('stop', 'm2'),
      apply('suspend', 'm3'),
      reinstate,
    );
    expect(types.slice(-3)).toEqual(['AccountReinstated', 'OrderSuperseded', 'OrderRequested']);
    expect([standing, state.baseline]).toEqual(['good', at]);
  });
  it('leaves a warning', () =>
    expect(after(apply('warn', 'm1'), apply('hold', 'm2'), reinstate).standing).toBe('warned'));
  it('of an account that nothing holds back moves the baseline', () =>
    expect(after(reinstate).types).toEqual(['BaselineMoved']));
  it('never moves the baseline back', () => {
    const later: AccountCommand = {
      type: 'MoveBaseline',
      ...of,
      caseId: case1,
      baseline: plus(at, hours(1)),
    };
    expect(after(later, apply('hold', 'm1'), reinstate).state.baseline).toBe(plus(at, hours(1)));
  });
  it('does not open a closed account', () =>
    expect(() => after(apply('close', 'm1'), reinstate)).toThrow('annul the closure'));
});

describe('an annulment', () => {
  it('leaves the account as the other measures have it', () => {
    const { standing, events } = after(apply('hold', 'm1'), apply('suspend', 'm2'), annul('m2'));
    expect(standing).toBe('held');
    expect(events.flatMap((e) => (e.type === 'OrderRequested' ? [e.data.order] : []))).toEqual([
      'hold',
      'suspend',
      'hold',
    ]);
  });
  it('of the only measure resumes', () => {
    const { standing, events } = after(apply('close', 'm1'), annul('m1'));
    expect([standing, events.at(-1)!.type]).toEqual(['good', 'OrderRequested']);
    expect(events.at(-1)!.data).toMatchObject({ order: 'resume', scope: null });
  });
  it('of a warning makes it count no more', () =>
    expect(warnedAt(after(apply('warn', 'm1'), annul('m1')).state)).toBeNull());
  it('of a measure there was not is refused', () =>
    expect(() => after(annul('m9'))).toThrow('has no measure m9'));
  it('of a measure that was done once takes nothing back but the count', () =>
    expect(after(apply('purge', 'm1'), annul('m1')).types).toEqual(['OrderRequested', 'MeasureAnnulled']));
});
