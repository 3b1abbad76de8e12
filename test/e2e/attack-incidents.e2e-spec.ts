import { days, minutes } from '@app/kernel';
import { feedbackReport, personalComplaint, type Sent } from '@app/testing';
import { Scene } from '../support/scene';

interface Queue {
  readonly queue: string;
  readonly count: number;
}
interface Incident {
  readonly kind: string;
  readonly incidentType: string | null;
  readonly subject: string | null;
  readonly priority: number;
}

/** Phishing and malware do harm by the hour: whoever reports them, in whatever form, nobody is given a day to answer. */
describe('an incident', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
  });
  afterEach(() => scene.close());

  const fromYahoo = { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' };
  const report = (mail: Sent, feedbackType: string) =>
    feedbackReport(mail, { ...fromYahoo, feedbackType }, `r-${feedbackType}`);
  const queues = async () => {
    const { items } = await scene.desk.get<{ items: Queue[] }>('/v1/queues');
    return items.filter(({ count }) => count > 0).map(({ queue }) => queue);
  };
  const demanded = async () => {
    await scene.pass(minutes(15));
    await scene.pass(days(2));
    const cases = await scene.cases();
    return {
      notices: scene.desk.outbox().length,
      deadlines: cases
        .flatMap((c) => c.deadlines.map(({ name }) => name))
        .filter((name) => name === 'answer-due'),
      standing: await scene.standing(),
    };
  };
  const NOTHING_DEMANDED = { notices: 0, deadlines: [], standing: 'good' };

  it('the control: abuse, reported the same way, is demanded an answer to within a day', async () => {
    await scene.desk.mail(
      await scene.yahoo.sign(report(await scene.sent('jan@yahoo.example'), 'abuse')),
      fromYahoo.from,
    );
    expect(await queues()).toEqual([]);
    expect((await demanded()).notices).toBeGreaterThan(0);
  });

  it.each(['fraud', 'virus', 'phishing', 'malware', 'Phishing'])(
    'of Feedback-Type %s is somebody’s work at once, and no 24 hours begin',
    async (type) => {
      const mail = await scene.sent('jan@yahoo.example');
      await scene.desk.mail(await scene.yahoo.sign(report(mail, type)), fromYahoo.from);
      expect(await queues()).toContain('compromise');
      expect(await demanded()).toEqual(NOTHING_DEMANDED);
    },
  );

  it.each(['fraud', 'virus', 'phishing'])(
    'of Feedback-Type %s that nobody vouches for, or nobody can trace, is urgent all the same',
    async (type) => {
      const mail = await scene.sent('jan@yahoo.example');
      await scene.desk.mail(report({ ...mail, headers: {} }, type), fromYahoo.from); // forged
      expect(await queues()).toEqual(['unqualified', 'urgent', 'security']);
      const unknown = { ...mail, messageId: 'unknown@elsewhere.example', headers: {} };
      await scene.desk.mail(await scene.yahoo.sign(report(unknown, type)), fromYahoo.from);
      expect(await queues()).toContain('untraced');
      const urgent = await scene.desk.get<{ items: unknown[] }>('/v1/complaints?queue=urgent');
      expect(urgent.items).toHaveLength(2);
      expect(await demanded()).toEqual(NOTHING_DEMANDED);
    },
  );

  it('is none among ordinary complaints that wait', async () => {
    const mail = await scene.sent('jan@yahoo.example');
    await scene.desk.mail(report({ ...mail, headers: {} }, 'abuse'), fromYahoo.from);
    expect(await queues()).toEqual(['unqualified', 'security']);
  });

  const xarf = (category: string, type: string, more: object) =>
    scene.desk.call(
      'POST',
      '/v1/reports',
      JSON.stringify({
        xarf_version: '4.0.0',
        report_id: '6f2f9d1e-8d0c-4c11-9d2b-0a3b1f0f7c55',
        timestamp: '2026-03-03T08:30:00Z',
        reporter: { org: 'Cert', contact: 'cert@cert.example', domain: 'cert.example' },
        sender: { org: 'Cert', contact: 'cert@cert.example', domain: 'cert.example' },
        source_identifier: '192.0.2.7',
        category,
        type,
        ...more,
      }),
      { headers: { 'content-type': 'application/json' } },
    );

  it.each([
    [
      'content',
      'phishing',
      { url: 'https://login.shop-1.example/?u=jan@yahoo.example' },
      'phishing',
      'login.shop-1.example',
    ],
    ['content', 'malware', { url: 'https://cdn.shop-1.example/x.exe' }, 'malware', 'cdn.shop-1.example'],
    ['content', 'fraud', { url: 'https://win.shop-1.example/' }, 'phishing', 'win.shop-1.example'],
  ])(
    'as XARF of %s/%s is told with its type and subject, and comes first',
    async (category, type, more, incidentType, subject) => {
      expect(await xarf(category, type, more)).toMatchObject({ status: 202 });
      await scene.desk.settled();
      const { items } = await scene.desk.get<{ items: Incident[] }>('/v1/reports?queue=incidents');
      expect(items).toMatchObject([{ kind: 'incident', incidentType, subject, priority: 1 }]);
      expect(await demanded()).toEqual(NOTHING_DEMANDED);
    },
  );

  it('as a notice by mail is told with its type and subject, before those that can wait', async () => {
    const notice = (from: string, subject: string, text: string) =>
      scene.desk.mail(
        `From: <${from}>\r\nTo: <abuse@desk.example>\r\nSubject: ${subject}\r\n\r\n${text}\r\n`,
        from,
        'abuse@desk.example',
      );
    await notice('sbl@spamhaus.org', '192.0.2.9 is listed on the SBL', 'See SBL123.');
    await scene.pass(minutes(1));
    await notice('takedown@netcraft.com', 'Phishing attack', 'The attack is at https://shop-1.example/bank');
    const { items } = await scene.desk.get<{ items: Incident[] }>('/v1/reports?queue=incidents');
    expect(items).toMatchObject([
      { incidentType: 'phishing', subject: 'shop-1.example', priority: 1 },
      { incidentType: 'blocklist', subject: '192.0.2.9', priority: 2 },
    ]);
    expect(await demanded()).toEqual(NOTHING_DEMANDED);
  });

  it('that somebody signed is seen to before any that anybody may have made up', async () => {
    const phishing = (name: string) =>
      `From: <cert@${name}.example>\r\nTo: <abuse@desk.example>\r\nSubject: Phishing at https://${name}.shop-1.example/\r\n\r\nPlease act.\r\n`;
    const told = (raw: string) => scene.desk.mail(raw, 'cert@cert.example', 'abuse@desk.example');
    await told(phishing('made-up'));
    await scene.pass(minutes(1));
    await told(await scene.desk.signer('cert.example').sign(phishing('cert')));
    const { items } = await scene.desk.get<{ items: Incident[] }>('/v1/reports?queue=incidents');
    expect(items.map(({ subject }) => subject)).toEqual(['cert.shop-1.example', 'made-up.shop-1.example']);
    const first = await scene.desk.get<{ items: Incident[]; nextCursor: string }>(
      '/v1/reports?queue=incidents&limit=1',
    );
    const next = await scene.desk.get<{ items: Incident[]; nextCursor: null }>(
      `/v1/reports?queue=incidents&limit=1&cursor=${first.nextCursor}`,
    );
    expect([...first.items, ...next.items]).toEqual(items);
  });

  it('does not make one of a person’s complaint about a message that looks like any other', async () => {
    const mail = await scene.sent('jan@people.example');
    const people = scene.desk.signer('people.example');
    await scene.desk.mail(
      await people.sign(personalComplaint(mail, 'jan@people.example', 'own')),
      'jan@people.example',
      'abuse@desk.example',
    );
    expect(await queues()).not.toContain('urgent');
    expect((await demanded()).notices).toBeGreaterThan(0);
  });
});
