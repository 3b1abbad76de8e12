import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { days, hours, minutes } from '@app/kernel';
import { feedbackReport, type Sent } from '@app/testing';
import { Scene } from '../support/scene';
import { SmtpClient } from '../support/smtp-client';

interface Listed {
  readonly reports: readonly unknown[];
}
interface Queue {
  readonly queue: string;
  readonly count: number;
}

const YAHOO = { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' };
let scene: Scene;
afterEach(() => scene.close());
const opened = async (settings: Record<string, string> = {}) => {
  scene = await Scene.open('spotler', settings);
  await scene.account();
};
const queues = async () => {
  const { items } = await scene.desk.get<{ items: Queue[] }>('/v1/queues');
  return items.filter(({ count }) => count > 0).map(({ queue }) => queue);
};
/** Two complainants, and an owner who is silent for a day: suspended by rule, when nothing keeps it from it. */
const silence = async (account = 'shop-1') => {
  await scene.complaintAbout('jan@yahoo.example', { account });
  await scene.pass(minutes(15));
  await scene.complaintAbout('piet@yahoo.example', { account });
  await scene.pass(minutes(1)); // a round of chores, while it is the same day
  await scene.pass(hours(24));
};

describe('a flood of reports by a registered source, or in its name with its own signature', () => {
  beforeEach(() => opened());
  const MANY = 1_001; // just above what a source may bring on a day, however little it usually brings

  /** One genuine report, sent again and again with another field where the signature does not reach. */
  const flood = async (report: string) => {
    const clients = await Promise.all([1, 2, 3, 4].map(() => SmtpClient.open(scene.desk.smtpPort)));
    const replies = await Promise.all(
      clients.map(async (client, nth) => {
        const codes: number[] = [];
        for (let n = nth; n < MANY; n += clients.length)
          codes.push((await client.send(YAHOO.from, 'fbl@desk.example', `X-Again: ${n}\r\n${report}`)).code);
        client.close();
        return codes;
      }),
    );
    await scene.desk.settled();
    await scene.pass(minutes(1)); // a round of chores
    return replies.flat();
  };

  it('is taken whole, kept as one complaint with few reports, and turns what the source would move into proposals', async () => {
    await scene.complaintAbout('els@yahoo.example'); // what is usual of a day is known
    await scene.pass(days(1));
    const codes = await flood(await scene.report(await scene.sent('jan@yahoo.example'), 'genuine'));
    expect(codes.filter((code) => code !== 250)).toEqual([]);
    const [coalesced] = (await scene.complaints()) as unknown as readonly Listed[];
    expect(coalesced!.reports).toHaveLength(50);
    expect(await queues()).toEqual(expect.arrayContaining(['source-health', 'automation']));
    const { items } = await scene.desk.get<{ items: { scope: string }[] }>('/v1/automation');
    expect(items.map(({ scope }) => scope)).toEqual(['source:yahoo']);

    await scene.account('shop-2');
    await silence('shop-2');
    await scene.pass(days(2));
    expect(await scene.standing('shop-2')).toBe('good');
    const { measures } = await scene.only('shop-2');
    expect(measures.map(({ measure, state }) => [measure, state])).toEqual([['demand', 'proposed']]);
  }, 120_000);

  it('the control: without one, the same silence suspends', async () => {
    await scene.account('shop-2');
    await silence('shop-2');
    await scene.pass(days(2));
    expect(await scene.standing('shop-2')).toBe('suspended');
  });
});

describe('a source that is new here and brings more than its file expects of a day', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const expecting = async (most: number) => {
    cpSync('config/sources', folder, { recursive: true });
    const file = join(folder, 'yahoo.yaml');
    writeFileSync(file, `${readFileSync('config/sources/yahoo.yaml', 'utf8')}mostADay: ${most}\n`);
    await opened({ SOURCES_DIR: folder });
    await silence();
    await scene.pass(days(2));
    const states = (await scene.only()).measures.map(({ state }) => state);
    return { standing: await scene.standing(), states: [...new Set(states)] };
  };

  it('moves nothing by itself any more', async () => {
    expect(await expecting(1)).toEqual({ standing: 'good', states: ['proposed'] });
    expect(await queues()).toContain('automation');
  });
  it('the control: within what is expected of it, it does', async () =>
    expect(await expecting(2)).toEqual({ standing: 'suspended', states: ['taken'] }));
});

describe('more measures by rule than a brand takes in an hour', () => {
  const folder = mkdtempSync(join(tmpdir(), 'policies-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const perHour = async (n: number) => {
    cpSync('config/policies', folder, { recursive: true });
    const file = join(folder, 'spotler.yaml');
    const text = readFileSync(file, 'utf8').replace('breaker: { perHour: 60 }', `breaker: { perHour: ${n} }`);
    writeFileSync(file, text);
    await opened({ POLICIES_DIR: folder });
  };
  /** Reports that are genuine as far as anybody can tell, about four customers. */
  const four = async () => {
    const accounts = ['shop-1', 'shop-2', 'shop-3', 'shop-4'];
    for (const account of accounts.slice(1)) await scene.account(account);
    for (const account of accounts) await scene.complaintAbout('jan@yahoo.example', { account });
    await scene.pass(minutes(15));
    for (const account of accounts) await scene.complaintAbout('piet@yahoo.example', { account });
    await scene.pass(hours(24));
    await scene.pass(days(2));
    const standings = await Promise.all(accounts.map((account) => scene.standing(account)));
    return standings.filter((standing) => standing === 'suspended').length;
  };

  it('trip the breaker: the rest are proposals, and only a supervisor lets it go on', async () => {
    await perHour(2);
    expect(await four()).toBe(3); // the one beyond the limit is what trips it
    expect(await queues()).toContain('automation');
    const path = '/v1/automation/brand:spotler';
    const on = { automatic: true, reason: 'they are all genuine' };
    const agent = await scene.desk.call('POST', path, on, { key: await scene.key('agent', 'Ann') });
    expect(agent.status).toBeGreaterThanOrEqual(400);
    await scene.desk.did('POST', path, on, await scene.key('supervisor', 'Sue'));
    expect(await queues()).not.toContain('automation');
  });

  it('the control: under a higher limit all of them are taken', async () => {
    await perHour(60);
    expect(await four()).toBe(4);
    expect(await queues()).not.toContain('automation');
  });
});

describe('a flood by one network', () => {
  const sent = async (messages: number) => {
    const client = await SmtpClient.open(scene.desk.smtpPort);
    const codes: number[] = [];
    for (let n = 0; n < messages; n++)
      codes.push((await client.send('a@b.example', 'fbl@desk.example', `Subject: ${n}\r\n\r\nx\r\n`)).code);
    client.close();
    await scene.desk.settled();
    return codes;
  };

  it('is answered "later" beyond its rate, before the message is sent, and heard again when that is over', async () => {
    await opened({ SMTP__RATES__MESSAGES__COUNT: '10', SMTP__RATES__MESSAGES__BURST: '5' });
    expect(await sent(8)).toEqual([250, 250, 250, 250, 250, 450, 450, 450]);
    const { items } = await scene.desk.get<{ items: unknown[] }>('/v1/reports?queue=reports');
    expect(items).toHaveLength(5);
    await scene.pass(minutes(1));
    expect(await sent(1)).toEqual([250]);
  });

  it('the control: within its rate all of it is taken', async () => {
    await opened();
    expect(await sent(8)).toEqual(Array.from({ length: 8 }, () => 250));
  });
});

describe('a flood of reports that nobody vouches for', () => {
  let count = 0;
  /** `proven`: about messages that we sent, with our token; else about some that nobody knows. */
  const forged = async (n: number, proven = false) => {
    for (let i = 0; i < n; i++) {
      const mail = await scene.sent(`r${++count}@yahoo.example`);
      const unknown = { ...mail, messageId: `${count}@unknown.example`, headers: {} };
      await scene.desk.mail(feedbackReport(proven ? mail : unknown, YAHOO, `forged-${count}`), YAHOO.from);
    }
    const { items } = await scene.desk.get<{ items: { alarms: string[] }[] }>(
      '/v1/reports?queue=security&limit=200',
    );
    const complaints = await scene.desk.get<{ items: unknown[] }>('/v1/complaints?limit=200');
    return {
      reports: items.length,
      flood: items.filter(({ alarms }) => alarms.includes('flood')).length,
      complaints: complaints.items.length,
    };
  };
  const few = { TRUST__UNVOUCHED_REPORTS: '5' };

  it('buries nobody: beyond so many a day they are kept, and make no complaints', async () => {
    await opened(few);
    expect(await forged(8)).toEqual({ reports: 8, flood: 3, complaints: 5 });
    await scene.pass(hours(25));
    expect(await forged(1)).toEqual({ reports: 9, flood: 3, complaints: 6 });
  });

  it('keeps nothing from what proves itself: each still takes the one recipient off the list', async () => {
    await opened(few);
    expect(await forged(8, true)).toEqual({ reports: 8, flood: 3, complaints: 8 });
    expect(scene.desk.platform.orders().map(({ order }) => order)).toEqual(
      Array.from({ length: 8 }, () => 'suppress'),
    );
  });

  it('keeps nothing from what a source vouches for', async () => {
    await opened(few);
    await forged(8);
    await scene.complaintAbout('jan@yahoo.example');
    expect(await scene.complaints()).toMatchObject([{ state: 'qualified' }]);
  });

  it('the control: fewer are all complaints for a person', async () => {
    await opened();
    expect(await forged(8)).toEqual({ reports: 8, flood: 0, complaints: 8 });
  });
});

describe('one report that names thousands of recipients', () => {
  beforeEach(() => opened());
  const naming = async (n: number) => {
    const mail: Sent = { ...(await scene.sent('jan@yahoo.example')), messageId: 'x@y.example', headers: {} };
    const fields = Array.from({ length: n }, (_, i) => `Original-Rcpt-To: <r${i}@yahoo.example>`);
    const report = feedbackReport(mail, { ...YAHOO, fields }, `of-${n}`);
    await scene.desk.mail(await scene.yahoo.sign(report), YAHOO.from);
    const { items } = await scene.desk.get<{ items: { reports: { id: string }[] }[] }>(
      '/v1/complaints?limit=200',
    );
    const { id } = items[0]!.reports[0]!;
    const { problems } = await scene.desk.get<{ problems: string[] }>(`/v1/reports/${id}`);
    return { complaints: items.length, problems };
  };

  it('makes fifty complaints, and says that there were more', async () =>
    expect(await naming(150)).toEqual({
      complaints: 50,
      problems: ['150 recipients in one report: 50 are taken, the others are for a person'],
    }));
  it('is read as far as a part may have fields, and says so', async () => {
    const { complaints, problems } = await naming(3_000);
    expect(complaints).toBe(50);
    expect(problems).toContain('more than 200 header fields in a part: the rest was left out');
  });
  it('the control: fewer are all complaints', async () =>
    expect(await naming(40)).toEqual({ complaints: 40, problems: [] }));
});
