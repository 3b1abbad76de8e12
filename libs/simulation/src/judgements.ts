import type { RateRule } from '@app/enforcement';
import type { AccountId, Instant } from '@app/kernel';
import { mostAllowed, mostOfProvider, type RateWindow, type ReputationCommand } from '@app/reputation';
import { judgedOf, type AbsoluteOf, type Coverage } from '@app/views';
import type { States } from './states';

const WINDOWS: readonly RateWindow[] = ['24h', '7d', '30d', 'representative'];

interface Judged {
  readonly accountId: AccountId;
  readonly at: Instant;
  readonly rate: RateRule;
  readonly zone: string;
  readonly coverage: readonly Coverage[];
}

/** What an account's numbers are, to be judged now. As `evaluateRate` of the desk asks for it: see there. */
export const judgements = (
  states: States,
  { accountId, at, rate, zone, coverage }: Judged,
): ReputationCommand[] => {
  if (nothingToJudge(states, accountId, at, rate)) return [];
  const of = { accountId, now: at, zone, coverage };
  return [
    ...WINDOWS.map((window): ReputationCommand => {
      const lookBack = window === 'representative' ? { lookBack: states.rates.lookBack(of) } : {};
      const counted = states.rates.count({ ...of, ...lookBack, window, attribution: 'send-day' });
      const { complaints, estimated, delivered } = judgedOf(counted);
      return {
        type: 'JudgeRate',
        accountId,
        at,
        window,
        ...(typeof counted.lookBack === 'number' && { lookBack: counted.lookBack }),
        complaints,
        estimated,
        delivered,
        threshold: rate.threshold,
        floors: rate.floors,
        baselineAt: counted.baseline,
        position: '',
      };
    }),
    ofCount(states, of, rate),
  ];
};

const ofCount = (
  { rates }: States,
  of: AbsoluteOf,
  { most, timesNorm, providerPpm }: RateRule,
): ReputationCommand => {
  const { accountId, now: at } = of;
  const rule = { most: most ?? null, timesNorm: timesNorm ?? null, providerPpm: providerPpm ?? null };
  const { complaints, norm, baseline, byProvider } = rates.absolute(of);
  return {
    type: 'JudgeCount',
    accountId,
    at,
    complaints,
    most: mostAllowed(rule, norm),
    byProvider: byProvider.flatMap(({ provider, complaints, all }) => {
      const allowed = mostOfProvider(rule, all);
      return allowed === null ? [] : [{ provider, complaints, most: allowed }];
    }),
    baselineAt: baseline,
    position: '',
  };
};

/** Too few complaints for anything to be a breach, and none to recover from: most accounts, most of the time. */
const nothingToJudge = (
  states: States,
  accountId: AccountId,
  now: Instant,
  { floors, most, providerPpm }: RateRule,
): boolean => {
  if (providerPpm !== undefined) return false;
  const least = Math.min(floors.breachComplaints, (most ?? Infinity) + 1);
  if (states.rates.most(accountId, now) >= least) return false;
  const { grades, tooMany } = states.reputation(accountId);
  return (tooMany?.most ?? null) === null && Object.values(grades).every(({ grade }) => grade === null);
};
