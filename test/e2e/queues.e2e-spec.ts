import { hours } from '@app/kernel';
import { feedbackReport } from '@app/testing';
import { Scene } from '../support/scene';

interface Queue {
  readonly queue: string;
  readonly count: number;
}
interface Queued {
  readonly id: string;
  readonly kind: string;
  readonly trust: string;
  readonly problems: readonly string[];
}

describe('what waits for a person', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
  });
  afterEach(() => scene.close());
  const queues = async () => {
    const { items } = await scene.desk.get<{ items: Queue[] }>('/v1/queues');
    return Object.fromEntries(items.filter((q) => q.count > 0).map((q) => [q.queue, q.count]));
  };
  const reports = async (queue: string) =>
    (await scene.desk.get<{ items: Queued[] }>(`/v1/reports?queue=${queue}`)).items;

  it('is what is no report of a known form, with its original, until somebody has seen to it', async () => {
    const raw = `From: a@reader.example\r\nSubject: Your bill\r\n\r\nI was charged twice.\r\n`;
    await scene.desk.mail(raw, 'a@reader.example', 'abuse@desk.example');
    expect(await queues()).toEqual({ reports: 1 });
    const [report] = await reports('reports');
    expect(report).toMatchObject({ kind: 'not-a-complaint', trust: 'D' });
    const original = await scene.desk.call<string>('GET', `/v1/reports/${report!.id}/original`);
    expect(original.body).toContain('charged twice');

    await scene.desk.did('POST', `/v1/reports/${report!.id}/handled`, {
      reason: 'passed on to the book-keepers',
    });
    expect(await queues()).toEqual({});
    const again = await scene.desk.call('POST', `/v1/reports/${report!.id}/handled`, { reason: 'once more' });
    expect(again.status).toBe(200); // and is no news
    const seen = await scene.desk.get<{ handled: { reason: string } }>(`/v1/reports/${report!.id}`);
    expect(seen.handled.reason).toBe('passed on to the book-keepers');
  });

  it('is a forgery, as an event of security, and the complaint that it would have been', async () => {
    const mail = { ...(await scene.sent('jan@yahoo.example')), headers: {} };
    const reporter = { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' };
    await scene.desk.mail(feedbackReport(mail, reporter, 'forged'), reporter.from); // unsigned
    expect(await queues()).toEqual({ security: 1, unqualified: 1 });
    expect(await reports('security')).toMatchObject([{ kind: 'complaint', trust: 'X' }]);
    const { items } = await scene.desk.get<{ items: { lacks: string[] }[] }>(
      '/v1/complaints?queue=unqualified',
    );
    expect(items).toMatchObject([{ lacks: ['trust'] }]);
  });

  it('is none that became a complaint; what it said is read by the names that `cli parse` prints', async () => {
    const mail = await scene.complaintAbout('jan@yahoo.example');
    const [complaint] = (await scene.complaints()) as unknown as { reports: { id: string }[] }[];
    expect(await scene.desk.get(`/v1/reports/${complaint!.reports[0]!.id}`)).toMatchObject({
      kind: 'complaint',
      format: 'arf',
      feedbackType: 'abuse',
      userAgent: 'Yahoo!-Mail-Feedback/2.0',
      originalRcptTo: ['jan@yahoo.example'],
      originalMessageId: mail.messageId,
      source: 'yahoo',
      trust: 'A',
    });
  });

  it('is a feedback source that has fallen silent', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(hours(24 * 3));
    expect(await queues()).toMatchObject({ 'source-health': 1 });
    const { items } = await scene.desk.get<{ items: { id: string; alarms: unknown[] }[] }>('/v1/sources');
    expect(items.find((s) => s.id === 'yahoo')!.alarms).toEqual([
      { alarm: 'silence', detail: 'nothing for 3 days; a report is expected every 2 days' },
    ]);
  });

  it('is not a complaint that speaks for itself', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    expect(await queues()).toEqual({});
  });
});
