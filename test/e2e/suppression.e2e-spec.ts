import { feedbackReport, original, personalComplaint } from '@app/testing';
import { Scene } from '../support/scene';

const YAHOO = { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' };

describe('who complained', () => {
  let scene: Scene;
  afterEach(() => scene.close());
  const open = async (faults?: Parameters<typeof Scene.open>[2]) => {
    scene = await Scene.open('spotler', {}, faults);
    await scene.account('shop-1', { dkim: ['s1._domainkey.shop-1.sender.example'] });
  };
  const waiting = async () => {
    const { items } = await scene.desk.get<{ items: { queue: string; count: number }[] }>('/v1/queues');
    return items.find(({ queue }) => queue === 'suppression-failed')?.count;
  };

  it('is suppressed by address when the report shows nothing else of the message', async () => {
    await open();
    const to = 'jan@yahoo.example';
    const shop = scene.desk.signer('shop-1.sender.example');
    const mail = {
      messageId: 'gone',
      date: 'Tue, 3 Mar 2026 08:00:00 +0000',
      from: 'news@shop-1.sender.example',
      to,
      headers: { 'Feedback-ID': 'spring:shop-1:bulk:esp' },
    };
    const nameless = original(mail).replace(/^Message-ID: .*\r\n/m, '');
    const report = feedbackReport(mail, YAHOO, 'r1').replace(original(mail), await shop.sign(nameless));
    await scene.desk.mail(await scene.yahoo.sign(report), YAHOO.from);
    expect(scene.desk.platform.account('shop-1').suppressed).toEqual([to]);
    expect(await scene.complaints()).toMatchObject([{ suppression: 'confirmed' }]);
  });

  it('is suppressed for every account, and on the list of none, when they told the regulator', async () => {
    await open();
    const mail = await scene.sent('jan@yahoo.example');
    const regulator = scene.desk.signer('acm.nl');
    const told = personalComplaint(mail, 'spamklacht@acm.nl', 'r1');
    await scene.desk.mail(await regulator.sign(told), 'spamklacht@acm.nl', 'abuse@desk.example');
    expect(scene.desk.platform.suppressedEverywhere()).toEqual(['d1']);
    expect(scene.desk.platform.account('shop-1').suppressed).toEqual([]);
  });

  it('and cannot be suppressed waits for a person, in a queue of its own', async () => {
    await open({ refuse: 1 });
    expect(await waiting()).toBe(0);
    await scene.complaintAbout('jan@yahoo.example');
    expect(await waiting()).toBe(1);
    const { items } = await scene.desk.get<{ items: { id: string }[] }>(
      '/v1/complaints?queue=suppression-failed',
    );
    expect(items).toMatchObject([{ suppression: 'failed' }]);

    const verdict = { verdict: 'not-ours', reason: 'sent by another platform' };
    await scene.desk.did('POST', `/v1/complaints/${items[0]!.id}/qualification`, verdict);
    expect(await waiting()).toBe(0);
  });
});
