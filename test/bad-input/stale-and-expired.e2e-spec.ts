import { days, minutes } from '@app/kernel';
import { Scene } from '../support/scene';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open('spotler');
  await scene.account();
});
afterEach(() => scene.close());

describe('stale If-Match', () => {
  const reviewed = (ifMatch: string) =>
    scene.desk.call<{ type: string; detail: string; errors?: unknown }>(
      'PUT',
      '/v1/accounts/shop-1',
      {
        brand: 'spotler',
        name: 'The Shop, renamed',
        contacts: [{ email: 'owner@shop-1.customer.example', locale: 'nl' }],
      },
      { headers: { 'if-match': ifMatch } },
    );

  it('is 412 with the revision it stands at, and nothing is done', async () => {
    const { revision } = await scene.desk.get<{ revision: number }>('/v1/accounts/shop-1');
    expect(await reviewed(`"${revision + 3}"`)).toMatchObject({
      status: 412,
      body: {
        type: 'urn:meldkamer:problem:stale-revision',
        detail: expect.stringContaining(`revision ${revision}`) as string,
      },
    });
    expect(await scene.desk.get('/v1/accounts/shop-1')).toMatchObject({ revision, name: 'The Shop' });
    expect((await reviewed(`"${revision}"`)).status).toBe(200);
  });

  it('on a decision that somebody else was faster with: 412, and the decision of the first stands', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    const { id, revision } = await scene.only();
    const decide = (ifMatch: number) =>
      scene.desk.call<{ detail: string }>(
        'POST',
        `/v1/cases/${encodeURIComponent(id)}/decisions`,
        { decision: 'confirm-unwanted', reason: 'as agreed' },
        { headers: { 'if-match': `"${ifMatch}"` } },
      );
    expect((await decide(revision)).status).toBe(200);
    await scene.desk.settled();
    const now = (await scene.only()).revision;
    const second = await decide(revision);
    expect(second.status).toBe(412);
    expect(second.body.detail).toContain(`revision ${now}`);
  });

  it.each(['7', '"seven"', '"-1"', 'W/"7"', '"1", "2"', '"'])('%s is no revision: 400', async (ifMatch) =>
    expect(await reviewed(ifMatch)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'If-Match', message: 'a revision between quotes' }] },
    }),
  );
});

describe('expired tokens', () => {
  const open = (path: string, method = 'GET') =>
    scene.desk.call<string>(method, path, method === 'POST' ? 'solution=x&feedback=y' : undefined, {
      key: null,
      headers: {
        'accept-language': 'en',
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
    });
  const link = async () => {
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    return scene.answerPath();
  };

  it('of the answer page: 410 and a page that says so, whether opened or posted to; nothing is recorded', async () => {
    const path = await link();
    expect((await open(path)).status).toBe(200);
    await scene.pass(days(400));
    for (const method of ['GET', 'POST']) {
      const { status, body, headers } = await open(path, method);
      expect(status).toBe(410);
      expect(headers.get('content-type')).toMatch(/^text\/html/);
      expect(body).toMatch(/expired|no longer/i);
    }
  });

  it('forged, cut off, of another purpose, or nonsense: 404 and a page that says so', async () => {
    const path = await link();
    const [, keyId, claims, mac] = path.split('/').at(-1)!.split('.');
    const other = Buffer.from(
      Buffer.from(claims!, 'base64url').toString().replace('"answer"', '"evidence"'),
    ).toString('base64url');
    const wrong = [
      `v1.${keyId}.${claims}.${'A'.repeat(43)}`,
      `v1.${keyId}.${claims}`,
      `v1.${keyId}.${other}.${mac}`,
      `v1.none.${claims}.${mac}`,
      `v2.${keyId}.${claims}.${mac}`,
      'x',
      '__proto__',
      '%00',
      'x'.repeat(1_024),
    ];
    for (const token of wrong)
      for (const method of ['GET', 'POST']) {
        const { status, body, headers } = await open(`/answer/${token}`, method);
        expect({ token: token.slice(0, 30), status }).toEqual({ token: token.slice(0, 30), status: 404 });
        expect(headers.get('content-type')).toMatch(/^text\/html/);
        expect(body).toMatch(/link/i);
      }
    expect((await open(`/answer/${'x'.repeat(1_025)}`)).status).toBe(414);
  });

  it('a trace token of another account’s key, or changed: the report is not traced by it', async () => {
    const mail = await scene.sent('jan@yahoo.example');
    const [[header, value]] = Object.entries(mail.headers!) as [[string, string]];
    const forged = {
      ...mail,
      messageId: 'unknown@elsewhere.example',
      headers: { [header]: `${value.slice(0, -4)}AAAA` },
    };
    await scene.complain(forged);
    const { items } = await scene.desk.get<{ items: { account: string | null; may: string[] }[] }>(
      '/v1/complaints',
    );
    expect(items.map(({ may }) => may)).toEqual([[]]);
  });
});
