import { Chance } from './chance';
import { summaryOf } from './summary';
import { variant } from './variants';
import { simulateWorld } from './world';

const small = { seed: 42, accounts: 50, days: 30 };
const figures = (name: string) => simulateWorld({ ...small, policy: variant(name).policy }).figures;

describe('a small world with known truth', () => {
  it.each(['reference', 'spotler', 'iconneqt', 'conectoo'])(
    'has nobody closed wrongly or stopped needlessly, and each spammer stopped in time: %s',
    (name) => {
      const { wrongClosures, needless, inTime, spammersAtLarge } = figures(name);
      expect({ wrongClosures, needless, inTime, spammersAtLarge }).toEqual({
        wrongClosures: 0,
        needless: 0,
        inTime: 1,
        spammersAtLarge: 0,
      });
    },
  );

  it('shows what a policy does that stops nobody', () =>
    expect(figures('aino')).toMatchObject({ inTime: 0, spammersAtLarge: 1, carelessStopped: 0 }));

  it('shows what a policy does that closes on any complaint', () => {
    const { wrongClosures, needless } = figures('iconneqt-literal');
    expect(wrongClosures).toBeGreaterThan(20);
    expect(needless).toBeGreaterThan(0.5);
  });

  it('is the same for the same seed, and another for another', () => {
    const once = figures('spotler');
    expect(figures('spotler')).toEqual(once);
    const { policy } = variant('spotler-literal');
    const of = (seed: number) => simulateWorld({ ...small, seed, policy }).figures;
    expect(of(43)).not.toEqual(of(44));
  });
});

describe('the chance of a world', () => {
  it.each([
    [1_000, 0.0002],
    [10_000, 0.0015],
    [1_000_000, 0.01],
  ])('draws as many of %i at %d as the binomial distribution has', (n, probability) => {
    const chance = new Chance(1);
    const draws = Array.from({ length: 20_000 }, () => chance.binomial(n, probability));
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
    const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
    const expected = n * probability;
    expect(Math.abs(mean - expected)).toBeLessThan(5 * Math.sqrt(expected / draws.length));
    expect(variance / (expected * (1 - probability))).toBeCloseTo(1, 1);
  });
});

describe('the summary of runs', () => {
  const nothing = simulateWorld({ ...small, accounts: 20, days: 1, policy: variant('aino').policy }).figures;
  const of = (seed: number, needless: number, inTime: number) => ({
    policy: 'reference',
    judged: true,
    seed,
    figures: { ...nothing, needless, inTime },
  });
  it('has mean, worst and interval, and says where a goal is missed', () => {
    const lines = summaryOf([of(1, 0, 1), of(2, 0.03, 1), of(3, 0.03, 0.96)]);
    const line = (figure: string) => lines.find((l) => l.figure === figure)!;
    expect(line('needless')).toMatchObject({ seeds: 3, mean: 0.02, worst: 0.03, met: false });
    expect(line('needless').interval[0]).toBe(0);
    expect(line('needless').interval[1]).toBeCloseTo(0.063, 3);
    expect(line('inTime')).toMatchObject({ worst: 0.96, met: false });
    expect(line('wrongClosures')).toMatchObject({ worst: 0, met: true });
    expect(line('carelessStopped').met).toBeNull();
  });
});
