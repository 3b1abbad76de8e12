import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { days, minutes } from '@app/kernel';
import { DnsServer } from '@app/testing';
import { Scene } from '../support/scene';

interface Listing {
  readonly id: string;
  readonly account: string | null;
  readonly subject: { readonly value: string };
  readonly delisting: string | null;
  readonly ended: { readonly reason: string } | null;
}
interface Sweep {
  readonly day: string;
  readonly done: boolean;
  readonly lists: readonly { asked: number; listed: number; unknown: number; fault: string | null }[];
}
const LIST = `
id: example
name: Example
enabled: true
zone: bl.test
of: ip
codes:
  - { code: 127.0.0.2, means: listed, name: spam }
  - { code: 127.0.0.10, means: policy-range, name: dynamic }
perSecond: 1000
atOnce: 4
delisting: 'https://bl.test/out?ip={subject}'
terms: Ours.
`;
const OF_SHOP = '7.2.0.192.bl.test';

/** A real name server over UDP, a blocklist in a file, and days that pass. */
describe('the daily sweep', () => {
  let scene: Scene;
  let server: DnsServer;
  let folder: string;
  const listings = async (state = 'listed') =>
    (await scene.desk.get<{ items: Listing[] }>(`/v1/blocklistings?state=${state}`)).items;
  const sweeps = async () => (await scene.desk.get<{ items: Sweep[] }>('/v1/sweeps')).items;
  const queue = async (name: string) => {
    const { items } = await scene.desk.get<{ items: { queue: string; count: number }[] }>('/v1/queues');
    return items.find((one) => one.queue === name)?.count ?? 0;
  };

  beforeEach(async () => {
    server = await DnsServer.start({ '2.0.0.127.bl.test': { A: ['127.0.0.2'] } });
    folder = mkdtempSync(join(tmpdir(), 'blocklists-'));
    writeFileSync(join(folder, 'example.yaml'), LIST);
    scene = await Scene.open('conectoo', {
      BLOCKLISTS_DIR: folder,
      DNS__ZONE_FILE: '',
      DNS__SERVERS: server.address,
      SWEEP__OWN__IPS: '203.0.113.9',
    });
    await scene.account('shop-1', { ips: ['192.0.2.7'] });
    await scene.account('shop-2', { ips: ['192.0.2.8'] });
  });
  afterEach(async () => {
    await scene.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });
  const nextDay = async () => {
    await scene.pass(days(1));
    await scene.pass(minutes(2)); // what the day began, the next round ends
  };

  it('CO-23: looks at the blocklists every day, and an account that stands on one is reviewed by a person', async () => {
    await nextDay();
    expect(await listings()).toEqual([]);
    expect(await scene.cases()).toEqual([]);

    server.says(OF_SHOP, { A: ['127.0.0.2'] });
    await nextDay();
    expect(await listings()).toMatchObject([
      {
        account: 'shop-1',
        subject: { of: 'ip', value: '192.0.2.7' },
        codes: ['spam'],
        delisting: 'https://bl.test/out?ip=192.0.2.7',
        ended: null,
      },
    ]);
    expect(await queue('blocklisted')).toBe(1);
    const { state, tasks, measures } = await scene.only();
    expect(state).not.toBe('resolved');
    expect(tasks).toEqual(['review-account']);
    expect(await queue('review-account')).toBe(1);
    expect(measures.map(({ measure }) => measure)).not.toContain('suspend'); // a finding is a person's, not the list's
    expect(await scene.standing()).not.toBe('suspended');
    expect(await scene.cases('shop-2')).toEqual([]);

    await nextDay(); // it stands there still: nothing is begun twice
    expect((await scene.only()).tasks).toEqual(tasks);
    expect(await listings()).toHaveLength(1);
  });

  it('tells that a listing is over when two days running did not find it, and begins anew after that', async () => {
    server.says(OF_SHOP, { A: ['127.0.0.2'] });
    await nextDay();
    server.says(OF_SHOP, undefined);
    await nextDay();
    expect(await listings()).toMatchObject([{ ended: null, absentIn: expect.any(String) as string }]);
    await nextDay();
    expect(await listings()).toEqual([]);
    expect((await listings('ended')).map(({ ended }) => ended?.reason)).toEqual([
      expect.stringMatching(/the sweeps of .* did not find it/),
    ]);
    expect(await queue('blocklisted')).toBe(0);
    server.says(OF_SHOP, { A: ['127.0.0.2'] });
    await nextDay();
    expect(await listings()).toHaveLength(1);
  });

  it('moves nobody when a provider lists its own range, and shows it', async () => {
    server.says(OF_SHOP, { A: ['127.0.0.10'] });
    await nextDay();
    expect(await listings()).toMatchObject([{ account: 'shop-1', severity: 'policy-range' }]);
    expect(await scene.cases()).toEqual([]);
  });

  it('asks about our own addresses too, for which no customer has to answer', async () => {
    server.says('9.113.0.203.bl.test', { A: ['127.0.0.2'] });
    await nextDay();
    expect(await listings()).toMatchObject([{ account: null, subject: { value: '203.0.113.9' } }]);
    expect([...(await scene.cases()), ...(await scene.cases('shop-2'))]).toEqual([]);
  });

  it('takes no answer for no listing: what stood there still does, and the fault is told', async () => {
    server.says(OF_SHOP, { A: ['127.0.0.2'] });
    await nextDay();
    server.says('2.0.0.127.bl.test', 'SERVFAIL');
    server.says(OF_SHOP, 'SERVFAIL');
    await nextDay();
    await nextDay();
    expect(await listings()).toHaveLength(1);
    expect(await queue('sweep-faults')).toBe(1);
    expect((await sweeps())[0]!.lists[0]!.fault).not.toBeNull();
  });

  it('that a day went without is an alarm until somebody has looked into it', async () => {
    await nextDay();
    await scene.desk.restart(days(3));
    await scene.pass(minutes(2));
    await nextDay();
    expect((await sweeps()).filter(({ done }) => !done)).toHaveLength(2);
    expect(await queue('sweep-missed')).toBe(2);
    await scene.desk.did('POST', '/v1/sweeps/missed/handled', { reason: 'the machine was moved' });
    expect(await queue('sweep-missed')).toBe(0);
  });

  it('believes a person who says that a listing is over, until a later day finds it again', async () => {
    server.says(OF_SHOP, { A: ['127.0.0.2'] });
    await nextDay();
    const [{ id }] = (await listings()) as [Listing];
    await scene.desk.did('POST', `/v1/blocklistings/${id}/end`, { reason: 'they wrote that it is off' });
    expect(await listings()).toEqual([]);
    await nextDay();
    expect(await listings()).toHaveLength(1);
    const unknown = await scene.desk.call('POST', '/v1/blocklistings/nothing/end', { reason: 'x' });
    expect(unknown.status).toBe(404);
    const key = await scene.key('viewer', 'reads');
    expect((await scene.desk.call('POST', `/v1/blocklistings/${id}/end`, { reason: 'x' }, { key })).status).toBe(403);
  });
}); // prettier-ignore
