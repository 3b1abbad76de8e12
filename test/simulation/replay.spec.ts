import { days, plus, type Instant } from '@app/kernel';
import type { AdoptedPolicy } from '@app/enforcement';
import { Replay, Survey, type AccountDifferences, type Historic } from '@app/simulation';
import { historyOf } from './history';
import { BRAND, PROVIDER } from './mail';
import { variant, variantNames } from './variants';

const replayed = (
  history: readonly Historic[],
  policy: AdoptedPolicy,
  since?: Instant,
): AccountDifferences[] => {
  const survey = new Survey();
  for (const historic of history) survey.take(historic);
  const replay = new Replay(
    {
      policy,
      brands: { [BRAND]: { enforcement: 'live', staffed: null, timeZone: 'UTC' } },
      coverage: [{ provider: PROVIDER, from: null }],
      ...(since !== undefined && { since }),
    },
    survey,
  );
  for (const historic of history) replay.take(historic);
  return replay.finish(plus(history.at(-1)!.at, days(0)));
};

/** Steps that a replay could have got wrong. */
const measuresIn = (history: readonly Historic[]): number =>
  history.filter(({ event: { type } }) =>
    ['MeasureTaken', 'AnswerDemanded', 'MeasureProposed'].includes(type),
  ).length;

describe('a world replayed under the policy that was in force', () => {
  it.each(variantNames)('differs in nothing: %s', (name) => {
    const { policy } = variant(name);
    const history = historyOf({ policy, seed: 7, accounts: 20, days: 7, direct: 0.05 });
    expect(replayed(history, policy)).toEqual([]);
    if (name !== 'aino') expect(measuresIn(history)).toBeGreaterThan(5);
  });

  it.each(['spotler', 'iconneqt', 'reference'])('differs in nothing since any day: %s', (name) => {
    const { policy } = variant(name);
    const history = historyOf({ policy, seed: 8, accounts: 20, days: 7, direct: 0.05 });
    for (let day = 1; day < 7; day += 2)
      expect(replayed(history, policy, plus(history[0]!.at, days(day)))).toEqual([]);
  });

  it('differs under another one', () => {
    const history = historyOf({ policy: variant('aino').policy, seed: 9, accounts: 20, days: 4 });
    const found = replayed(history, variant('reference').policy);
    const held = found.filter(({ differences }) =>
      differences.some(({ kind, would }) => kind === 'new' && would?.measure === 'hold'),
    );
    expect(held.map(({ accountId }) => accountId)).toContain('spammer-2');
    expect(held.filter(({ accountId }) => accountId.startsWith('innocent'))).toEqual([]);
  });
});
