import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minutes } from '@app/kernel';
import { Scene } from '../support/scene';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open('spotler');
  await scene.account('shop-1', { domains: ['shop.example'] });
  await scene.complaintAbout('jan@yahoo.example');
  await scene.pass(minutes(15));
});
afterEach(() => scene.close());

interface Line {
  readonly id: string;
  readonly completeness: { answered: number; asked: number; missing: readonly string[] };
  readonly findings: readonly { code: string; severity: string; sentence: string }[];
  readonly files: readonly { id: string; name?: string; type: string; bytes: number; sha256: string }[];
  readonly questionnaire?: Record<string, unknown>;
}
const path = async () => `/v1/cases/${encodeURIComponent((await scene.only()).id)}`;
const give = async (body: unknown, key?: string, headers: Record<string, string> = {}) =>
  scene.desk.call<Line & { errors?: { path: string; message: string }[] }>(
    'POST',
    `${await path()}/evidence`,
    body,
    {
      ...(key && { key }),
      headers,
    },
  );
const all = async (key?: string) =>
  (await scene.desk.call<{ items: Line[] }>('GET', `${await path()}/evidence`, undefined, key ? { key } : {}))
    .body.items;
const PDF = Buffer.from('%PDF-1.7\n% the form that was signed\n');
const file = (bytes: Buffer, name = '../../the form “signed”.exe') => ({
  name,
  content: bytes.toString('base64'),
});
const online = {
  collected: 'online',
  collectedAt: '2026-01-05T11:00:00+01:00',
  how: 'They asked for the newsletter.',
  by: 'newsletter',
  url: 'https://www.shop.example/news',
  ip: '8.8.8.8',
  optIn: 'double',
  confirmedAt: '2026-01-05T10:07:00Z',
  explicitStatement: true,
  statementText: 'Yes, send me the newsletter of The Shop.',
  couldConsent: true,
};

describe('evidence of consent over the API', () => {
  it('SP-36 SP-44: is whole where everything was answered, and holds together', async () => {
    expect(await give({ questionnaire: online })).toMatchObject({
      status: 200,
      body: { completeness: { answered: 10, asked: 10, missing: [] }, findings: [] },
    });
    expect(await all()).toMatchObject([
      {
        questionnaire: {
          ...online,
          collectedAt: '2026-01-05T10:00:00.000Z',
          confirmedAt: '2026-01-05T10:07:00.000Z',
        },
      },
    ]);
  });

  it('SP-37 SP-48: says what is missing of half an answer, and takes the rest later', async () => {
    const { body } = await give({ questionnaire: { ...online, confirmedAt: undefined, ip: undefined } });
    expect(body.completeness).toEqual({ answered: 8, asked: 10, missing: ['ip', 'confirmedAt'] });
    await give({ questionnaire: online });
    expect((await all()).map(({ completeness }) => completeness.answered)).toEqual([8, 10]);
  });

  it('SP-50 SP-51: shows staff what does not fit, in sentences, in the case itself', async () => {
    await give({
      questionnaire: {
        ...online,
        confirmedAt: '2026-01-05T09:00:00Z',
        url: 'https://lottery.example/',
        ip: '10.0.0.1',
        statementText: 'U stemt in met mail van ons en geselecteerde partners (vooraf aangevinkt).',
      },
    });
    const { evidence } = await scene.desk.get<{ evidence: Line[] }>(await path());
    expect(evidence).toHaveLength(1);
    expect(evidence[0]!.findings.map(({ code }) => code)).toEqual([
      'confirmed-before-sign-up',
      'ip-not-public',
      'url-elsewhere',
      'wording-pre-ticked',
      'wording-unnamed-partners',
    ]);
    for (const { sentence } of evidence[0]!.findings) expect(sentence).toMatch(/^[A-Z].+\.$/);
    expect(evidence[0]).not.toHaveProperty('questionnaire');
  });

  it('SP-42 SP-53: asks an existing customer’s sender for the relationship', async () => {
    const { body } = await give({
      questionnaire: { collected: 'existing-customer', relation: 'Bought product X.' },
    });
    expect(body.completeness.missing).toEqual(['collectedAt', 'how', 'informedHow', 'couldObject']);
  });

  it('is handed in once however often the call is repeated', async () => {
    const key = { 'idempotency-key': 'b3f0c1de-8c8e-4f2e-9d0b-5a1f5f8f7a10' };
    const [first, again] = [
      await give({ questionnaire: online, files: [file(PDF)] }, undefined, key),
      await give({ questionnaire: online, files: [file(PDF)] }, undefined, key),
    ];
    expect(again.body).toEqual(first.body);
    expect(await all()).toHaveLength(1);
  });

  it('hands a file out as it came, as what it is, to be saved and never shown', async () => {
    await give({
      questionnaire: online,
      files: [file(PDF), file(Buffer.from('<script>alert(1)</script>'), 'x.html')],
    });
    const [{ files }] = (await all()) as [Line];
    expect(files).toMatchObject([
      { name: '../../the form “signed”.exe', type: 'application/pdf', bytes: PDF.length },
      { name: 'x.html', type: 'text/plain' },
    ]);
    const got = await fetch(`${scene.desk.url}${await path()}/evidence/files/${files[0]!.id}`, {
      headers: scene.desk.asAdmin,
    });
    expect(Buffer.from(await got.arrayBuffer())).toEqual(PDF);
    expect(got.headers.get('content-type')).toBe('application/pdf');
    expect(got.headers.get('content-disposition')).toBe('attachment; filename="the form signed.pdf"');
    expect(got.headers.get('x-content-type-options')).toBe('nosniff');
    const html = await fetch(`${scene.desk.url}${await path()}/evidence/files/${files[1]!.id}`, {
      headers: scene.desk.asAdmin,
    });
    expect(html.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(html.headers.get('content-disposition')).toBe('attachment; filename="x.txt"');
  });

  it('is kept encrypted: neither answers nor files stand in plain text anywhere', async () => {
    await give({ questionnaire: online, files: [file(PDF, 'proof-of-jan.pdf')] });
    const kept = readdirSync(join(scene.desk.dataDir, 'data'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.db(-wal)?$/.test(name))
      .map((name) => readFileSync(join(scene.desk.dataDir, 'data', name), 'latin1'))
      .join('');
    expect(kept).toContain('EvidenceGiven');
    for (const text of ['send me the newsletter', '8.8.8.8', 'form that was signed', 'proof-of-jan'])
      expect(kept).not.toContain(text);
  });

  it.each([
    ['a program', [file(Buffer.from('MZ\x00\x90'))], 'files[0]'],
    ['an archive', [file(PDF), file(Buffer.from('PK\x03\x04\x00\x00'), 'proof.pdf')], 'files[1]'],
    ['nothing', [file(Buffer.alloc(0))], 'files[0]'],
    ['too much at once', Array.from({ length: 3 }, () => file(Buffer.alloc(4 * 1024 ** 2, 'a'))), 'files[2]'],
  ])('does not take %s for a file, and takes nothing of the call', async (_, files, where) => {
    const answer = await give({ questionnaire: online, files });
    expect(answer.status).toBe(400);
    expect(answer.body.errors!.map((error) => error.path)).toEqual([where]);
    expect(await all()).toEqual([]);
  });

  it.each([
    [
      'about a complaint of another case',
      { questionnaire: online, complaintIds: ['c99'] },
      'complaintIds[0]',
    ],
    [
      'to questions of another branch',
      { questionnaire: { collected: 'offline', url: online.url } },
      'questionnaire',
    ],
    [
      'with a page that is a script',
      { questionnaire: { ...online, url: 'javascript:1' } },
      'questionnaire.url',
    ],
  ])('is refused %s', async (_, body, where) => {
    const answer = await give(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors!.map((error) => error.path)).toEqual([where]);
  });

  it('is read by agents, on record; who only looks on sees the score', async () => {
    await give({ questionnaire: online, files: [file(PDF)] }, await scene.key('platform', 'p'));
    const [agent, viewer, reporter] = [
      await scene.key('agent', 'a'),
      await scene.key('viewer', 'v'),
      await scene.key('reporter', 'r'),
    ];
    expect((await all(agent))[0]!.questionnaire).toMatchObject({ ip: '8.8.8.8' });
    const [seen] = await all(viewer);
    expect(seen!.completeness.answered).toBe(10);
    expect(seen).not.toHaveProperty('questionnaire');
    expect(seen!.files[0]).not.toHaveProperty('name');
    const get = async (key: string) =>
      scene.desk.call('GET', `${await path()}/evidence/files/${seen!.files[0]!.id}`, undefined, { key });
    expect((await get(viewer)).status).toBe(403);
    expect((await give({ questionnaire: online }, reporter)).status).toBe(403);
    expect((await give({ questionnaire: online }, viewer)).status).toBe(403);
    const audit = readFileSync(join(scene.desk.dataDir, 'data/audit/audit-2026-03.jsonl'), 'utf8');
    expect(audit).toContain('"method":"OPEN","route":"/questionnaire"');
  });

  it('of a case that there is not is nowhere', async () => {
    expect((await scene.desk.call('GET', '/v1/cases/none/evidence')).status).toBe(404);
    expect((await scene.desk.call('POST', '/v1/cases/none/evidence', { questionnaire: online })).status).toBe(
      404,
    );
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect((await scene.desk.call('GET', `${await path()}/evidence/files/${nowhere}`)).status).toBe(404);
  });
});
