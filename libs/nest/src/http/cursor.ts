import { z } from 'zod';
import { Problem } from './problem';

/** What every list answers. */
export interface ListOf<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
/** For OpenAPI: `listOf(complaintItem).meta({ id: 'Complaints' })`. */
export const listOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

const bad = () =>
  new Problem('invalid-request', 'cursor must be what the last page gave as nextCursor, unchanged', {
    errors: [{ path: 'cursor', message: 'not a cursor of this list' }],
  });

/** The place where the next page begins, opaque to callers. It is encoded and not signed: it holds the last row's sort
 *  keys and nothing else, they go into the query as parameters, and who changes them sees what a filter would show. */
export const cursorFor = <S extends z.ZodType>(list: string, place: S) => {
  const whole = z.tuple([z.literal(list), place]);
  return {
    encode: (at: z.output<S>): string => Buffer.from(JSON.stringify([list, at])).toString('base64url'),
    /** Undefined for the first page. Throws Problem for a cursor of another list, or of nobody's making. */
    decode: (cursor: string | undefined): z.output<S> | undefined => {
      if (cursor === undefined || cursor === '') return undefined;
      let value: unknown;
      try {
        value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
      } catch {
        throw bad();
      }
      const parsed = whole.safeParse(value);
      if (!parsed.success) throw bad();
      return parsed.data[1] as z.output<S>;
    },
  };
};

/** A page of `limit` out of rows that were asked for with `limit + 1`: the one too many says that there is more. */
export const pageOf = <Row, T>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => T,
  cursor: (last: Row) => string,
): ListOf<T> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    nextCursor: rows.length > limit && last !== undefined ? cursor(last) : null,
  };
};

/** How many of the latest entries a timeline shows. */
export const lastOnes = z.strictObject({ limit: z.coerce.number().int().min(1).max(10_000).default(1_000) });

/** `limit` in a query: how many items a page holds. */
export const pageLimit = z.coerce.number().int().min(1).max(200).default(50);

/** Of a list whose pages begin after a place that its query writes: an instant first, or what `form` says. */
export const pageCursor = (form = /^\d{1,16}\../) =>
  z.string().max(512).regex(form, 'must be what the last page gave as nextCursor, unchanged').optional();
