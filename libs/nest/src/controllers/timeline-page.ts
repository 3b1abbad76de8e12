import { z } from 'zod';
import type { Recorded } from '@app/event-store';
import { cursorFor, Problem } from '../http';
import { entryOf, storyOf, type StoryOf } from '../desk/timeline';
import type { Desk } from '../desk/desk';

const place = z.strictObject({
  /** Which way to go on from that event. */
  to: z.enum(['older', 'newer']),
  stream: z.string().max(512),
  revision: z.int().positive(),
});
const cursor = cursorFor('timeline', place);

export const timelineAsked = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(1_000)
    .meta({ description: 'How many events a page has' }),
  cursor: z
    .string()
    .max(2_048)
    .optional()
    .meta({ description: 'nextCursor or newerCursor of another page; without one, the latest events' }),
});

export const timelinePage = z
  .object({
    items: z
      .array(
        z.object({
          type: z.string(),
          at: z.iso.datetime(),
          cause: z.string().meta({ description: 'In words: the rule, the person or the command' }),
          stream: z.string(),
          revision: z.int(),
          data: z
            .record(z.string(), z.unknown())
            .meta({ description: 'The event; personal data is `(sealed)`' }),
        }),
      )
      .meta({ description: 'Newest last' }),
    nextCursor: z.string().nullable().meta({ description: 'The page of older events; null: there are none' }),
    newerCursor: z
      .string()
      .nullable()
      .meta({ description: 'What came after this page, now or later; null: nothing has happened at all' }),
    complaintsLeftOut: z.boolean().meta({
      description:
        'There are more complaints than a timeline tells of: those that were last heard of longest ago are not in it. ' +
        'GET /v1/complaints lists all',
    }),
  })
  .meta({ id: 'Timeline' });
export type TimelinePage = z.output<typeof timelinePage>;

/** The latest events, or those right before or right after a page that was shown; each page newest last. Pages fit
 *  together whatever happens between two calls, since no event takes a place before one that was shown. */
export const pageOfTimeline = async (
  { events, tables }: Pick<Desk['stores'], 'events' | 'tables'>,
  of: StoryOf,
  { limit, cursor: given }: z.output<typeof timelineAsked>,
): Promise<TimelinePage> => {
  const { found, leftOut } = await storyOf(events, tables, of);
  const from = cursor.decode(given);
  const at = from && found.findIndex((e) => e.stream === from.stream && e.revision === from.revision);
  if (at === -1)
    throw new Problem(
      'invalid-request',
      'the event at which the cursor stands is not in this timeline any more',
      {
        errors: [{ path: 'cursor', message: 'begin again without one' }],
      },
    );
  const [first, last] =
    at === undefined
      ? [Math.max(found.length - limit, 0), found.length]
      : from!.to === 'older'
        ? [Math.max(at - limit, 0), at]
        : [at + 1, Math.min(at + 1 + limit, found.length)];
  const shown = found.slice(first, last);
  const stands = (to: 'older' | 'newer', event: Recorded | undefined) =>
    event ? cursor.encode({ to, stream: event.stream, revision: event.revision }) : null;
  return {
    items: shown.map((recorded) => {
      const { event, because, ...entry } = entryOf(recorded);
      return { type: event, cause: because, ...entry };
    }),
    nextCursor: first > 0 ? stands('older', found[first]) : null,
    newerCursor: stands('newer', shown.at(-1) ?? found[last - 1]),
    complaintsLeftOut: leftOut,
  };
};
