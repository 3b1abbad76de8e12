import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { minutes } from '@app/kernel';
import { feedbackReport, personalComplaint, type Sent } from '@app/testing';
import { Scene } from '../support/scene';

interface Found {
  readonly kind: string;
  readonly id: string;
  readonly account: string | null;
  readonly why: readonly string[];
}
interface Page {
  readonly items: readonly Found[];
  readonly nextCursor: string | null;
  readonly complete: boolean;
}

describe('a search', () => {
  let scene: Scene;
  let mail: Sent;
  let agent: string;
  let caseId: string;
  const logged: string[] = [];
  beforeAll(async () => {
    scene = await Scene.open('spotler', {}, undefined, (line) => logged.push(line));
    agent = await scene.key('agent', 'Ann');
    await scene.account('shop-1', { domains: ['shop-1.sender.example'], ips: ['192.0.2.0/24'] });
    await scene.account('club-1', { domains: ['club.example'] });
    mail = { ...(await scene.sent('jan.jansen@yahoo.example')), subject: 'Re: Voorjaarsactie: 20% korting' };
    const reporter = {
      from: 'feedback@arf.mail.yahoo.com',
      userAgent: 'Yahoo!-Mail-Feedback/2.0',
      fields: [
        'Original-Mail-From: <bounces@shop-1.sender.example>',
        'Original-Rcpt-To: <jan.jansen@yahoo.example>',
        'Source-IP: 192.0.2.7',
      ],
    };
    await scene.desk.mail(await scene.yahoo.sign(feedbackReport(mail, reporter, 'r-1')), reporter.from);
    await scene.complaintAbout('eva@yahoo.example', { account: 'club-1' });
    await scene.pass(minutes(15));
    ({ id: caseId } = await scene.only('shop-1'));
  });
  afterAll(() => scene.close());

  const asked = (query: Record<string, string>, key = agent) =>
    scene.desk.call<Page & { errors?: readonly { path: string; message: string }[] }>(
      'GET',
      `/v1/search?${new URLSearchParams(query).toString()}`,
      undefined,
      { key },
    );
  const found = async (query: Record<string, string>) => {
    const { status, body } = await asked(query);
    expect(status).toBe(200);
    return body.items;
  };
  const kinds = async (query: Record<string, string>) =>
    (await found(query)).map(({ kind, account, why }) => `${kind} of ${account}: ${why.join(', ')}`).sort();
  const whole = (why: string) => [
    `account of shop-1: complaint`,
    `case of shop-1: complaint`,
    `complaint of shop-1: ${why}`,
    `report of shop-1: ${why}`,
  ];

  it.each([
    ['recipient', () => 'Jan.Jansen@YAHOO.example'],
    ['messageId', () => `<${mail.messageId}>`],
    ['ip', () => '192.0.2.7'],
    ['domain', () => 'Sender.example'],
    ['subject', () => 'Voorjaarsactie: 20% korting'],
    ['subject', () => 'FW: RE: voorjaarsactie:  20% KORTING'],
    ['subject', () => 'korting voorjaarsactie'],
  ])('by %s leads to the complaint, the report, the case and the account', async (by, value) => {
    const all = await kinds({
      [by]: value(),
      ...(by === 'domain' && { recipient: 'jan.jansen@yahoo.example' }),
    });
    const why = by === 'domain' ? 'recipient, domain' : by;
    const account = by === 'ip' ? 'account of shop-1: ip' : 'account of shop-1: complaint';
    expect(all).toEqual([account, ...whole(why).slice(1)]);
  });

  it('names the case and the complaint by the ids that the rest of the API has', async () => {
    const items = await found({ recipient: 'jan.jansen@yahoo.example' });
    const [complaint] = await scene.complaints('shop-1');
    expect(items.find(({ kind }) => kind === 'case')?.id).toBe(caseId);
    expect(items.find(({ kind }) => kind === 'complaint')?.id).toBe(complaint?.id);
    expect(items.find(({ kind }) => kind === 'account')?.id).toBe('shop-1');
    const report = items.find(({ kind }) => kind === 'report')!;
    expect(complaint?.reports).toMatchObject([{ id: report.id }]);
  });

  it('finds what meets all that is asked', async () => {
    const both = { recipient: 'jan.jansen@yahoo.example', messageId: mail.messageId };
    expect(await kinds(both)).toEqual(whole('recipient, messageId'));
    expect(await found({ ...both, messageId: 'other@shop-1.sender.example' })).toEqual([]);
    expect(await found({ ...both, recipient: 'eva@yahoo.example' })).toEqual([]);
  });

  it.each([
    ['jan.jansen@yahoo.example', 'complaint of shop-1: recipient'],
    ['voorjaarsactie', 'complaint of shop-1: subject'],
    ['192.0.2.7', 'complaint of shop-1: ip'],
    ['192.0.2.99', 'account of shop-1: ip'],
    ['club.example', 'account of club-1: domain'],
    ['club-1', 'account of club-1: id'],
  ])('takes %s for what it looks like', async (text, first) =>
    expect(await kinds({ text })).toContain(first),
  );

  it('finds an id of ours, whatever it is of', async () => {
    for (const { kind, id } of await found({ recipient: 'jan.jansen@yahoo.example' }))
      expect(await found({ text: id })).toContainEqual(expect.objectContaining({ kind, id, why: ['id'] }));
  });

  it('finds a person’s own complaint by their address, and by the subject and the Message-ID of what they wrote', async () => {
    const wrote = personalComplaint(await scene.sent('piet@people.example'), 'piet@people.example', 'own-1');
    await scene.desk.mail(wrote, 'piet@people.example', 'abuse@desk.example');
    const queries: Record<string, string>[] = [
      { recipient: 'piet@people.example' },
      { subject: 'I never asked for this mail' },
      { messageId: 'own-1@people.example' },
    ];
    for (const query of queries)
      expect((await found(query)).map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['complaint', 'report']),
      );
  });

  it('comes page by page, each item once', async () => {
    for (let n = 0; n < 3; n++) await scene.complaintAbout(`p${n}@yahoo.example`, { account: 'club-1' });
    const all = await found({ domain: 'yahoo.example', limit: '200' });
    const items = await found({ domain: 'club-1.sender.example', limit: '200' });
    expect(all).toEqual([]);
    const read: Found[] = [];
    let cursor: string | null = null;
    do {
      const { body }: { body: Page } = await asked({
        domain: 'club-1.sender.example',
        limit: '3',
        ...(cursor !== null && { cursor }),
      });
      expect(body.items.length).toBeLessThanOrEqual(3);
      expect(body.complete).toBe(true);
      read.push(...body.items);
      ({ nextCursor: cursor } = body);
    } while (cursor !== null);
    expect(items.length).toBeGreaterThan(6);
    expect(read).toEqual(items);
  });

  it.each([
    [{}, 'name what to look for'],
    [{ recipient: 'jan' }, 'must be an address'],
    [{ ip: '192.0.2.0/24' }, 'must be one address'],
    [{ ip: '192.0.2.300' }, 'must be an IP address'],
    [{ domain: 'https://shop.example' }, 'must be a domain name'],
    [{ text: 'x', phone: '1' }, 'phone'],
  ])('for %j is refused, and says what is wrong', async (query, message) => {
    const { status, body } = await asked(query);
    expect([status, JSON.stringify(body.errors)]).toEqual([400, expect.stringContaining(message)]);
  });

  it('is refused with a cursor of nobody’s making', async () =>
    expect((await asked({ text: 'x', cursor: 'abc' })).status).toBe(400));

  it('is for agents, and is audited without what was looked for', async () => {
    const viewer = await scene.key('viewer', 'Vic');
    expect((await asked({ recipient: 'jan.jansen@yahoo.example' }, viewer)).status).toBe(403);
    const before = audited().filter((line) => line.includes('/v1/search')).length;
    await found({ recipient: 'jan.jansen@yahoo.example', subject: 'voorjaarsactie' });
    const lines = audited().filter((line) => line.includes('/v1/search'));
    expect(lines).toHaveLength(before + 1);
    expect(audited().join('\n')).not.toMatch(/jansen|voorjaar/i);
    expect(logged).not.toEqual([]);
    expect(logged.join('\n')).not.toMatch(/jansen|voorjaar/i);
  });

  it('keeps neither an address nor a subject in the clear, in any file of the desk', () => {
    const folder = join(scene.desk.dataDir, 'data');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.startsWith('outbox'))
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile());
    const holding = (text: RegExp) => files.filter((file) => text.test(readFileSync(file, 'latin1')));
    expect(holding(/shop-1/).length).toBeGreaterThan(1);
    expect(holding(/jansen@|voorjaarsactie/i)).toEqual([]);
  });

  const audited = (): string[] =>
    readdirSync(join(scene.desk.dataDir, 'data', 'audit'), { recursive: true, encoding: 'utf8' })
      .map((name) => join(scene.desk.dataDir, 'data', 'audit', name))
      .filter((file) => statSync(file).isFile())
      .flatMap((file) => readFileSync(file, 'utf8').split('\n'));
});
