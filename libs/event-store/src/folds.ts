import type { Folded } from './fold';
import type { EventStore } from './port';

const REMEMBERED = 5_000; // streams

/** The folds this process has made of a store's streams, as many as are in use at a time. One is read on from, and never
 *  taken for the last word: others may have appended since. */
export class Folds {
  private static readonly ofStores = new WeakMap<EventStore, Folds>();
  private readonly known = new Map<string, { readonly decider: object; readonly folded: Folded<unknown> }>(); // the longest unused first

  static of(store: EventStore): Folds {
    let folds = Folds.ofStores.get(store);
    if (!folds) Folds.ofStores.set(store, (folds = new Folds()));
    return folds;
  }

  /** A copy, to be read on. */
  recall<S>(decider: { readonly initial: S }, stream: string): Folded<S> | undefined {
    const known = this.known.get(stream);
    if (known?.decider !== decider) return undefined;
    this.known.delete(stream);
    this.known.set(stream, known);
    return (known.folded as Folded<S>).copy();
  }

  remember<S>(decider: { readonly initial: S }, stream: string, folded: Folded<S>): void {
    this.known.delete(stream);
    this.known.set(stream, { decider, folded: folded.copy() });
    if (this.known.size > REMEMBERED) this.known.delete(this.known.keys().next().value!);
  }
}
