import { z } from 'zod';
import { day, daysBefore, rejected, type Day, type DecidedBy, type Decider, type Instant } from '@app/kernel';
import type { SweepEvent, SweepResult } from './events';

export type SweepCommand = { readonly at: Instant } & (
  | { readonly type: 'OweSweep'; readonly day: Day }
  | { readonly type: 'CompleteSweep'; readonly beganAt: Instant; readonly result: SweepResult }
  | { readonly type: 'HandleMissedSweeps'; readonly by: DecidedBy; readonly reason: string }
);

export interface SweepState {
  /** The last day that was swept or missed; null: none is owed yet. */
  readonly told: Day | null;
  /** Of the days that were missed, the last that nobody looked into. */
  readonly missed: Day | null;
}

/** Raise `version` whenever `evolve` or the shape changes. */
export const sweepSnapshot = {
  name: 'sweep',
  version: 1,
  schema: z.strictObject({ told: day.nullable(), missed: day.nullable() }) satisfies z.ZodType<SweepState>,
};

/** One sweep a day, told in the order of days: a day that ends without one is missed, and nothing makes up for it. */
export const sweepDecider: Decider<SweepCommand, SweepEvent, SweepState> = {
  initial: { told: null, missed: null },

  decide(command, { told, missed }) {
    const { at } = command;
    switch (command.type) {
      case 'OweSweep':
        return told === null
          ? [{ type: 'SweepsBegan', data: { at, day: command.day } }]
          : missedBefore(command.day, told, at);
      case 'CompleteSweep': {
        const { beganAt, result } = command;
        if (told === null) return rejected('not-begun', `no sweep is owed on ${result.day}`);
        if (result.day <= told) return [];
        const sum = (of: 'asked' | 'listed' | 'unknown') =>
          result.lists.reduce((total, list) => total + list[of], 0);
        return [
          ...missedBefore(result.day, told, at),
          {
            type: 'SweepCompleted',
            data: {
              at,
              beganAt,
              ...result,
              asked: sum('asked'),
              listed: sum('listed'),
              unknown: sum('unknown'),
            },
          },
        ];
      }
      case 'HandleMissedSweeps': {
        const { by, reason } = command;
        return missed === null
          ? []
          : [{ type: 'MissedSweepsHandled', data: { at, until: missed, by, reason } }];
      }
    }
  },

  evolve(state, { type, data }) {
    switch (type) {
      case 'SweepsBegan':
        return { ...state, told: daysBefore(data.day, 1) };
      case 'SweepCompleted':
        return { ...state, told: data.day };
      case 'SweepMissed':
        return { told: data.until, missed: data.until };
      case 'MissedSweepsHandled':
        return { ...state, missed: null };
    }
  },
};

const missedBefore = (today: Day, told: Day, at: Instant): SweepEvent[] => {
  const from = daysBefore(told, -1);
  return from < today ? [{ type: 'SweepMissed', data: { at, from, until: daysBefore(today, 1) } }] : [];
};
