import { z } from 'zod';
import { day, instant, isRejected, type Decider, type Instant } from '@app/kernel';
import { gradeOf } from '../rate/grade';
import type { ReputationCommand } from './commands';
import { rateGrade, rateWindow, type RateGrade, type RateWindow, type ReputationEvent } from './events';
import { news, noted, type Revisions } from './volumes';

export interface ReputationState {
  readonly revisions: Revisions;
  /** While there are too many complaints: what was allowed. */
  readonly tooMany: { readonly most: number | null; readonly at: Instant } | null;
  readonly grades: Readonly<Partial<Record<RateWindow, { grade: RateGrade | null; at: Instant }>>>;
}

/** How the state is kept between commands: a large account's stream grows by an event an hour. Raise `version` whenever
 *  `evolve` or the shape changes. */
export const reputationSnapshot = {
  name: 'reputation',
  version: 3,
  schema: z.strictObject({
    revisions: z.record(day, z.record(z.string(), z.int())),
    tooMany: z.strictObject({ most: z.int().nullable(), at: instant }).nullable(),
    grades: z.partialRecord(rateWindow, z.strictObject({ grade: rateGrade.nullable(), at: instant })),
  }) satisfies z.ZodType<ReputationState>,
};

/** What is known of an account's volumes, and how its complaint rate stands. */
export const reputationDecider: Decider<ReputationCommand, ReputationEvent, ReputationState> = {
  initial: { revisions: {}, tooMany: null, grades: {} },

  decide(command, state) {
    const { accountId, at } = command;
    if (command.type === 'ReportVolumes') {
      const parts = news(command.entries, state.revisions, at);
      return isRejected(parts)
        ? parts
        : parts.map((entries) => ({ type: 'DeliveryVolumesReported', data: { accountId, at, entries } }));
    }
    if (command.type === 'JudgeCount') return judgedCount(command, state.tooMany);
    const { window, lookBack, complaints, delivered, threshold, baselineAt, position } = command;
    const numbers = { complaints, delivered, threshold, baselineAt, position };
    const judged = { accountId, at, window, ...(lookBack !== undefined && { lookBack }), ...numbers };
    const before = state.grades[window];
    if (before && at < before.at) return []; // counted before what the last judgement was made on
    const was = before?.grade ?? null;
    const { grade, ...bound } = gradeOf(command, threshold, command.floors);
    if (grade === was) return [];
    if (grade !== null) return [{ type: 'RateBreached', data: { ...judged, grade, was, ...bound } }];
    return was === null ? [] : [{ type: 'RateRecovered', data: { ...judged, was } }];
  },

  evolve(state, { type, data }) {
    if (type === 'DeliveryVolumesReported')
      return { ...state, revisions: noted(state.revisions, data.entries) };
    if (type === 'CountBreached' || type === 'CountRecovered')
      return { ...state, tooMany: { most: type === 'CountBreached' ? data.most : null, at: data.at } };
    const grade = type === 'RateBreached' ? data.grade : null;
    return { ...state, grades: { ...state.grades, [data.window]: { grade, at: data.at } } };
  },
};

const judgedCount = (
  {
    accountId,
    at,
    complaints,
    most,
    byProvider = [],
    baselineAt,
    position,
  }: Extract<ReputationCommand, { type: 'JudgeCount' }>,
  before: ReputationState['tooMany'],
): ReputationEvent[] => {
  if (before && at < before.at) return [];
  const was = before?.most ?? null;
  const data = { accountId, at, baselineAt, position };
  const limits = [...(most === null ? [] : [{ complaints, most }]), ...byProvider];
  const exceeded = limits.find((limit) => limit.complaints > limit.most);
  if (exceeded) return was === null ? [{ type: 'CountBreached', data: { ...data, ...exceeded } }] : [];
  return was === null ? [] : [{ type: 'CountRecovered', data: { ...data, complaints, most: most ?? was } }];
};
