import { ABSENT, meaningOf, unknown, type Finding, type Unknown } from './meaning';
import { Pace, type Waiting } from './pace';
import { asksAbout, questionFor, type Subject } from './question';
import type { Blocklist } from './schema';

/** As `dns.promises.resolve` answers for `A`: addresses; rejects with a `code`. ENOTFOUND and ENODATA say that there is no
 *  such name or address, everything else that nobody knows. */
export type AskDns = (name: string, type: 'A') => Promise<unknown>;

export interface SweepNeeds {
  readonly ask: AskDns;
  readonly waiting: Waiting;
  /** By `waiting.now()`: what was not asked by then stays unknown. */
  readonly until: number;
  /** Ends the sweep, which rejects then. */
  readonly signal: AbortSignal;
}

/** What one list said. */
export interface Swept {
  readonly list: string;
  /** Questions sent, tests left out. */
  readonly asked: number;
  readonly listed: number;
  /** Subjects of which nobody knows. */
  readonly unknown: number;
  /** Why it was left out, given up or not asked to the end. Names no zone. */
  readonly fault: string | null;
  /** Of a subject that was to be asked about. */
  readonly finding: (subject: Subject) => Finding;
}

/** Times running without an answer after which a list is given up. */
const PATIENCE = 20;
const TESTS = {
  ip: { listed: '127.0.0.2', absent: '127.0.0.1' },
  ipv6: { listed: '::ffff:7f00:2', absent: '::ffff:7f00:1' },
  domain: { listed: 'test', absent: 'invalid' },
};

/** Asks one list about everything it could know, a few questions at once and so many a second. Before and after it must pass
 *  its tests (RFC 5782 section 5): of one that answers everything, or nothing, or died meanwhile, nothing is believed. */
export const sweepList = async (
  list: Blocklist,
  subjects: readonly Subject[],
  needs: SweepNeeds,
): Promise<Swept> => {
  const { waiting, until, signal } = needs;
  const mine = subjects.filter((subject) => asksAbout(list, subject));
  const pace = new Pace(list.perSecond, waiting);
  const known = new Map<string, Finding>();
  let asked = 0;
  const told = (fault: string | null, believed: boolean): Swept => {
    const of = (subject: Subject) => (believed ? known.get(subject.value) : undefined) ?? NOT_ASKED;
    const count = (state: Finding['state']) => mine.filter((subject) => of(subject).state === state).length;
    return { list: list.id, asked, listed: count('listed'), unknown: count('unknown'), fault, finding: of };
  };
  const one = async (subject: Subject): Promise<Finding> => {
    await pace.turn(signal);
    return askList(list, subject, needs.ask);
  };

  const before = await failedTest(list, one);
  if (before !== undefined) return told(`left out: ${before}`, false);

  let silent = 0;
  let gaveUp: string | undefined;
  let at = 0;
  const late = () => waiting.now() >= until;
  const work = async (): Promise<void> => {
    for (let subject = mine[at++]; subject && gaveUp === undefined && !late(); subject = mine[at++]) {
      asked++;
      const found = await one(subject);
      known.set(subject.value, found);
      if (found.state !== 'unknown') silent = 0;
      else if (found.refuses) gaveUp ??= found.why;
      else if (++silent >= PATIENCE) gaveUp ??= `${PATIENCE} times running nothing: ${found.why}`;
    }
  };
  await Promise.all(Array.from({ length: Math.min(list.atOnce, mine.length) }, work));
  if (gaveUp !== undefined) return told(`given up: ${gaveUp}`, false);

  const after = await failedTest(list, one);
  if (after !== undefined) return told(`not believed: ${after} after the sweep`, false);
  return told(known.size < mine.length ? 'the time of the sweep ran out' : null, true);
};

const NOT_ASKED = unknown('it was not asked');

/** Why nothing is to be believed of the list; undefined: it passes. */
const failedTest = async (
  list: Blocklist,
  one: (subject: Subject) => Promise<Finding>,
): Promise<string | undefined> => {
  const kinds =
    list.of === 'domain' ? (['domain'] as const) : list.ipv6 ? (['ip', 'ipv6'] as const) : (['ip'] as const);
  for (const kind of kinds) {
    const test = (kind === 'ipv6' ? undefined : list.test) ?? TESTS[kind];
    for (const [value, wanted] of [
      [test.listed, 'listed'],
      [test.absent, 'absent'],
    ] as const) {
      const found = await one({ of: list.of, value });
      if (found.state !== wanted)
        return `${value} must be ${wanted}, and is ${found.state === 'unknown' ? `unknown (${found.why})` : found.state}`;
    }
  }
  return undefined;
};

/** One question. Never rejects. */
export const askList = async (list: Blocklist, subject: Subject, ask: AskDns): Promise<Finding> => {
  const name = questionFor(subject, list.zone);
  if (name === undefined) return unknown('it makes no name that could be asked for');
  try {
    return meaningOf(await ask(name, 'A'), list.codes);
  } catch (error) {
    return trouble(error);
  }
};

const trouble = (error: unknown): Finding | Unknown => {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'EUNKNOWN';
  return code === 'ENOTFOUND' || code === 'ENODATA' ? ABSENT : unknown(`DNS said ${code}`);
};
