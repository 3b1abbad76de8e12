import { Catalogue, Versioned, instant } from '@app/kernel';
import { z } from 'zod';

const byPerson = { by: z.string(), reason: z.string().min(1), at: instant }; // `by`: who, as the edge knows them

/** What people decide about the machinery itself. Streams: `parked-<process>-<instance>`, `parked-effect-<id>`. */
export const runtimeEvents = new Catalogue({
  /** A process instance could not bear this stimulus, and goes on without it. */
  StimulusSkipped: new Versioned(
    1,
    z.strictObject({
      process: z.string(),
      instance: z.string(),
      stimulus: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('event'), stream: z.string(), revision: z.int(), id: z.string() }),
        z.strictObject({
          kind: z.literal('deadline'),
          name: z.string(),
          version: z.int(),
          dueAt: instant,
          firedAt: instant,
        }),
      ]),
      error: z.string(),
      ...byPerson,
    }),
  ),
  /** What a process asked for was set aside as hopeless, and is not done. */
  EffectSkipped: new Versioned(
    1,
    z.strictObject({
      id: z.string(),
      process: z.string(),
      instance: z.string(),
      target: z.string(),
      command: z.string(), // its type
      error: z.string(),
      ...byPerson,
    }),
  ),
});
