import fc from 'fast-check';
import { brandId, hours, minutes, plus, type Instant } from '@app/kernel';
import { decides, retriedAtWill, snapshotIsFold } from '@app/testing';
import { accountDecider, accountSnapshot } from './account';
import type { AccountCommand } from './commands';
import { accountEvents } from './events';
import {
  at,
  confirmWithin,
  by,
  case1,
  of,
  profile,
  registered,
  apply,
  after,
  tell,
  reinstate,
  annul,
} from './scene';
import type { AccountMeasure, Profile } from './shapes';
import { warnedAt } from './state';

const given = decides(accountDecider, accountEvents);

describe('an account', () => {
  it('is registered by the first PUT', () =>
    given()
      .when({ type: 'RegisterAccount', ...of, profile, openCase: null })
      .then(registered));
  it('put again as it is, is no news, however its personal data is sealed', () =>
    given(registered)
      .when({
        type: 'RegisterAccount',
        ...of,
        profile: { ...profile, name: { erased: true } },
        openCase: null,
      })
      .then());
  it.each<[string, Partial<Profile>]>([
    ['name', { nameKey: 'n2' }],
    ['contacts', { contacts: [] }],
    ['domains', { domains: [] }],
    ['protection', { protected: true }],
    ['history', { history: [{ what: 'warned', at, reason: 'before' }] }],
  ])('put with another %s, is changed', (_, change) => {
    const changed = { ...profile, ...change };
    given(registered)
      .when({ type: 'RegisterAccount', ...of, profile: changed, openCase: null })
      .then({ type: 'AccountChanged', data: { ...of, profile: changed } });
  });
  it('changes its brand while no case runs, and not under one that goes by that brand’s policy', () => {
    const moved = { ...profile, brandId: brandId.parse('aino') };
    given(registered)
      .when({ type: 'RegisterAccount', ...of, profile: moved, openCase: null })
      .then({ type: 'AccountChanged', data: { ...of, profile: moved } });
    given(registered)
      .when({ type: 'RegisterAccount', ...of, profile: moved, openCase: case1 })
      .thenRejected({
        rejected: 'brand-of-open-case',
        because:
          'shop is of brand spotler, by whose policy case shop.1 runs, and cannot become one of aino until its cases ' +
          'have ended: close them, or put the account with brand spotler',
      });
    const changed = { ...profile, protected: true };
    given(registered)
      .when({ type: 'RegisterAccount', ...of, profile: changed, openCase: case1 })
      .then({ type: 'AccountChanged', data: { ...of, profile: changed } });
  });
  it('that nobody registered can have nothing done to it', () =>
    given()
      .when(apply('hold', 'm1'))
      .thenRejected({ rejected: 'no-such-account', because: 'shop is not registered: PUT it first' }));
  it('that was warned before the desk knew it, is warned', () => {
    const history = [{ what: 'warned' as const, at, reason: 'before' }];
    const { state, standing } = after({
      type: 'RegisterAccount',
      ...of,
      profile: { ...profile, history },
      openCase: null,
    });
    expect([standing, warnedAt(state)]).toEqual(['warned', at]);
  });
});

const sent = (all: boolean, when: Instant): AccountCommand => ({
  type: 'RecordInjections',
  ...of,
  injections: [{ campaignId: null, stream: all ? 'transactional' : 'bulk', at: when, state: 'sent' }],
});

describe('the account decider', () => {
  const measures: AccountMeasure[] = ['warn', 'hold', 'stop', 'suspend', 'close', 'purge'];
  const commands = fc.oneof(
    fc.constantFrom<AccountCommand>(
      { type: 'RegisterAccount', ...of, profile, openCase: null },
      { type: 'RegisterAccount', ...of, profile: { ...profile, protected: true }, openCase: null },
      reinstate,
      { ...reinstate, baseline: plus(at, hours(1)) },
    ),
    fc.tuple(fc.constantFrom(...measures), fc.nat(5)).map(([measure, n]) => apply(measure, `m${n}`)),
    fc.nat(5).map((n) => annul(`m${n}`)),
    fc
      .tuple(fc.nat(6), fc.constantFrom('accepted' as const, 'confirmed' as const, 'failed' as const))
      .map(([n, state]) => tell(n, state)),
    fc.nat(6).map<AccountCommand>((n) => ({
      type: 'RepeatOrder',
      ...of,
      orderId: `shop.${n}`,
      by,
      confirmWithin,
    })),
    fc
      .tuple(fc.nat(6), fc.nat(90))
      .map<AccountCommand>(([n, minute]) => sent(n % 2 === 0, plus(at, minutes(minute)))),
    fc.nat(6).map<AccountCommand>((n) => ({
      type: 'HandleLeak',
      ...of,
      orderId: `shop.${n}`,
      by,
      reason: 'seen',
    })),
  );
  const tested = { catalogue: accountEvents, decider: accountDecider, snapshot: accountSnapshot };
  it('any command can be retried at will', () => retriedAtWill(tested, commands, { numRuns: 300 }), 30_000);
  it('a snapshot is the fold', () => snapshotIsFold(tested, commands, { numRuns: 100 }), 30_000);
});
