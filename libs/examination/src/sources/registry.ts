import { domainOf, isWithin } from '../fields/address';
import type { FeedbackSource } from './schema';

/** The feedback sources that are known here. Immutable: a reload makes another one. */
export class Registry {
  private readonly byId: ReadonlyMap<string, FeedbackSource>;
  private readonly providers: ReadonlyMap<string, string>;

  /** Signing domains of all sources. */
  readonly signers: readonly string[];

  constructor(readonly sources: readonly FeedbackSource[]) {
    this.signers = sources.flatMap(({ identity }) => identity.dkim);
    this.byId = new Map(sources.map((source) => [source.id, source]));
    this.providers = new Map(
      sources.flatMap((source) =>
        Object.entries(source.providers).flatMap(([name, domains]) => domains.map((d) => [d, name] as const)),
      ),
    );
  }

  source(id: string): FeedbackSource | undefined {
    return this.byId.get(id);
  }

  /** The source that a From address claims to be: the one with the longest pattern that fits. */
  claimedBy(from: string): FeedbackSource | undefined {
    let best: FeedbackSource | undefined;
    let longest = 0;
    for (const source of this.sources)
      for (const pattern of source.identity.from)
        if (pattern.length > longest && fits(pattern, from)) {
          best = source;
          longest = pattern.length;
        }
    return best;
  }

  /** The mailbox provider of an address, as delivery volumes name it; undefined when it is none that is known. */
  providerOf(address: string): string | undefined {
    const domain = domainOf(address);
    for (let at = 0; at >= 0; at = domain.indexOf('.', at) + 1 || -1) {
      const name = this.providers.get(domain.slice(at));
      if (name !== undefined) return name;
    }
    return undefined;
  }
}

const fits = (pattern: string, address: string): boolean => {
  const at = pattern.lastIndexOf('@');
  const local = pattern.slice(0, at).toLowerCase();
  const domain = pattern.slice(at + 1);
  const from = domainOf(address);
  if (local !== '' && address.slice(0, address.lastIndexOf('@')).toLowerCase() !== local) return false;
  return domain.startsWith('*.') ? isWithin(from, domain.slice(2)) : from === domain;
};
