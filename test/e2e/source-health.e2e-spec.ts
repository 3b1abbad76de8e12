import { days, hours } from '@app/kernel';
import { feedbackReport, personalComplaint, type Sent } from '@app/testing';
import { Scene } from '../support/scene';

interface Source {
  readonly id: string;
  readonly alarms: readonly { readonly alarm: string; readonly detail: string }[];
}

/** A feedback source that goes on delivering, and means nothing any more: nobody would miss its complaints. */
describe('a feedback source', () => {
  let scene: Scene;
  let sent: Sent;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
    sent = await scene.sent('jan@yahoo.example');
  });
  afterEach(() => scene.close());

  const YAHOO = { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' };
  const alarms = async (id = 'yahoo') => {
    const { items } = await scene.desk.get<{ items: Source[] }>('/v1/sources');
    const { items: queues } = await scene.desk.get<{ items: { queue: string; count: number }[] }>(
      '/v1/queues',
    );
    const found = items.find((source) => source.id === id)!.alarms;
    expect(queues.find(({ queue }) => queue === 'source-health')?.count ?? 0).toBe(found.length);
    return found;
  };
  let count = 0;
  const reported = async (n: number, made: (nth: number) => string) => {
    for (let i = 0; i < n; i++) await scene.desk.mail(await scene.yahoo.sign(made(++count)), YAHOO.from);
  };
  const arf = (mail: Sent) => (nth: number) => feedbackReport(mail, YAHOO, `r${nth}`);
  /** A message of its own for each, known by our token; by the account's Feedback-ID, which anybody can copy; by nothing. */
  const tokened = (nth: number) =>
    arf({ ...sent, messageId: `m${nth}@x.example`, to: `r${nth}@yahoo.example` })(nth);
  const bare = (nth: number, headers = {}) =>
    arf({ ...sent, messageId: `m${nth}@x.example`, to: `r${nth}@yahoo.example`, headers })(nth);
  const byFeedbackId = (nth: number) => bare(nth, { 'Feedback-ID': 'spring:shop-1:bulk:esp' });

  it('that is silent for longer than it ever should be is an alarm, and none once it is heard again', async () => {
    await reported(1, tokened);
    await scene.pass(hours(47));
    expect(await alarms()).toEqual([]);
    await scene.pass(hours(2));
    expect((await alarms()).map(({ alarm }) => alarm)).toEqual(['silence']);
    await reported(1, tokened);
    expect(await alarms()).toEqual([]);
  });

  it('that sends another form than it is registered for is an alarm', async () => {
    await reported(18, tokened);
    expect(await alarms()).toEqual([]);
    await reported(3, (nth) => personalComplaint(sent, YAHOO.from, `p${nth}`));
    expect(await alarms()).toEqual([
      { alarm: 'format-drift', detail: '3 of 21 reports are forwarded, not arf' },
    ]);
  });

  describe('whose reports could be traced', () => {
    beforeEach(async () => {
      await reported(20, byFeedbackId);
      await scene.pass(days(1));
      await scene.pass(days(1));
    });

    it('is none while they still are', async () => {
      await reported(20, byFeedbackId);
      expect(await alarms()).toEqual([]);
    });
    it('is an alarm when they are no more: what our mail was known by is gone', async () => {
      await reported(20, bare);
      expect(await alarms()).toEqual([
        {
          alarm: 'attribution-drop',
          detail: '0 of 20 complaints could be traced, where it had been 20 of 20',
        },
      ]);
    });
  });

  it('whose reports are traced still, and prove nothing any more, is an alarm', async () => {
    const mails: Sent[] = [];
    for (let i = 0; i < 20; i++) mails.push(await scene.sent(`r${i}@yahoo.example`));
    for (const mail of mails) await reported(1, arf(mail));
    await scene.pass(days(1));
    await scene.pass(days(1));
    expect(await alarms()).toEqual([]);
    await reported(20, byFeedbackId);
    expect(await alarms()).toEqual([
      {
        alarm: 'attribution-drop',
        detail: '0 of 20 complaints could be proven to be about our mail, where it had been 20 of 20',
      },
    ]);
  });
});
