import { z } from 'zod';
import {
  between,
  hours,
  instant,
  reportId,
  Versioned,
  type DefsOf,
  type Instant,
  type ProcessManager,
  type ReportId,
} from '@app/kernel';
import { reportEvents } from '@app/reports';

/** To the examiner: say what this report is, and who vouches for it. */
export interface ExamineReport {
  readonly type: 'ExamineReport';
  readonly reportId: ReportId;
  /** From 1. */
  readonly attempt: number;
  /** The last one: what cannot be verified by now is judged without. */
  readonly final: boolean;
  readonly at: Instant;
}

/** How long a report waits for DNS (design, "Trust and safety"). */
export const WAIT_FOR_DNS = hours(24);

const inputs = reportEvents.only('ReportReceived', 'ExaminationDeferred');
const state = z.strictObject({
  waiting: z.strictObject({ reportId, receivedAt: instant, attempt: z.int() }).nullable(),
});

/** Each report is examined, at once or when DNS answers again. A report that came in shares its instance with others of
 *  the same first digits, for nothing is remembered of it and a row each would stay for ever; one that waits has its own. */
export const examination: ProcessManager<
  z.output<typeof state>,
  DefsOf<typeof inputs>,
  ExamineReport,
  'examination-due'
> = {
  name: 'examination',
  state: new Versioned(1, state),
  initial: { waiting: null },
  inputs,
  from: 'now',
  instanceOf: ({ type, data }) =>
    type === 'ReportReceived' ? `new-${data.reportId.slice(0, 2)}` : data.reportId,

  react({ waiting }, stimulus) {
    if (stimulus.kind === 'deadline') {
      if (waiting === null) return { done: true };
      const { reportId, receivedAt, attempt } = waiting;
      const final = between(receivedAt, stimulus.dueAt) >= WAIT_FOR_DNS;
      return {
        done: true,
        commands: [{ type: 'ExamineReport', reportId, attempt: attempt + 1, final, at: stimulus.firedAt }],
      };
    }
    const { type, data } = stimulus.event;
    const { reportId, at } = data;
    if (type === 'ReportReceived')
      return { done: true, commands: [{ type: 'ExamineReport', reportId, attempt: 1, final: false, at }] };
    const { receivedAt, attempt, until } = data;
    return {
      state: { waiting: { reportId, receivedAt, attempt } },
      deadlines: { 'examination-due': until },
    };
  },
};
