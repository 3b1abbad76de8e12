import { days, minutes } from '@app/kernel';
import { feedbackReport, original, type Sent, type Signer } from '@app/testing';
import { Scene } from '../support/scene';

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly may: readonly string[];
  readonly lacks: readonly string[];
  readonly replay: { readonly deliveryId: string | null; readonly signedBy: readonly string[] } | null;
}

/** One message of ours, sent to the attacker, is brought to thousands by somebody else's servers: our signature on it is
 *  good wherever it goes, and each who presses "spam" is genuine. */
describe('our own signed message, replayed to people to whom we never sent it', () => {
  let scene: Scene;
  let shop: Signer;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    shop = scene.desk.signer('shop-1.sender.example');
    await scene.account('shop-1', { dkim: ['s1._domainkey.shop-1.sender.example'] });
    await scene.desk.did('POST', '/v1/delivery-volumes', [
      { accountId: 'shop-1', provider: 'yahoo', day: '2026-03-03', delivered: 100_000, revision: 1 },
    ]);
  });
  afterEach(() => scene.close());

  const VICTIMS = ['jan', 'piet', 'kees', 'els', 'ina'].map((name) => `${name}@yahoo.example`);
  const fromYahoo = { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' };
  /** No token of ours in it: all that ties it to us is the signature and the send log. */
  const untokened = (to: string, messageId = `m-${to}`): Sent => ({
    messageId,
    date: 'Tue, 3 Mar 2026 08:00:00 +0000',
    from: 'news@shop-1.sender.example',
    to,
    headers: { 'Feedback-ID': 'spring:shop-1:bulk:esp' },
  });
  const logged = (messageId: string, recipients: readonly string[], sentAt = '2026-03-03T08:00:00.000Z') =>
    scene.desk.did(
      'POST',
      '/v1/messages',
      recipients.map((recipient) => ({
        messageId,
        accountId: 'shop-1',
        campaignId: 'spring',
        recipient,
        sentAt,
      })),
    );
  /** A genuine report of Yahoo by `reporter`, about this message as we signed it. */
  const reported = async (mail: Sent, reporter: string) => {
    const report = feedbackReport(mail, fromYahoo, `r-${reporter}`).replace(
      `Original-Rcpt-To: <${mail.to}>`,
      `Original-Rcpt-To: <${reporter}>`,
    );
    const signed = await shop.sign(original(mail));
    await scene.desk.mail(
      await scene.yahoo.sign(report.replace(original(mail), () => signed)),
      fromYahoo.from,
    );
  };
  const complaints = async (query = 'account=shop-1') =>
    (await scene.desk.get<{ items: Listed[] }>(`/v1/complaints?${query}`)).items;
  const counted = async () =>
    (
      await scene.desk.get<{ complaints: number }>(
        '/v1/accounts/shop-1/complaint-rate?window=30d&attribution=report-day',
      )
    ).complaints;
  const nothingFollows = async () => {
    expect(await counted()).toBe(0);
    await scene.pass(minutes(15));
    await scene.pass(days(3));
    expect(await scene.standing()).toBe('good');
    expect((await scene.cases()).flatMap((c) => c.measures)).toEqual([]);
    expect(scene.desk.outbox()).toEqual([]);
    expect(scene.desk.platform.orders().filter(({ order }) => order !== 'suppress')).toEqual([]);
  };
  const alarmed = async () => {
    const { items } = await scene.desk.get<{ items: { queue: string; count: number }[] }>('/v1/queues');
    expect(items.find(({ queue }) => queue === 'dkim-replay')).toMatchObject({ count: 1 });
    const [alarm, ...others] = await complaints('queue=dkim-replay');
    expect(others).toEqual([]);
    return alarm!.replay;
  };

  it('the control: a message of its own for each of them, and each complaint counts', async () => {
    for (const to of VICTIMS) {
      await logged(`m-${to}`, [to]);
      await reported(untokened(to), to);
    }
    expect(await complaints()).toHaveLength(VICTIMS.length);
    expect(await counted()).toBe(VICTIMS.length);
    expect(await complaints('queue=dkim-replay')).toEqual([]);
    await scene.pass(minutes(15));
    expect(scene.desk.outbox()).not.toEqual([]);
  });

  it('is one complaint that moves nothing, and an alarm that names the key', async () => {
    const mail = untokened('attacker@yahoo.example');
    await logged(mail.messageId, [mail.to]);
    for (const victim of VICTIMS) await reported(mail, victim);
    expect(await complaints()).toMatchObject([{ state: 'traced', lacks: ['replay-suspected'] }]);
    expect(await alarmed()).toEqual({ deliveryId: null, signedBy: ['s1._domainkey.shop-1.sender.example'] });
    await nothingFollows();
  });

  it('is told by the recipient that was signed, where a whole campaign shares one Message-ID', async () => {
    const mail = untokened('attacker@yahoo.example', 'spring@shop-1.sender.example');
    await logged(mail.messageId, [mail.to, 'a@yahoo.example', 'b@yahoo.example', 'c@yahoo.example']);
    for (const victim of VICTIMS) await reported(mail, victim);
    expect(await complaints()).toHaveLength(1);
    expect(await alarmed()).toMatchObject({ signedBy: ['s1._domainkey.shop-1.sender.example'] });
    await nothingFollows();
  });

  it('is told so as well when the send log knows nothing of it any more', async () => {
    const mail = untokened('attacker@yahoo.example');
    for (const victim of VICTIMS) await reported(mail, victim);
    expect(await complaints()).toHaveLength(1);
    expect(await alarmed()).toMatchObject({ signedBy: ['s1._domainkey.shop-1.sender.example'] });
    await nothingFollows();
  });

  it('is told by our token too, and the alarm names the delivery', async () => {
    const mail = await scene.sent('attacker@yahoo.example');
    for (const victim of VICTIMS) await reported(mail, victim);
    expect(await alarmed()).toEqual({ deliveryId: 'd1', signedBy: ['s1._domainkey.shop-1.sender.example'] });
    await nothingFollows();
  });

  it('takes nobody off a list but whom we sent it to', async () => {
    const mail = await scene.sent('attacker@yahoo.example');
    for (const victim of VICTIMS) await reported(mail, victim);
    const suppressed = scene.desk.platform.orders().filter(({ order }) => order === 'suppress');
    expect(suppressed).toHaveLength(1); // of the one delivery
    expect(suppressed[0]!.recipient).toBeUndefined();
  });

  it('is no alarm any more once somebody said what it is', async () => {
    const mail = untokened('attacker@yahoo.example');
    for (const victim of VICTIMS) await reported(mail, victim);
    const [{ id }] = (await complaints()) as [Listed];
    await scene.desk.did('POST', `/v1/complaints/${id}/qualification`, {
      verdict: 'not-ours',
      reason: 'replayed from servers that are not ours; the key was rotated',
    });
    expect(await complaints('queue=dkim-replay')).toEqual([]);
    expect(await counted()).toBe(0);
  });
});
