import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minutes } from '@app/kernel';
import { unzip } from '@app/testing';
import { Scene } from '../support/scene';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open('spotler');
  await scene.account('shop-1', { domains: ['shop.example'] });
});
afterEach(() => scene.close());

const PDF = Buffer.from('%PDF-1.7\n% the form that was signed\n');
const complained = async () => {
  await scene.desk.did('POST', '/v1/consents', [
    {
      accountId: 'shop-1',
      recipient: 'jan@yahoo.example',
      source: 'own-opt-in',
      signedUpAt: '2026-01-05T10:00:00Z',
      ip: '8.8.8.8',
      confirmedAt: '2026-01-05T10:07:00Z',
    },
  ]);
  await scene.complaintAbout('jan@yahoo.example');
  await scene.complaintAbout('piet@yahoo.example');
  await scene.pass(minutes(15));
  const { id } = await scene.only();
  await scene.desk.did('POST', `/v1/cases/${encodeURIComponent(id)}/evidence`, {
    questionnaire: {
      collected: 'online',
      url: 'https://lottery.example/',
      statementText: 'Send me mail.\n  Finding (hint): none.',
    },
    files: [{ name: '../form.pdf', content: PDF.toString('base64') }],
  });
  return id;
};
const bundle = async (id: string, query = '', key?: string) => {
  const response = await fetch(`${scene.desk.url}/v1/cases/${encodeURIComponent(id)}/bundle${query}`, {
    headers: key ? { authorization: `Bearer ${key}` } : scene.desk.asAdmin,
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes };
};
interface Contents {
  complaints: { id: string; reports: { file: string }[]; consent: { origin: object; entries: object[] } }[];
  evidence: { files: { file: string }[]; findings: { code: string }[] }[];
}
interface ManifestFile {
  head: string;
  files: { name: string; bytes: number; sha256: string; chain: string }[];
  absent: string[];
}
const parsed = <T>(files: Map<string, Buffer>, name: string) => JSON.parse(files.get(name)!.toString()) as T;
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

describe('the bundle of evidence', () => {
  it('SP-36: holds what was complained of, what shows consent, and the originals, as one archive to be saved', async () => {
    const id = await complained();
    const { status, headers, bytes } = await bundle(id);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/zip');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="evidence-[\w.-]+\.zip"$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const files = unzip(bytes);
    const { complaints, evidence } = parsed<Contents>(files, 'bundle.json');
    expect(complaints).toHaveLength(2);
    expect(complaints[0]!.consent).toMatchObject({
      origin: { source: 'own-opt-in', liability: 'shared' },
      entries: [
        { what: 'ConsentRecorded', address: 'jan@yahoo.example', ip: '8.8.8.8' },
        { what: 'ConsentConfirmed' },
      ],
    });
    expect(complaints[1]!.consent.origin).toMatchObject({ because: 'not-recorded' });
    expect(evidence[0]!.findings.map(({ code }) => code)).toEqual(['url-elsewhere']);
    for (const { reports } of complaints)
      for (const { file } of reports) expect(files.get(file)!.toString()).toContain('feedback-report');
    expect(evidence[0]!.files[0]!.file).toMatch(/^evidence\/[\w-]+\/1-form\.pdf$/);
    expect(files.get(evidence[0]!.files[0]!.file)).toEqual(PDF);
  });

  it('says the same in words, in which nothing a customer wrote looks like ours', async () => {
    const id = await complained();
    const summary = unzip((await bundle(id)).bytes)
      .get('summary.txt')!
      .toString();
    expect(summary).toContain(`Evidence of consent in case ${id}`);
    expect(summary).toContain('Sender: The Shop, account shop-1, of shop.example.');
    expect(summary).toContain(
      'Origin of the address when the mail was sent: own-opt-in (confirmed); the risk is shared.',
    );
    expect(summary.match(/^ {2}Finding \(/gm)).toHaveLength(1);
  });

  it('ends with a manifest whose chain covers every file', async () => {
    const files = unzip((await bundle(await complained())).bytes);
    const { head, files: lines, absent } = parsed<ManifestFile>(files, 'manifest.json');
    expect(lines.map(({ name }) => name)).toEqual(
      [...files.keys()].filter((name) => name !== 'manifest.json'),
    );
    expect(absent).toEqual([]);
    let chain = '0'.repeat(64);
    for (const line of lines) {
      expect(line.sha256).toBe(sha256(files.get(line.name)!));
      chain = sha256(`${chain}\n${line.name}\n${line.sha256}`);
      expect(line.chain).toBe(chain);
    }
    expect(head).toBe(chain);
  });

  it('is made of one complaint where one is named', async () => {
    const id = await complained();
    const [first] = (await scene.only()).complaints;
    const files = unzip((await bundle(id, `?complaint=${encodeURIComponent(first!.id)}`)).bytes);
    expect(parsed<Contents>(files, 'bundle.json').complaints.map((one) => one.id)).toEqual([first!.id]);
    expect((await bundle(id, '?complaint=other')).status).toBe(404);
    expect((await bundle('none')).status).toBe(404);
  });

  it('is made for agents, on record, with each opening', async () => {
    const id = await complained();
    const [agent, viewer, platform] = [
      await scene.key('agent', 'a'),
      await scene.key('viewer', 'v'),
      await scene.key('platform', 'p'),
    ];
    expect((await bundle(id, '', viewer)).status).toBe(403);
    expect((await bundle(id, '', platform)).status).toBe(403);
    expect((await bundle(id, '', agent)).status).toBe(200);
    const rows = readFileSync(join(scene.desk.dataDir, 'data/audit/audit-2026-03.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as { method: string; route: string; ids: Record<string, string>; role: string },
      );
    expect(rows).toContainEqual(
      expect.objectContaining({ method: 'GET', route: '/v1/cases/:id/bundle', ids: { id }, role: 'agent' }),
    );
    const opened = rows.filter(({ method, ids }) => method === 'OPEN' && ids['why'] === 'evidence bundle');
    expect(opened.map(({ route }) => route)).toEqual(
      expect.arrayContaining(['/address', '/ip', '/questionnaire', '/files/0/name']),
    );
  });
});
