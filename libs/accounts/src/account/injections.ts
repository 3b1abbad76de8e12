import type { Instant } from '@app/kernel';
import type { AccountCommand } from './commands';
import type { AccountEvent } from './events';
import { injectionKey, leakKey } from './evolve';
import type { Injection } from './shapes';
import { lastSendingOrder, type Known, type Order } from './state';

type RecordInjections = Extract<AccountCommand, { type: 'RecordInjections' }>;

/** Of one command, by campaign and state: more of the same would prove nothing more. */
const MOST = 100;

/** What the platform saw, as far as it matters: after a stop order it is proof for or against the customer; a message sent
 *  past a confirmed hold is the platform's own failure. All other injections leave no trace. */
export const observe = ({ at, injections }: RecordInjections, state: Known): AccountEvent[] => {
  const { accountId, brandId } = state;
  const of = { accountId, at, brandId };
  const leaks = injections
    .filter((i) => leaked(i, state) && !state.injections.includes(leakKey(i)))
    .slice(0, MOST);
  const seen = told(injections, state).slice(0, MOST);
  return [
    ...leaks.map((injection): AccountEvent => {
      const { caseId, orderId } = holdOf(state)!;
      return { type: 'HoldLeaked', data: { ...of, caseId, orderId, injection } };
    }),
    ...(seen.length === 0
      ? []
      : [{ type: 'InjectionsObserved' as const, data: { ...of, injections: seen } }]),
  ];
};

/** Bulk, since the stop was ordered. The latest of each campaign and state says all that the earlier ones would. */
const told = (injections: readonly Injection[], state: Known) => {
  const stop = state.standing.find((m) => m.measure === 'stop');
  if (!stop) return [];
  const latest = new Map<string, Injection>();
  for (const injection of injections) {
    const key = JSON.stringify([injection.campaignId, injection.state]);
    if (injection.stream !== 'bulk' || injection.at < stop.at || injection.at < (latest.get(key)?.at ?? 0))
      continue;
    latest.set(key, injection);
  }
  return [...latest.values()]
    .filter((i) => !state.injections.includes(injectionKey(i)))
    .map((i) => ({ ...i, holdConfirmed: confirmedBy(state, i.at) }));
};

const HOLDS: readonly Order['order'][] = ['hold', 'suspend', 'close'];
const holdOf = (state: Known): Order | undefined => {
  const last = lastSendingOrder(state);
  return last && HOLDS.includes(last.order) ? last : undefined;
};
const confirmedBy = (state: Known, at: Instant): boolean => {
  const confirmedAt = holdOf(state)?.confirmedAt ?? null;
  return confirmedAt !== null && at > confirmedAt;
};
const leaked = (injection: Injection, state: Known): boolean =>
  injection.state === 'sent' &&
  confirmedBy(state, injection.at) &&
  (injection.stream === 'bulk' || holdOf(state)?.scope === null);
