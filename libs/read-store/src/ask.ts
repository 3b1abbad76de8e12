import type { Query } from '@app/kernel';
import type { ReadStore } from './port';

/** Runs a query. Its reads are apart: a view may move between two of them, as it may between two queries. */
export const ask = async <R>(store: ReadStore, query: Query<R>): Promise<R> =>
  query.answer(await Promise.all(query.reads.map(({ text, params }) => store.all<unknown>(text, ...params))));
