import { z } from 'zod';
import { accountEvents } from '@app/accounts';
import { complaintEvents } from '@app/complaints';
import {
  accountId,
  hours,
  instant,
  plus,
  seconds,
  Versioned,
  type AccountId,
  type DefsOf,
  type Duration,
  type Instant,
  type ProcessManager,
} from '@app/kernel';
import { rateWindow, reputationEvents } from '@app/reputation';

/** To the edge: count this account's windows, and have them judged. The views must have consumed the log up to a head read
 *  at or after `at`. */
export interface EvaluateRate {
  readonly type: 'EvaluateRate';
  readonly accountId: AccountId;
  readonly at: Instant;
}

export interface RateWatchSettings {
  /** What comes in meanwhile is counted once. */
  readonly gather: Duration;
  /** While a rate is breached nothing need happen for it to recover: days leave the window. */
  readonly again: Duration;
}
export const RATE_WATCH: RateWatchSettings = { gather: seconds(10), again: hours(6) };

const inputs = complaintEvents
  .only(
    'ComplaintFiled',
    'ReportCorroborated',
    'ComplaintTraced',
    'AttributionWithdrawn',
    'ComplaintQualified',
    'ComplaintMerged',
  )
  .union(reputationEvents)
  .union(accountEvents.only('AccountReinstated', 'BaselineMoved')); // what was before no longer counts

const state = z.strictObject({
  accountId: accountId.nullable(), // null: nothing has happened yet
  /** Set: an evaluation will be asked for then. */
  pending: instant.nullable(),
  breached: z.array(z.enum([...rateWindow.options, 'count'])),
});
type State = z.output<typeof state>;
type Deadlines = 'evaluation-due' | 'another-look-due';

/** Has the complaint rate of an account looked at when something has changed it: at most one evaluation waits, so that a
 *  burst of a thousand complaints a second is counted a few times and not a thousand. */
export const rateWatch = ({ gather, again }: RateWatchSettings = RATE_WATCH): ProcessManager<
  State,
  DefsOf<typeof inputs>,
  EvaluateRate,
  Deadlines
> => ({
  name: 'rate-watch',
  state: new Versioned(1, state),
  initial: { accountId: null, pending: null, breached: [] },
  inputs,
  from: 'now',
  instanceOf: ({ type, data }) => {
    switch (type) {
      case 'ComplaintFiled':
        return data.may.includes('count') ? data.accountId : null;
      case 'ReportCorroborated':
      case 'ComplaintTraced':
      case 'ComplaintQualified':
        return data.gained.includes('count') || data.lost.includes('count') ? data.accountId : null;
      case 'AttributionWithdrawn':
      case 'ComplaintMerged':
        return data.lost.includes('count') ? data.accountId : null;
      case 'DeliveryVolumesReported':
      case 'RateBreached':
      case 'RateRecovered':
      case 'CountBreached':
      case 'CountRecovered':
      case 'AccountReinstated':
      case 'BaselineMoved':
        return data.accountId;
    }
  },

  react(known, stimulus) {
    if (stimulus.kind === 'deadline') {
      if (known.accountId === null) return { done: true };
      const command = { type: 'EvaluateRate' as const, accountId: known.accountId, at: stimulus.firedAt };
      if (stimulus.name === 'another-look-due')
        return {
          state: known,
          commands: [command],
          deadlines: { 'another-look-due': plus(stimulus.firedAt, again) },
        };
      const next = { ...known, pending: null };
      return known.breached.length === 0
        ? { done: true, commands: [command] }
        : { state: next, commands: [command] };
    }
    const { type, data } = stimulus.event;
    if (data.accountId === null) return { state: known };
    const mine = { ...known, accountId: data.accountId };
    switch (type) {
      case 'RateBreached':
      case 'CountBreached': {
        const what = type === 'CountBreached' ? ('count' as const) : data.window;
        const breached = [...new Set([...known.breached, what])];
        return { state: { ...mine, breached }, deadlines: { 'another-look-due': plus(data.at, again) } };
      }
      case 'RateRecovered':
      case 'CountRecovered': {
        const what = type === 'CountRecovered' ? ('count' as const) : data.window;
        const breached = known.breached.filter((one) => one !== what);
        if (breached.length > 0) return { state: { ...mine, breached } };
        if (known.pending === null) return { done: true };
        return { state: { ...mine, breached }, deadlines: { 'another-look-due': null } };
      }
      default: {
        if (known.pending !== null) return { state: known };
        const pending = plus(data.at, gather);
        return { state: { ...mine, pending }, deadlines: { 'evaluation-due': pending } };
      }
    }
  },
});
