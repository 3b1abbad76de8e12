import type { Subject } from './question';
import type { Blocklist } from './schema';
import { sweepList, type AskDns, type SweepNeeds } from './sweep-list';

const list: Blocklist = {
  id: 'example',
  name: 'Example',
  enabled: true,
  zone: 'bl.test',
  of: 'ip',
  ipv6: false,
  codes: [
    { code: '127.0.0.2', means: 'listed', name: 'spam' },
    { code: '127.0.0.9', means: 'error', name: 'too many questions' },
  ],
  perSecond: 1_000,
  atOnce: 1,
  delisting: null,
  terms: 'none',
};
const subjects = (count: number): Subject[] =>
  Array.from({ length: count }, (_, i) => ({ of: 'ip', value: `192.0.2.${i}` }));
const nameOf = (n: number) => `${n}.2.0.192.bl.test`;

/** Time that passes only as it is waited for, and what was asked at which of its milliseconds. */
class Dns {
  readonly asked: { name: string; at: number }[] = [];
  now = 0;
  open = 0;
  mostOpen = 0;

  constructor(private readonly answers: Record<string, readonly string[] | string>) {}

  readonly ask: AskDns = async (name) => {
    this.asked.push({ name, at: this.now });
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    await Promise.resolve();
    this.open--;
    const answer = this.answers[name] ?? this.answers['*'] ?? 'ENOTFOUND';
    if (typeof answer === 'string') throw Object.assign(new Error(answer), { code: answer });
    return answer;
  };
  needs(more: Partial<SweepNeeds> = {}): SweepNeeds {
    const wait = async (ms: number) => {
      await Promise.resolve();
      this.now += ms;
    };
    return {
      ask: this.ask,
      waiting: { now: () => this.now, wait },
      until: Infinity,
      signal: new AbortController().signal,
      ...more,
    };
  }
}
const SOUND = { '2.0.0.127.bl.test': ['127.0.0.2'] };
const swept = (
  answers: Record<string, readonly string[] | string>,
  count: number,
  more: Partial<Blocklist> = {},
) => sweepList({ ...list, ...more }, subjects(count), new Dns(answers).needs());
const states = ({ finding }: Awaited<ReturnType<typeof sweepList>>, count: number) =>
  subjects(count).map((subject) => finding(subject).state);

describe('the sweep of a list', () => {
  it('tells what is listed, what is not, and of what nobody knows', async () => {
    const result = await swept(
      { ...SOUND, [nameOf(0)]: ['127.0.0.2'], [nameOf(2)]: 'ESERVFAIL', [nameOf(3)]: 'ENODATA' },
      4,
    );
    expect(result).toMatchObject({ list: 'example', asked: 4, listed: 1, unknown: 1, fault: null });
    expect(states(result, 4)).toEqual(['listed', 'absent', 'unknown', 'absent']);
  });

  it.each(['ESERVFAIL', 'ETIMEOUT', 'EREFUSED', 'ECONNREFUSED', 'EBADRESP', 'EBADNAME'])(
    'knows nothing of a subject for which DNS says %s',
    async (code) => {
      const result = await swept({ ...SOUND, [nameOf(0)]: code }, 1);
      expect(result.finding(subjects(1)[0]!)).toEqual({
        state: 'unknown',
        why: `DNS said ${code}`,
        refuses: false,
      });
      expect(result).toMatchObject({ listed: 0, unknown: 1, fault: null });
    },
  );

  it.each([
    ['answers everything', { '*': ['127.0.0.2'] }, '127.0.0.1 must be absent, and is listed'],
    ['answers nothing', {}, '127.0.0.2 must be listed, and is absent'],
    ['is away', { '*': 'ETIMEOUT' }, '127.0.0.2 must be listed, and is unknown (DNS said ETIMEOUT)'],
    [
      'has become somebody else’s page',
      { '*': ['198.51.100.1'] },
      '127.0.0.2 must be listed, and is unknown (an answer outside 127.0.0.0/8)',
    ],
  ])('that %s is left out: nobody is asked about, and nothing is known', async (_, answers, fault) => {
    const result = await swept(answers, 3);
    expect(result).toMatchObject({ asked: 0, listed: 0, unknown: 3, fault: `left out: ${fault}` });
    expect(states(result, 3)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('believes nothing of a list that began to answer everything meanwhile', async () => {
    const answers: Record<string, readonly string[]> = { ...SOUND };
    const dns = new Dns(answers);
    const ask: AskDns = (name, type) => {
      if (name === nameOf(1)) answers['*'] = ['127.0.0.2'];
      return dns.ask(name, type);
    };
    const result = await sweepList(list, subjects(3), { ...dns.needs(), ask });
    expect(result).toMatchObject({ listed: 0, unknown: 3 });
    expect(result.fault).toBe('not believed: 127.0.0.1 must be absent, and is listed after the sweep');
  });

  it('tests a list that knows IPv6 with both kinds of address', async () => {
    const v6 = '2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bl.test';
    expect((await swept(SOUND, 1, { ipv6: true })).fault).toBe(
      'left out: ::ffff:7f00:2 must be listed, and is absent',
    );
    expect((await swept({ ...SOUND, [v6]: ['127.0.0.2'] }, 1, { ipv6: true })).fault).toBeNull();
  });

  it('tests a list of domains with TEST and INVALID, or with what its file names', async () => {
    const domains = { of: 'domain' as const };
    const sweep = (answers: Record<string, readonly string[]>, more: Partial<Blocklist> = {}) =>
      sweepList(
        { ...list, ...domains, ...more },
        [{ of: 'domain', value: 'shop.example' }],
        new Dns(answers).needs(),
      );
    expect(await sweep({ 'test.bl.test': ['127.0.0.2'] })).toMatchObject({ fault: null, unknown: 0 });
    expect((await sweep({ 'invalid.bl.test': ['127.0.0.2'] })).fault).toContain('test must be listed');
    const test = { listed: 'bad.example', absent: 'good.example' };
    expect((await sweep({ 'bad.example.bl.test': ['127.0.0.2'] }, { test })).fault).toBeNull();
  });

  it('ends at once when the list refuses: who asks on is not heard next time either', async () => {
    const dns = new Dns({ ...SOUND, [nameOf(2)]: ['127.0.0.9'] });
    const result = await sweepList(list, subjects(100), dns.needs());
    expect(result).toMatchObject({ asked: 3, listed: 0, unknown: 100 });
    expect(result.fault).toBe('given up: the list refuses: too many questions');
  });

  it('ends after twenty times running without an answer, and not before', async () => {
    const silent = (n: number) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [nameOf(i), 'ETIMEOUT']));
    expect(await swept({ ...SOUND, ...silent(19) }, 100)).toMatchObject({
      asked: 100,
      unknown: 19,
      fault: null,
    });
    expect(await swept({ ...SOUND, ...silent(20) }, 100)).toMatchObject({
      asked: 20,
      unknown: 100,
      fault: 'given up: 20 times running nothing: DNS said ETIMEOUT',
    });
  });

  it('asks evenly, and no more often than the list allows', async () => {
    const dns = new Dns(SOUND);
    await sweepList({ ...list, perSecond: 10, atOnce: 1 }, subjects(5), dns.needs());
    expect(dns.asked.map(({ at }) => at)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800]);
  });

  it('has no more questions open than the list allows', async () => {
    const dns = new Dns(SOUND);
    await sweepList({ ...list, perSecond: 10_000, atOnce: 4 }, subjects(50), dns.needs());
    expect(dns.mostOpen).toBe(4);
    expect(new Set(dns.asked.map(({ name }) => name)).size).toBe(52); // each once, and the two of the test
  });

  it('keeps what it learnt until its time ran out; of the rest nobody knows', async () => {
    const dns = new Dns({ ...SOUND, [nameOf(0)]: ['127.0.0.2'] });
    const result = await sweepList({ ...list, perSecond: 10 }, subjects(50), dns.needs({ until: 500 }));
    expect(result).toMatchObject({
      asked: 4,
      listed: 1,
      unknown: 46,
      fault: 'the time of the sweep ran out',
    });
  });

  it('ends when it is told to, and tells nothing then', async () => {
    const stop = new AbortController();
    const dns = new Dns(SOUND);
    const ask: AskDns = (name, type) => {
      if (name === nameOf(3)) stop.abort();
      return dns.ask(name, type);
    };
    await expect(
      sweepList(list, subjects(50), { ...dns.needs({ signal: stop.signal }), ask }),
    ).rejects.toThrow();
    expect(dns.asked.at(-1)!.name).toBe(nameOf(3));
  });

  it('asks nothing but its tests where there is nothing to ask about', async () =>
    expect(await swept(SOUND, 0)).toMatchObject({ asked: 0, listed: 0, unknown: 0, fault: null }));
});
