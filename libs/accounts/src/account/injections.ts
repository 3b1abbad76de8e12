import { rejected, type Instant, type Rejected } from '@app/kernel';
import type { AccountCommand } from './commands';
import type { AccountEvent } from './events';
import { leakKey, sightingKey } from './evolve';
import type { Injection } from './shapes';
import { keeps, SENDING, type Known, type Order } from './state';

type RecordInjections = Extract<AccountCommand, { type: 'RecordInjections' }>;

/** Of one command, of leaks and of sightings each, the latest: more of the same would prove nothing more. */
const MOST = 100;

/** What the platform saw, as far as it matters: after a stop order it is proof for or against the customer; a message sent
 *  past a confirmed hold is the platform's own failure, and never the customer's. All other injections leave no trace.
 *  What is too much is left out before what was said already: the same batch again says nothing. */
export const observe = ({ at, injections }: RecordInjections, state: Known): AccountEvent[] => {
  const { accountId, brandId } = state;
  const of = { accountId, at, brandId };
  const judged = injections
    .map((injection) => ({ injection, hold: holdOn(injection, state) }))
    .sort((a, b) => b.injection.at - a.injection.at);
  const leaks = judged
    .filter(isLeak)
    .slice(0, MOST)
    .filter(({ injection }) => !state.injections.includes(leakKey(injection)));
  const seen = told(judged, state)
    .slice(0, MOST)
    .filter(({ injection }) => !state.injections.includes(sightingKey(injection, at, state)))
    .map(({ injection, hold }) => ({ ...injection, holdConfirmed: hold !== undefined }));
  return [
    ...leaks.map(({ injection, hold: { caseId, orderId } }): AccountEvent => ({
      type: 'HoldLeaked',
      data: { ...of, caseId, orderId, injection },
    })),
    ...(seen.length === 0
      ? []
      : [{ type: 'InjectionsObserved' as const, data: { ...of, injections: seen } }]),
  ];
};

/** Of which nothing is news that was looked into already, or that the platform mended. */
export const handleLeak = (
  { at, orderId, by, reason }: Extract<AccountCommand, { type: 'HandleLeak' }>,
  { accountId, brandId, leaks }: Known,
): AccountEvent[] | Rejected => {
  const leak = leaks.find((l) => l.orderId === orderId);
  if (!leak)
    return rejected('no-leak', `nothing leaked past ${orderId} of ${accountId}: there is nothing to handle`);
  return leak.open ? [{ type: 'LeakHandled', data: { accountId, at, brandId, orderId, by, reason } }] : [];
};

interface Judged {
  readonly injection: Injection;
  readonly hold: Order | undefined;
}

const isLeak = (judged: Judged): judged is Judged & { hold: Order } =>
  judged.injection.state === 'sent' && judged.hold !== undefined;

/** The customer's bulk, since the stop was ordered; newest first, as given. The latest of each campaign and state says all
 *  that the earlier ones would. */
const told = (newestFirst: readonly Judged[], { standing }: Known): Judged[] => {
  const stop = standing.find((m) => m.measure === 'stop');
  if (!stop) return [];
  const latest = new Map<string, Judged>();
  for (const judged of newestFirst) {
    const { campaignId, stream, at, state } = judged.injection;
    const key = JSON.stringify([campaignId, state]);
    if (stream === 'bulk' && at >= stop.at && !isLeak(judged) && !latest.has(key)) latest.set(key, judged);
  }
  return [...latest.values()];
};

/** The order by which the platform had confirmed, before the injection, that nothing of its stream goes out; undefined:
 *  there was none. The order of today says nothing about then: a suspension that is not confirmed yet leaves the hold
 *  before it in force. What lifts a hold does so from when it was requested, for from then on the platform may obey it. */
const holdOn = ({ at, stream }: Pick<Injection, 'at' | 'stream'>, { orders }: Known): Order | undefined => {
  const until = orders.filter((o) => SENDING.includes(o.order) && o.at <= at);
  const lifted = until.findLastIndex((o) => !keeps(o, stream));
  return until.slice(lifted + 1).findLast((o) => isInForce(o, at));
};

const isInForce = ({ confirmedAt, expiresAt }: Order, at: Instant): boolean =>
  confirmedAt !== null && confirmedAt < at && (expiresAt === null || at <= expiresAt);
