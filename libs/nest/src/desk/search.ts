import type { Identity } from '@app/privacy';
import { ask, type ReadStore } from '@app/read-store';
import {
  addressRange,
  domainRange,
  searched,
  type Criterion,
  type Found,
  type FoundBy,
  type FoundKind,
} from '@app/views';
import { addressTerm, domainTerm, messageIdTerm, subjectTerm, wordTerms } from './search-terms';

/** What is known of what is looked for: one at least, and everything that is found meets all of them. */
export interface SearchedFor {
  readonly recipient?: string | undefined;
  readonly messageId?: string | undefined;
  /** As A-labels, in lower case. */
  readonly domain?: string | undefined;
  /** In canonical form. */
  readonly ip?: string | undefined;
  /** The whole of it, or words that are all in it. */
  readonly subject?: string | undefined;
  /** Any of these, by what it looks like, or an id of ours. `domain` and `ip`: what it is when it is read as one. */
  readonly text?:
    | { readonly written: string; readonly domain?: string | undefined; readonly ip?: string | undefined }
    | undefined;
}

interface Needs {
  readonly tables: ReadStore;
  readonly identity: Pick<Identity, 'termKeyOf' | 'recipientKeyOf'>;
}

/** Finds what a caller or a complaint in staff's hands is about. Only keyed hashes are compared: what was typed is stored
 *  nowhere, and nothing is opened. */
export class Search {
  constructor(private readonly needs: Needs) {}

  /** Newest first, of each kind up to a bound; `complete` is false when it was reached. */
  async find({ text, ...asked }: SearchedFor): Promise<{ found: Found[]; complete: boolean }> {
    const criteria = this.criteriaOf(asked);
    const readings = text === undefined ? [[]] : this.readingsOf(text).map((reading) => [reading]);
    const answers = await Promise.all(
      readings.map((reading) => ask(this.needs.tables, searched([...criteria, ...reading]))),
    );
    const found = new Map<string, Found>();
    for (const one of answers.flatMap((answer) => answer.found)) {
      const key = JSON.stringify([one.kind, one.id]);
      const by = [...new Set([...(found.get(key)?.by ?? []), ...one.by])];
      found.set(key, { ...one, by });
    }
    return {
      found: [...found.values()].map((one) => ({ ...one, by: directly(one.by) })).sort(newestFirst),
      complete: answers.every(({ complete }) => complete),
    };
  }

  private criteriaOf({ recipient, messageId, domain, ip, subject }: Omit<SearchedFor, 'text'>): Criterion[] {
    return [
      ...(recipient === undefined ? [] : [this.recipient(recipient)]),
      ...(messageId === undefined ? [] : [this.messageId(messageId)]),
      ...(domain === undefined ? [] : [this.domain(domain)]),
      ...(ip === undefined ? [] : [this.ip(ip)]),
      ...(subject === undefined ? [] : [this.subject(subject)]),
    ];
  }

  private readingsOf({ written, domain, ip }: NonNullable<SearchedFor['text']>): Criterion[] {
    return [
      ...(written.includes('@') ? [this.recipient(written), this.messageId(written)] : []),
      ...(ip === undefined ? [] : [this.ip(ip)]),
      ...(domain === undefined ? [] : [this.domain(domain)]),
      this.subject(written),
      { by: 'id', id: written },
    ];
  }

  private recipient(address: string): Criterion {
    return { by: 'recipient', person: this.needs.identity.recipientKeyOf(address) };
  }
  private messageId(id: string): Criterion {
    return { by: 'messageId', terms: [messageIdTerm(id, this.needs.identity)] };
  }
  private domain(domain: string): Criterion {
    return { by: 'domain', terms: [[domainTerm(domain, this.needs.identity)]], sends: domainRange(domain) };
  }
  private ip(ip: string): Criterion {
    const sends = addressRange(ip);
    return { by: 'ip', terms: [addressTerm(ip, this.needs.identity)], ...(sends && { sends }) };
  }
  private subject(subject: string): Criterion {
    const { identity } = this.needs;
    return { by: 'subject', terms: [subjectTerm(subject, identity), wordTerms(subject, identity)] };
  }
}

/** Where something was found by itself, that it was also by way of a complaint says no more. */
const directly = (by: readonly FoundBy[]): readonly FoundBy[] => {
  const itself = by.filter((one) => one !== 'complaint');
  return itself.length > 0 ? itself : by;
};

const ORDER: readonly FoundKind[] = ['complaint', 'report', 'case', 'account'];

/** The order of pages. */
export const newestFirst = (a: Place, b: Place): number =>
  b.at - a.at || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
export type Place = Pick<Found, 'at' | 'kind' | 'id'>;
