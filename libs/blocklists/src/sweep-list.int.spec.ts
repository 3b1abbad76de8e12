import { promises as dns } from 'node:dns';
import { DnsServer, type DnsAnswer } from '@app/testing';
import { realWaiting } from './pace';
import type { Subject } from './question';
import type { Blocklist } from './schema';
import { sweepList, type Swept } from './sweep-list';

/** Node's own resolver against a name server on this machine, whatever that server does. */
describe('a list asked over UDP', () => {
  let server: DnsServer;
  const subject: Subject = { of: 'ip', value: '192.0.2.7' };
  const NAME = '7.2.0.192.bl.test';
  beforeEach(async () => (server = await DnsServer.start({ '2.0.0.127.bl.test': { A: ['127.0.0.2'] } })));
  afterEach(() => server.close());

  const list: Blocklist = {
    id: 'example',
    name: 'Example',
    enabled: true,
    zone: 'bl.test',
    of: 'ip',
    ipv6: false,
    codes: [{ code: '127.0.0.2', means: 'listed', name: 'spam' }],
    perSecond: 1_000,
    atOnce: 4,
    delisting: null,
    terms: 'none',
  };
  const resolver = (timeout: number) => {
    const one = new dns.Resolver({ timeout, tries: 1 });
    one.setServers([server.address]);
    return (name: string) => one.resolve(name, 'A');
  };
  const sweep = (timeout = 60_000, subjects: readonly Subject[] = [subject]): Promise<Swept> =>
    sweepList(list, subjects, {
      ask: resolver(timeout),
      waiting: realWaiting,
      until: Infinity,
      signal: new AbortController().signal,
    });

  it.each<[string, DnsAnswer | undefined, string]>([
    ['an address of the list', { A: ['127.0.0.2'] }, 'listed'],
    ['no such name', undefined, 'absent'],
    ['a name without an address', { TXT: ['nothing to see'] }, 'absent'],
    ['another’s address', { A: ['198.51.100.1'] }, 'unknown'],
    ['both', { A: ['127.0.0.2', '198.51.100.1'] }, 'unknown'],
    ['SERVFAIL', 'SERVFAIL', 'unknown'],
    ['REFUSED', 'REFUSED', 'unknown'],
    ['that it goes on over TCP, where nobody listens', 'truncated', 'unknown'],
    ['noise', 'garbage', 'unknown'],
    ['half a message', 'cut-short', 'unknown'],
    ['a name that points at itself', 'loop', 'unknown'],
  ])('that answers %s is told so', async (_, answer, state) => {
    server.says(NAME, answer);
    const result = await sweep();
    expect(result.finding(subject).state).toBe(state);
    expect(result.fault).toBeNull();
  });

  // These can only be told by the time they take: nothing comes that the resolver would believe.
  it.each<[string, DnsAnswer]>([
    ['never answers', 'silent'],
    ['answers under another id', 'wrong-id'],
    ['answers another question', 'wrong-question'],
    ['answers too late', 'late'],
  ])('that %s is unknown', async (_, answer) => {
    server.says(NAME, answer);
    const result = await sweep(250);
    server.answerLate();
    expect(result.finding(subject).state).toBe('unknown');
  });

  it('is asked about everything once', async () => {
    const many = Array.from({ length: 200 }, (_, i): Subject => ({ of: 'ip', value: `198.51.100.${i}` }));
    server.says('66.100.51.198.bl.test', { A: ['127.0.0.2'] });
    expect(await sweep(60_000, many)).toMatchObject({ asked: 200, listed: 1, unknown: 0, fault: null });
    const asked = server.asked.filter((name) => name.endsWith('.100.51.198.bl.test'));
    expect(new Set(asked).size).toBe(200);
    expect(asked).toHaveLength(200);
  });

  it('that answers every name alike is left out', async () => {
    await server.close();
    server = await DnsServer.start({}, () => ({ A: ['127.0.0.2'] }));
    expect(await sweep()).toMatchObject({
      asked: 0,
      unknown: 1,
      fault: 'left out: 127.0.0.1 must be absent, and is listed',
    });
  });
});
