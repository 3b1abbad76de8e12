import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { days, Instant, minutes } from '@app/kernel';
import { Scene } from '../support/scene';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open('iconneqt');
  await scene.account();
});
afterEach(() => scene.close());

const JAN = 'jan@yahoo.example';
const signedUp = {
  accountId: 'shop-1',
  recipient: JAN,
  source: 'own-opt-in',
  signedUpAt: '2026-01-05T10:00:00Z',
  ip: '192.0.2.7',
  userAgent: 'Firefox 140 on somebody’s own machine',
  url: 'https://shop.example/news?for=jan%40yahoo.example',
  wordingId: 'w-3',
};
const confirmed = {
  accountId: 'shop-1',
  recipient: JAN,
  confirmedAt: '2026-01-05T10:07:00Z',
  confirmationIp: '192.0.2.8',
  confirmationUserAgent: 'Mail on a telephone',
};
interface Archive {
  readonly account: string;
  readonly origin: Record<string, unknown>;
  readonly items: readonly Record<string, unknown>[];
}
const tell = (batch: unknown, key?: string) =>
  scene.desk.call<{ errors?: { path: string; message: string }[]; detail?: string; accepted?: number }>(
    'POST',
    '/v1/consents',
    batch,
    key ? { key } : {},
  );
const archive = (query: string) => scene.desk.get<Archive>(`/v1/consents?${query}`);
const ofJan = `account=shop-1&recipient=${encodeURIComponent(JAN)}`;

describe('the archive of consent', () => {
  it('AI-13: holds the address, the browser and the times of sign-up and confirmation of whoever opted in', async () => {
    expect(await tell([signedUp, confirmed])).toMatchObject({ status: 200, body: { accepted: 2 } });
    const { origin, items } = await archive(ofJan);
    expect(items).toMatchObject([
      {
        what: 'signed-up',
        at: '2026-01-05T10:00:00.000Z',
        source: 'own-opt-in',
        address: JAN,
        ip: '192.0.2.7',
        userAgent: signedUp.userAgent,
        url: signedUp.url,
        wordingId: 'w-3',
      },
      {
        what: 'confirmed',
        at: '2026-01-05T10:07:00.000Z',
        ip: '192.0.2.8',
        userAgent: 'Mail on a telephone',
      },
    ]);
    expect(origin).toMatchObject({
      source: 'own-opt-in',
      liability: 'shared',
      because: 'confirmed',
      confirmedAt: '2026-01-05T10:07:00.000Z',
    });
  });

  it('AI-14: tells when people signed up and when they signed off, however late and however often it was told', async () => {
    const off = {
      accountId: 'shop-1',
      recipient: JAN,
      signedOffAt: '2026-02-01T08:00:00Z',
      signedOffVia: 'link',
    };
    await tell([off]);
    await tell([confirmed, signedUp]);
    await tell([off, signedUp, confirmed]);
    expect((await archive(ofJan)).items.map(({ what, via }) => [what, via])).toEqual([
      ['signed-up', null],
      ['confirmed', null],
      ['signed-off', 'link'],
    ]);
    expect((await archive(`${ofJan}&at=2026-01-20T00:00:00Z`)).origin).toMatchObject({ liability: 'shared' });
    expect((await archive(ofJan)).origin).toMatchObject({ because: 'withdrawn', liability: 'customer' });
  });

  it('AI-15: has no proof of a sign-up by word of mouth, whose risk is the customer’s', async () => {
    await tell([{ accountId: 'shop-1', recipient: JAN, source: 'oral', signedUpAt: '2026-01-05T10:00:00Z' }]);
    expect((await archive(ofJan)).origin).toMatchObject({ source: 'oral', liability: 'customer' });
  });

  it('AI-16: tells of a complaint whose risk its address was when the mail was sent', async () => {
    await tell([signedUp]);
    await scene.complaintAbout(JAN);
    const [complaint] = await scene.complaints();
    const ofComplaint = () => archive(`complaint=${encodeURIComponent(complaint!.id)}`);
    expect((await ofComplaint()).origin).toMatchObject({ because: 'unconfirmed', liability: 'customer' });

    await scene.pass(days(1));
    await tell([{ ...confirmed, confirmedAt: new Date(scene.desk.now).toISOString() }]); // after the sending
    expect((await ofComplaint()).origin).toMatchObject({ because: 'unconfirmed' });
    await tell([confirmed]); // before it, and told late
    expect(await ofComplaint()).toMatchObject({
      account: 'shop-1',
      origin: { because: 'confirmed', liability: 'shared' },
    });
  });

  it('keeps each account’s word to itself', async () => {
    await tell([signedUp, confirmed]);
    await scene.account('shop-2');
    expect(await archive(`account=shop-2&recipient=${JAN}`)).toMatchObject({
      items: [],
      origin: { because: 'not-recorded', liability: 'customer' },
    });
  });

  it('names accounts that are not registered, and takes what is told of them', async () => {
    expect((await tell([{ ...signedUp, accountId: 'new-1' }])).body).toMatchObject({
      accepted: 1,
      unknownAccounts: ['new-1'],
    });
  });

  it('is sealed: nothing of it stands in the log in plain text', async () => {
    await tell([signedUp, confirmed]);
    const files = ['events.db', 'events.db-wal'].map((name) =>
      readFileSync(join(scene.desk.dataDir, 'data', name), 'latin1'),
    );
    expect(files.join('')).toContain('ConsentConfirmed');
    for (const text of [JAN, 'jan%40yahoo', '192.0.2.7', 'Firefox 140', 'on a telephone'])
      expect(files.join('')).not.toContain(text);
  });

  it('is read by staff, on record, and told by the platform', async () => {
    const [agent, viewer, platform] = [
      await scene.key('agent', 'a'),
      await scene.key('viewer', 'v'),
      await scene.key('platform', 'p'),
    ];
    expect((await tell([signedUp], platform)).status).toBe(200);
    expect((await tell([signedUp], agent)).status).toBe(403);
    const read = (key: string) => scene.desk.call('GET', `/v1/consents?${ofJan}`, undefined, { key });
    expect((await read(viewer)).status).toBe(403);
    expect((await read(platform)).status).toBe(403);
    expect((await read(agent)).status).toBe(200);
    const audit = readFileSync(join(scene.desk.dataDir, 'data/audit/audit-2026-03.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(
        (line) => JSON.parse(line) as { method: string; route: string; role: string | null; outcome: string },
      );
    expect(audit).toContainEqual(
      expect.objectContaining({ method: 'GET', route: '/v1/consents', role: 'agent', outcome: 'attempted' }),
    );
    expect(audit.filter(({ method }) => method === 'OPEN').map(({ route }) => route)).toEqual(
      expect.arrayContaining(['/address', '/ip', '/userAgent', '/url']),
    );
  });
});

describe('a batch of consents', () => {
  const tomorrow = new Date(Instant('2026-03-03T09:00:00.000Z') + days(1) + minutes(1)).toISOString();
  it.each([
    ['says nothing', { accountId: 'shop-1', recipient: JAN }, '[1].signedUpAt'],
    ['has a sign-up of no source', { ...signedUp, source: undefined }, '[1].source'],
    ['has a source of its own', { ...signedUp, source: 'bought' }, '[1].source'],
    ['has an address of a machine that is none', { ...signedUp, ip: '192.0.2.700' }, '[1].ip'],
    ['has a page that is none', { ...signedUp, url: 'javascript:alert(1)' }, '[1].url'],
    ['confirms before it signs up', { ...signedUp, confirmedAt: '2026-01-05T09:59:59Z' }, '[1].confirmedAt'],
    ['has an IP of no sign-up', { ...confirmed, ip: '192.0.2.7' }, '[1].ip'],
    ['lies ahead', { ...signedUp, signedUpAt: tomorrow }, '[1].signedUpAt'],
  ])('of which an item %s is refused whole, and names it', async (_, wrong, path) => {
    const answer = await tell([signedUp, wrong]);
    expect(answer.status).toBe(400);
    expect(answer.body.errors!.map((error) => error.path)).toEqual([path]);
    expect((await archive(ofJan)).items).toEqual([]);
  });

  it.each([
    ['', 'account'],
    ['account=shop-1', 'recipient'],
    [`recipient=${JAN}`, 'account'],
    [`complaint=c1&${ofJan}`, 'complaint'],
  ])('is read by complaint, or by account and recipient: not by "%s"', async (query, path) => {
    const answer = await scene.desk.call<{ errors: { path: string }[] }>('GET', `/v1/consents?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error) => error.path)).toEqual([path]);
  });

  it('cannot be read of a complaint that there is not', async () =>
    expect((await scene.desk.call('GET', '/v1/consents?complaint=none')).status).toBe(404));

  it('of 2,000 addresses is taken at once', async () => {
    const batch = Array.from({ length: 2_000 }, (_, n) => ({
      ...signedUp,
      recipient: `r${n}@yahoo.example`,
      confirmedAt: confirmed.confirmedAt,
    }));
    expect(await tell(batch)).toMatchObject({ status: 200, body: { accepted: 2_000 } });
    expect((await archive('account=shop-1&recipient=r1999@yahoo.example')).items).toHaveLength(2);
  });

  it('refuses what is too much of one address, takes the rest, and says which', async () => {
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({
        ...signedUp,
        signedUpAt: new Date(Instant('2026-01-05T10:00:00.000Z') + from + n).toISOString(),
      }));
    expect((await tell(many(0, 499))).status).toBe(200);
    const other = { ...signedUp, recipient: 'piet@yahoo.example' };
    const answer = await tell([...many(499, 2), other]);
    expect(answer.status).toBe(409);
    expect(answer.body.errors).toMatchObject([{ path: '[1]' }]);
    expect((await archive('account=shop-1&recipient=piet@yahoo.example')).items).toHaveLength(1);
  });
});
