import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { days, minutes } from '@app/kernel';
import { feedbackReport, type Sent } from '@app/testing';
import { Scene } from '../support/scene';
import { SmtpClient } from '../support/smtp-client';

interface Listed {
  readonly may: readonly string[];
  readonly reports: readonly { readonly trust: string; readonly source: string | null }[];
}

const folder = mkdtempSync(join(tmpdir(), 'vouching-'));
let scene: Scene;
afterEach(() => scene.close());
afterAll(() => rmSync(folder, { recursive: true }));

const opened = async (settings: Record<string, string>) => {
  scene = await Scene.open('spotler', settings);
  await scene.account();
};
/** What the only complaint may set in motion, and who vouched for its only report. */
const judged = async () => {
  const listed = (await scene.complaints()) as unknown as readonly Listed[];
  expect(listed.map(({ reports }) => reports.length)).toEqual([1]);
  const [{ may, reports }] = listed as [Listed];
  return { may, ...reports[0]! };
};
const nothingFollows = async () => {
  await scene.pass(minutes(15));
  await scene.pass(days(3));
  expect(scene.desk.outbox()).toEqual([]);
  expect(await scene.cases()).toEqual([]);
  expect(await scene.standing()).toBe('good');
};
/** Traced by the send log, as whoever forges it might: our token they have not got. */
const untokened = async (to: string): Promise<Sent> => ({ ...(await scene.sent(to)), headers: {} });
/** A folder with the sources that come with the desk, for a test to change. */
const sources = (name: string) => {
  const copy = join(folder, name);
  cpSync('config/sources', copy, { recursive: true });
  return copy;
};

describe('Authentication-Results', () => {
  const socket = join(folder, 'lmtp');
  const OURS = 'mx.desk.example; spf=pass smtp.mailfrom=senderscore.net';
  const validity = { from: 'feedbackloop@comcastfbl.senderscore.net', userAgent: 'ReturnPathFBL/2.0' };
  beforeEach(() =>
    opened({ LMTP__ENABLED: 'true', LMTP__SOCKET: socket, TRUST__AUTHSERV_ID: 'mx.desk.example' }),
  );

  const overLmtp = async (fields: readonly string[]) => {
    const report = feedbackReport(await untokened('jan@comcast.net'), validity, 'r1');
    const mail = [...fields.map((field) => `Authentication-Results: ${field}`), report].join('\r\n');
    const client = await SmtpClient.openLmtp(socket);
    expect(await client.send('fbl@senderscore.net', 'fbl@desk.example', mail)).toMatchObject({ code: 250 });
    client.close();
    await scene.desk.settled();
  };

  it('the control: of our own mail server are believed, and what it vouches for moves on', async () => {
    await overLmtp([OURS]);
    const { trust, source, may } = await judged();
    expect([trust, source]).toEqual(['B', 'validity']);
    expect(may).toContain('enforce');
    await scene.pass(minutes(15));
    expect(scene.desk.outbox()).not.toEqual([]);
  });

  it.each<[string, string[]]>([
    ['of another server', [OURS.replace('mx.desk', 'mx.attacker')]],
    ['that only mention our server', [`mx.attacker.example; x=1 (${OURS})`]],
    ['below those that our server wrote', ['mx.desk.example; spf=fail smtp.mailfrom=senderscore.net', OURS]],
    ['about another sender', [OURS.replace('senderscore.net', 'attacker.example')]],
    ['not there at all', []],
  ])('%s are believed by nobody', async (_, fields) => {
    await overLmtp(fields);
    expect(await judged()).toMatchObject({ trust: 'D', source: null, may: [] });
    await nothingFollows();
  });

  it('are never believed over a door at which anybody may knock', async () => {
    const report = feedbackReport(await untokened('jan@comcast.net'), validity, 'r1');
    await scene.desk.mail(`Authentication-Results: ${OURS}\r\n${report}`, 'fbl@senderscore.net');
    expect(await judged()).toMatchObject({ trust: 'D', may: [] });
    await nothingFollows();
  });

  it('inside the reported message are none of the report', async () => {
    const mail = await untokened('jan@comcast.net');
    const headers = { 'Authentication-Results': OURS };
    const client = await SmtpClient.openLmtp(socket);
    await client.send(
      'x@attacker.example',
      'fbl@desk.example',
      feedbackReport({ ...mail, headers }, validity, 'r'),
    );
    client.close();
    await scene.desk.settled();
    expect(await judged()).toMatchObject({ trust: 'D', may: [] });
    await nothingFollows();
  });
});

describe('a report that came through a forwarder, which changed it', () => {
  const yahoo = { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' };
  beforeEach(async () => {
    const dir = sources('arc');
    const file = join(dir, 'yahoo.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('identity:', 'identity:\n  arcSealers: [forwarder.example]'));
    await opened({ SOURCES_DIR: dir });
  });
  const footer = (message: string) =>
    message.replace('This is an email abuse report.', '[to the list] This is an email abuse report.');
  const forwarded = async (by: string, signed: boolean) => {
    const report = feedbackReport(await untokened('jan@yahoo.example'), yahoo, 'r1');
    const incoming = signed ? await scene.yahoo.sign(report) : report;
    await scene.desk.mail(await scene.desk.forwarder(by).forward(incoming, footer), `list@${by}`);
  };

  it('the control: is believed on the word of one that the registry names, sealed with ARC', async () => {
    await forwarded('forwarder.example', true);
    const { trust, source, may } = await judged();
    expect([trust, source]).toEqual(['B', 'yahoo']);
    expect(may).toContain('enforce');
    await scene.pass(minutes(15));
    expect(scene.desk.outbox()).not.toEqual([]);
  });

  it.each<[string, string, boolean]>([
    ['by one that nobody named', 'attacker.example', true],
    ['by a named one, and was never signed', 'forwarder.example', false],
  ])('%s, is believed by nobody', async (_, by, signed) => {
    await forwarded(by, signed);
    expect(await judged()).toMatchObject({ trust: 'D', source: null, may: [] });
    await nothingFollows();
  });
});

describe('a complaint by CFBL (RFC 9477), with a token of ours in CFBL-Feedback-ID', () => {
  const provider = { from: 'feedback@provider.example', userAgent: 'CFBL/0.1' };
  const registered = sources('cfbl');
  appendFileSync(
    join(registered, 'provider.yaml'),
    `id: provider
name: A provider that reports by CFBL
identity:
  from: ['feedback@provider.example']
  dkim: [provider.example]
alwaysSigned: true
channel: feedback-loop
providers:
  provider: [provider.example]
`,
  );
  const report = async () => {
    const mail = await scene.sent('jan@provider.example');
    const [token] = Object.values(mail.headers!);
    const headers = { 'CFBL-Address': 'fbl@desk.example; report=arf', 'CFBL-Feedback-ID': token! };
    return feedbackReport({ ...mail, headers }, provider, 'cfbl');
  };

  it('the control: of a registered provider, signed by it, moves everything', async () => {
    await opened({ SOURCES_DIR: registered });
    await scene.desk.mail(await scene.desk.signer('provider.example').sign(await report()), provider.from);
    const { trust, may } = await judged();
    expect(trust).toBe('A');
    expect(may).toEqual(['suppress', 'count', 'forward', 'propose', 'enforce', 'close']);
  });

  it('aligned, but of nobody whom we know, is passed on, and no more than proposed', async () => {
    await opened({});
    await scene.desk.mail(await scene.desk.signer('provider.example').sign(await report()), provider.from);
    const { trust, may } = await judged();
    expect(trust).toBe('C');
    expect(may).toEqual(['suppress', 'forward', 'propose']);
    await scene.pass(minutes(15));
    await scene.pass(days(3));
    expect(await scene.standing()).toBe('good');
    expect((await scene.only()).measures).toMatchObject([{ measure: 'suspend', state: 'proposed' }]);
  });

  it.each<[string, (raw: string) => Promise<string>]>([
    ['not signed', (raw) => Promise.resolve(raw)],
    ['signed by another domain than its From', (raw) => scene.desk.signer('attacker.example').sign(raw)],
    [
      'signed by a domain that only looks like it',
      (raw) => scene.desk.signer('provider.example.attacker.example').sign(raw),
    ],
  ])(
    '%s, takes the one recipient off the list, whose message it shows, and moves nothing else',
    async (_, made) => {
      await opened({});
      await scene.desk.mail(await made(await report()), provider.from);
      expect(await judged()).toMatchObject({ trust: 'D', may: ['suppress'] });
      await nothingFollows();
    },
  );
});
