import { personalComplaint } from '@app/testing';
import { Scene } from '../support/scene';

describe('the road of a complaint, over real SMTP and HTTP', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
  });
  afterEach(() => scene.close());

  it('leads from a signed report to the account, and takes the recipient off its lists', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    const [complaint, ...others] = await scene.complaints();
    expect(others).toEqual([]);
    expect(complaint).toMatchObject({
      state: 'qualified',
      account: 'shop-1',
      campaign: 'spring',
      trace: { strategy: 'token', confidence: 1 },
      reports: [
        { source: 'yahoo', trust: 'A', channel: 'feedback-loop', corroboration: ['token', 'send-log'] },
      ],
      suppression: 'confirmed',
    });
    expect(scene.desk.platform.orders().map((o) => o.order)).toEqual(['suppress']);
  });

  it('is no news the second and third time, by whatever door', async () => {
    const mail = await scene.sent('jan@yahoo.example');
    const raw = await scene.report(mail, 'once');
    for (let i = 0; i < 3; i++) await scene.desk.mail(raw, 'feedback@arf.mail.yahoo.com');
    const again = await scene.desk.call<{ duplicate: boolean }>('POST', '/v1/reports', raw, {
      headers: { 'content-type': 'message/rfc822' },
    });
    expect([again.status, again.body.duplicate]).toEqual([202, true]);
    expect((await scene.complaints()).map((c) => c.reports.length)).toEqual([1]);
  });

  it('is one complaint when one message is reported by feedback loop, by mail and by the regulator', async () => {
    const mail = await scene.sent('jan@people.example');
    await scene.complain(mail);
    for (const who of ['jan@people.example', 'spamklacht@acm.nl']) {
      const signer = scene.desk.signer(who.split('@')[1]!);
      const raw = await signer.sign(personalComplaint(mail, who, who.split('@')[0]!));
      await scene.desk.mail(raw, who, 'abuse@desk.example');
    }
    expect((await scene.complaints()).map((c) => c.reports.length)).toEqual([3]);
  });

  it('goes on after a restart as if there had been none', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    await scene.desk.restart();
    await scene.complaintAbout('piet@yahoo.example');
    expect(await scene.complaints()).toHaveLength(2);
  });

  it('counts the rate by send day, exactly', async () => {
    const day = new Date(scene.desk.now).toISOString().slice(0, 10);
    await scene.desk.did('POST', '/v1/delivery-volumes', [
      { accountId: 'shop-1', provider: 'yahoo', day, delivered: 10_000, revision: 1 },
    ]);
    for (let i = 0; i < 3; i++) await scene.complaintAbout(`someone-${i}@yahoo.example`);
    expect(await scene.desk.get('/v1/accounts/shop-1/complaint-rate?window=30d')).toMatchObject({
      complaints: 3,
      delivered: 10_000,
      rate: '3/10000',
      breached: false,
      actionable: false,
      provisional: true,
    });
  });
});
