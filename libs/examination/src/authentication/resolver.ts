import { promises as dns } from 'node:dns';
import { readFileSync, statSync } from 'node:fs';

/** Record types that DKIM, SPF, DMARC and ARC ask for. */
export type RecordType = 'TXT' | 'MX' | 'A' | 'AAAA' | 'PTR' | 'CNAME';

/** As `dns.promises.resolve` answers: TXT as lists of strings, MX as objects, the others as strings. Rejects with a
 *  `code`: ENOTFOUND and ENODATA say that there is none, anything else that nobody knows. */
export type Resolver = (name: string, type: RecordType) => Promise<unknown>;

export class DnsError extends Error {
  constructor(
    readonly code: string,
    name: string,
  ) {
    super(`DNS said ${code} for ${name}`);
  }
}

/** An answer, though an empty one. A name that cannot exist is as good as one that does not. */
const ABSENT = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME', 'EBADQUERY', 'ENONAME']);
export const isAbsent = (error: unknown): boolean => ABSENT.has(codeOf(error));
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'EUNKNOWN';

/** Asks these name servers, or the machine's; no look-up takes longer than `timeout` milliseconds. Throws for what is no
 *  address of a server. */
export const networkResolver = (timeout: number, servers?: readonly string[]): Resolver => {
  const resolver = new dns.Resolver({ timeout: Math.ceil(timeout / 2), tries: 2 });
  if (servers) resolver.setServers(servers);
  return (name, type) => within(timeout, name, resolver.resolve(name, type));
};

const within = async (timeout: number, name: string, answer: Promise<unknown>): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DnsError('ETIMEOUT', name)), timeout);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** `{"name": {"TXT": ["…"], "MX": ["10 mx.example"]}}`; a type's value `"SERVFAIL"` stands for a server that fails. */
export type Zone = Readonly<Record<string, Readonly<Record<string, readonly string[] | string | undefined>>>>;

/** Answers from a zone instead of the network. */
export const zoneResolver = (zone: () => Zone | Promise<Zone>): Resolver => {
  return async (name, type) => {
    const all = await zone();
    const key = name.toLowerCase().replace(/\.$/, '');
    const records = Object.hasOwn(all, key) ? all[key]! : undefined;
    if (!records) throw new DnsError('ENOTFOUND', name);
    const found = Object.hasOwn(records, type) ? records[type] : undefined;
    if (typeof found === 'string') throw new DnsError(`E${found}`, name);
    if (!found || found.length === 0) throw new DnsError('ENODATA', name);
    if (type === 'TXT') return found.map((text) => [text]);
    return type === 'MX' ? found.map(mxRecord) : [...found];
  };
};

const mxRecord = (text: string): { priority: number; exchange: string } => {
  const found = /^(\d{1,5})\s+(\S+)$/.exec(text);
  return { priority: found ? Number(found[1]) : 10, exchange: found?.[2] ?? text };
};

/** The file is looked at before each look-up, and read when it is another: tests add records while the desk runs. */
export const zoneFileResolver = (path: string): Resolver => {
  let read: { readonly of: string; readonly zone: Zone } | undefined;
  return zoneResolver(() => {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true });
    const of = `${ino} ${size} ${mtimeNs}`;
    if (read?.of !== of) read = { of, zone: zoneIn(path) };
    return read.zone;
  });
};

const zoneIn = (path: string): Zone => {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text) as Zone;
  } catch (error) {
    throw new Error(
      `${path} is no JSON: a zone file looks like { "name": { "TXT": ["…"], "MX": ["10 mx"] } }`,
      { cause: error },
    );
  }
};

/** Remembers answers for `keep` milliseconds, and that there is none; asks once for what is asked twice at a time. */
export const caching = (resolver: Resolver, keep: number, now: () => number, most = 10_000): Resolver => {
  if (keep === 0) return resolver;
  const known = new Map<string, { answer: Promise<unknown>; until: number }>();
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const entry = known.get(key);
    if (entry && entry.until > now()) return entry.answer;
    const answer = resolver(name, type);
    known.delete(key);
    known.set(key, { answer, until: now() + keep });
    answer.catch((error: unknown) => {
      if (!isAbsent(error)) known.delete(key); // trouble is asked about again
    });
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return answer;
  };
};
