import { z } from 'zod';
import { accountMeasure, type AccountCommand } from '@app/accounts';
import { caseEvents } from '@app/enforcement';
import { Versioned, type DefsOf, type EventIn, type ProcessManager } from '@app/kernel';

const inputs = caseEvents.only(
  'MeasureTaken',
  'AnnulmentDecided',
  'ReinstatementDecided',
  'AnswerAccepted',
  'WarningExpired',
  'DeadlineSet',
);
const state = z.strictObject({});
type Asked = Extract<
  AccountCommand,
  {
    type:
      | 'ApplyMeasure'
      | 'AnnulMeasure'
      | 'ReinstateAccount'
      | 'MoveBaseline'
      | 'LapseWarning'
      | 'SetStopDeadline';
  }
>;

/** What a case decides about its account, the account carries out: its standing, and what the platform is told. Nothing is
 *  remembered, so an instance leaves no row. */
export const measures: ProcessManager<z.output<typeof state>, DefsOf<typeof inputs>, Asked, never> = {
  name: 'measures',
  state: new Versioned(1, state),
  initial: {},
  inputs,
  from: 'now', // what was decided before is not carried out again
  instanceOf: ({ type, data }) =>
    type === 'DeadlineSet' && data.name !== 'stop-due' ? null : data.accountId,
  react: (_, stimulus) =>
    stimulus.kind === 'deadline' ? { done: true } : { done: true, commands: carriedOut(stimulus.event) },
};

const carriedOut = ({ type, data }: EventIn<typeof inputs>): Asked[] => {
  const { accountId, caseId, at } = data;
  switch (type) {
    case 'MeasureTaken': {
      const measure = accountMeasure.safeParse(data.measure);
      if (!measure.success) return []; // a notice, or an undoing that has an event of its own
      const { measureId, scope, by, confirmWithin, why } = data;
      const reason = `${measure.data}: ${why.ground} (rule ${why.rule} of case ${caseId})`.slice(0, 500);
      const of = { accountId, at, caseId, measureId, scope, by, confirmWithin, reason };
      return [{ type: 'ApplyMeasure', ...of, measure: measure.data }];
    }
    case 'AnnulmentDecided': {
      const { measureId, by, reason, confirmWithin } = data;
      return [{ type: 'AnnulMeasure', accountId, at, caseId, measureId, by, reason, confirmWithin }];
    }
    case 'ReinstatementDecided': {
      const { baseline, by, confirmWithin } = data;
      const reason = `reinstated (case ${caseId})`;
      return [{ type: 'ReinstateAccount', accountId, at, caseId, baseline, by, reason, confirmWithin }];
    }
    case 'AnswerAccepted':
      return [{ type: 'MoveBaseline', accountId, at, caseId, baseline: data.baseline }];
    case 'WarningExpired':
      return [{ type: 'LapseWarning', accountId, at, caseId, measureId: data.measureId }];
    case 'DeadlineSet':
      return data.name === 'stop-due'
        ? [{ type: 'SetStopDeadline', accountId, at, caseId, dueAt: data.dueAt }]
        : [];
  }
};
