import { z } from 'zod';
import { caseEvents, type CountAutomaticMeasure, type MeasureKind } from '@app/enforcement';
import { Versioned, type DefsOf, type ProcessManager } from '@app/kernel';

const inputs = caseEvents.only('MeasureTaken');
const state = z.strictObject({});

/** What hurts when it is wrong. A warning or a demand is taken back by a mail. */
const COUNTED: readonly MeasureKind[] = ['hold', 'stop', 'suspend', 'close', 'purge', 'revoke-credentials'];

/** Has the automatic measures of a brand counted, so that too many of them become proposals (circuit breaker). */
export const breaker: ProcessManager<
  z.output<typeof state>,
  DefsOf<typeof inputs>,
  CountAutomaticMeasure,
  never
> = {
  name: 'breaker',
  state: new Versioned(1, state),
  initial: {},
  inputs,
  from: 'now', // what an earlier hour took is no news
  instanceOf: ({ data }) => (data.automated && COUNTED.includes(data.measure) ? data.brandId : null),

  react(_, stimulus) {
    if (stimulus.kind === 'deadline') return { done: true };
    const { brandId, at, caseId, measureId } = stimulus.event.data;
    return {
      done: true,
      commands: [{ type: 'CountAutomaticMeasure', scope: `brand:${brandId}`, at, caseId, measureId }],
    };
  },
};
