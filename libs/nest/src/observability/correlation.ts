import { AsyncLocalStorage } from 'node:async_hooks';

/** What a line of the log is about. Ids only. */
export interface Correlation {
  readonly correlationId: string;
  readonly commandId?: string;
}

const storage = new AsyncLocalStorage<Correlation>();

/** Every line logged in `act`, and in all it awaits, carries these ids. */
export const correlated = <R>(correlation: Correlation, act: () => R): R => storage.run(correlation, act);

export const currentCorrelation = (): Correlation | undefined => storage.getStore();
