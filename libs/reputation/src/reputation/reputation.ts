import { isRejected, type Decider, type Instant } from '@app/kernel';
import { gradeOf } from '../rate/grade';
import type { ReputationCommand } from './commands';
import type { RateGrade, RateWindow, ReputationEvent } from './events';
import { news, noted, type Revisions } from './volumes';

export interface ReputationState {
  readonly revisions: Revisions;
  readonly grades: Readonly<Partial<Record<RateWindow, { grade: RateGrade | null; at: Instant }>>>;
}

/** What is known of an account's volumes, and how its complaint rate stands. */
export const reputationDecider: Decider<ReputationCommand, ReputationEvent, ReputationState> = {
  initial: { revisions: {}, grades: {} },

  decide(command, state) {
    const { accountId, at } = command;
    if (command.type === 'ReportVolumes') {
      const parts = news(command.entries, state.revisions, at);
      return isRejected(parts)
        ? parts
        : parts.map((entries) => ({ type: 'DeliveryVolumesReported', data: { accountId, at, entries } }));
    }
    const { window, complaints, delivered, threshold, baselineAt, position } = command;
    const judged = { accountId, at, window, complaints, delivered, threshold, baselineAt, position };
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
    const grade = type === 'RateBreached' ? data.grade : null;
    return { ...state, grades: { ...state.grades, [data.window]: { grade, at: data.at } } };
  },
};
