import { loadSources, type FeedbackSource, type Registry } from '@app/examination';
import type { Instant } from '@app/kernel';
import { ask, type ReadStore } from '@app/read-store';
import { healthOfSources, type Coverage, type SourceHealth } from '@app/views';

/** The feedback sources that are registered at present, and what follows from them. */
export class Sources {
  private registry: Registry;

  /** Throws SourcesError, with all that is wrong in the files of `dir`. */
  constructor(
    private readonly dir: string,
    private readonly tables: ReadStore,
    private readonly now: () => Instant,
  ) {
    this.registry = loadSources(dir);
  }

  /** Bound, for those who ask anew for each report. */
  readonly current = (): Registry => this.registry;

  get list(): readonly FeedbackSource[] {
    return this.registry.sources;
  }

  /** Reads the files again, and answers what takes what they say: nothing has changed before that. Throws SourcesError. */
  readAgain(): () => void {
    const registry = loadSources(this.dir);
    return () => (this.registry = registry);
  }

  has(id: string): boolean {
    return this.find(id) !== undefined;
  }

  find(id: string): FeedbackSource | undefined {
    return this.registry.source(id);
  }

  /** Why no key can be made for this source; undefined when one can. */
  keyFault(id: string): string | undefined {
    const source = this.registry.source(id);
    if (!source) return `there is no source ${id}: there are ${this.list.map((one) => one.id).join(', ')}`;
    return source.identity.keys
      ? undefined
      : `source ${id} does not post with keys: its file says so with identity.keys: true`;
  }

  /** A mailbox provider as the sources name it, whether it was named so, in other letters, or by a mail domain of its own;
   *  any other as it was given. */
  providerNamed(given: string): string {
    const name = given.trim().toLowerCase();
    const same = this.coverage.find(({ provider }) => provider.toLowerCase() === name);
    return same?.provider ?? this.registry.providerOf(`@${name}`) ?? given;
  }

  health(): Promise<SourceHealth[]> {
    return ask(this.tables, healthOfSources(this.list, this.now()));
  }

  /** Every mailbox provider whose complaints there would be if there were any; since when, nobody has told us, hence
   *  always. */
  get coverage(): readonly Coverage[] {
    const names = new Set(this.list.flatMap(({ providers }) => Object.keys(providers)));
    return [...names].map((provider) => ({ provider, from: null }));
  }
}
