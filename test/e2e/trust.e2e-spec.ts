import { hours, minutes } from '@app/kernel';
import { bounce, feedbackReport, original, personalComplaint } from '@app/testing';
import { Scene } from '../support/scene';

describe('what a report may move', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
  });
  afterEach(() => scene.close());
  const yahooReport = (mail: Parameters<typeof feedbackReport>[0], id: string) =>
    feedbackReport(mail, { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' }, id);

  it('a forged report leads to no measure', async () => {
    const mail = await scene.sent('jan@yahoo.example');
    const forged = { ...mail, headers: {} }; // whoever forges it has not got our token
    await scene.desk.mail(yahooReport(forged, 'forged'), 'feedback@arf.mail.yahoo.com'); // unsigned
    await scene.pass(hours(26));
    expect(await scene.standing()).toBe('good');
    expect(scene.desk.outbox()).toEqual([]);
    expect(scene.desk.platform.orders()).toEqual([]);
  });

  it('the account’s own signature on the reported message corroborates what Feedback-ID says', async () => {
    const shop = scene.desk.signer('shop-1.sender.example');
    await scene.account('shop-1', { dkim: ['s1._domainkey.shop-1.sender.example'] });
    const reported = async (signed: boolean, id: string) => {
      const mail = {
        messageId: `${id}@shop-1.sender.example`,
        date: 'Tue, 3 Mar 2026 08:00:00 +0000',
        from: 'news@shop-1.sender.example',
        to: `${id}@yahoo.example`,
        headers: { 'Feedback-ID': 'spring:shop-1:bulk:esp' },
      };
      const message = original(mail);
      const report = yahooReport(mail, id);
      return signed ? report.replace(message, (await shop.sign(message)).replaceAll('$', '$$$$')) : report;
    };
    for (const signed of [true, false])
      await scene.desk.mail(
        await scene.yahoo.sign(await reported(signed, signed ? 'signed' : 'bare')),
        'feedback@arf.mail.yahoo.com',
      );
    const found = (await scene.complaints()) as unknown as {
      may: string[];
      reports: { corroboration: string[] }[];
    }[];
    const byProof = new Map(found.map((c) => [c.reports[0]!.corroboration.join(), c.may]));
    expect([...byProof.keys()].sort()).toEqual(['', 'own-dkim']);
    expect(byProof.get('own-dkim')).toContain('count');
    expect(byProof.get('')).not.toContain('count');
  });

  it('the same report again is no news', async () => {
    const mail = await scene.sent('jan@yahoo.example');
    const raw = await scene.yahoo.sign(yahooReport(mail, 'once'));
    for (let i = 0; i < 3; i++) await scene.desk.mail(raw, 'feedback@arf.mail.yahoo.com');
    const again = await scene.desk.call<{ duplicate: boolean }>('POST', '/v1/reports', raw, {
      headers: { 'content-type': 'message/rfc822' },
    });
    expect([again.status, again.body.duplicate]).toEqual([202, true]);
    const complaints = await scene.complaints();
    expect(complaints.map((c) => c.reports.length)).toEqual([1]);
  });

  it('one message reported by feedback loop, by mail and by the regulator is one complaint with three reports', async () => {
    const mail = await scene.sent('jan@people.example');
    await scene.complain(mail);
    const people = scene.desk.signer('people.example');
    await scene.desk.mail(
      await people.sign(personalComplaint(mail, 'jan@people.example', 'own')),
      'jan@people.example',
      'abuse@desk.example',
    );
    const regulator = scene.desk.signer('acm.nl');
    await scene.desk.mail(
      await regulator.sign(personalComplaint(mail, 'spamklacht@acm.nl', 'regulator')),
      'spamklacht@acm.nl',
      'abuse@desk.example',
    );
    const complaints = await scene.complaints();
    expect(complaints.map((c) => c.reports.length)).toEqual([3]);
  });

  it('suppresses the recipient at the platform at once', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    expect(scene.desk.platform.orders().map((o) => o.order)).toEqual(['suppress']);
  });

  it('mail to a recipient long suppressed is a violation, whoever’s list it came from', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(hours(2));
    await scene.complaintAbout('jan@yahoo.example', { campaign: 'summer' });
    const violations = (await scene.complaints()).map(
      (c) => (c as unknown as { violations: string[] }).violations,
    );
    expect(violations).toEqual([['sent-after-optout'], []]); // newest first
  });

  it('counts a complaint where the message was delivered, whoever reports it', async () => {
    await scene.complaintAbout('jan@business.example'); // a domain of its own, which Yahoo hosts
    const mail = await scene.sent('jan@outlook.com');
    const outlook = scene.desk.signer('outlook.com');
    await scene.desk.mail(
      await outlook.sign(personalComplaint(mail, 'jan@outlook.com', 'own')),
      'jan@outlook.com',
      'abuse@desk.example',
    );
    const providers = (await scene.complaints()).flatMap((c) =>
      c.reports.map((r) => (r as { provider: string | null }).provider),
    );
    expect(providers.sort()).toEqual(['microsoft', 'yahoo']);
  });

  it('tries the next contact when a notice bounces, and gives a person the task when none is left', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    for (const contact of ['owner', 'backup']) {
      const last = scene.desk.outbox().at(-1)!;
      const verp = /bounce\+[a-z0-9.]+@[a-z0-9.-]+/i.exec(last)![0];
      await scene.desk.mail(bounce(verp, `${contact}@shop-1.customer.example`, '5.1.1', contact), '', verp);
      await scene.pass(minutes(1));
    }
    await scene.pass(hours(24));
    expect((await scene.only()).tasks).toContain('unreachable');
    expect(await scene.standing()).toBe('good'); // proposed, and a person decides
  });
});
