import { z } from 'zod';
import type { CaseEvent } from '@app/enforcement';

/** What came of each measure that a decision touched, by the event that says so. */
const CAME_OF_IT = {
  MeasureProposed: 'proposed',
  MeasureSeconded: 'seconded',
  MeasureTaken: 'taken',
  MeasureShadowed: 'shadowed',
  MeasureRefused: 'refused',
  AnnulmentDecided: 'annulled',
} as const;
const state = z.enum(Object.values(CAME_OF_IT));

export const decisionAnswer = z
  .object({
    revision: z.int(),
    outcome: z.enum(['done', 'proposed', 'seconded', 'shadowed', 'nothing']).meta({
      description:
        'proposed: it waits for somebody to approve it. seconded: it waits for one more person. shadowed: the brand only ' +
        'watches. nothing: it stood so already, and nothing has changed',
    }),
    measures: z.array(z.object({ measureId: z.string(), state })).meta({
      description: 'What became of each measure by this decision; GET /v1/cases/{id} tells all of them',
    }),
  })
  .meta({ id: 'CaseDecided' });
export type DecisionAnswer = z.output<typeof decisionAnswer>;

/** So that nobody believes to have closed an account who has proposed it. */
export const answerTo = (revision: number, events: readonly CaseEvent[]): DecisionAnswer => {
  const measures = new Map<string, z.output<typeof state>>();
  for (const { type, data } of events)
    if (type in CAME_OF_IT && 'measureId' in data && typeof data.measureId === 'string')
      measures.set(data.measureId, CAME_OF_IT[type as keyof typeof CAME_OF_IT]);
  const states = [...measures.values()];
  const waits = (['proposed', 'seconded', 'shadowed'] as const).find((one) => states.includes(one));
  const acted =
    states.some((one) => one === 'taken' || one === 'annulled' || one === 'refused') ||
    events.some(({ type }) => type === 'ReinstatementDecided');
  const outcome = events.length === 0 ? 'nothing' : acted || !waits ? 'done' : waits;
  return {
    revision,
    outcome,
    measures: Array.from(measures, ([measureId, state]) => ({ measureId, state })),
  };
};
