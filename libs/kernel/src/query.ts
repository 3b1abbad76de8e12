import type { Statement } from './projection';

/** A question to views, as data: what to read, and what the answer is, given the rows of each. Pure, so that it stands
 *  beside the projection whose tables it reads; `ask` of @app/read-store runs it. */
export interface Query<R> {
  readonly reads: readonly Statement[];
  answer(found: readonly (readonly unknown[])[]): R;
}
