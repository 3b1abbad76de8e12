import { original, personalComplaint, type Sent } from '@app/testing';
import { Scene } from '../support/scene';

interface Found {
  readonly id: string;
  readonly lacks: readonly string[];
  readonly reports: readonly { corroboration: readonly string[] }[];
}

describe('one mail about several messages', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler', { TRUST__REPORTSPERCOMPLAINANT: '3' });
    for (const account of ['shop-1', 'shop-2'])
      await scene.account(account, { dkim: [`s1._domainkey.${account}.sender.example`] });
  });
  afterEach(() => scene.close());

  const about = async (account: string) => (await scene.complaints(account)) as unknown as readonly Found[];
  /** A person's mail with these messages attached, signed by their provider. */
  const complain = async (messages: readonly string[], id: string) => {
    const mail = personalComplaint(NOBODYS, 'jan@people.example', id);
    const part = (message: string) => `Content-Type: message/rfc822\r\n\r\n${message}\r\n`;
    const [head, first] = [mail.slice(0, mail.indexOf('Content-Type: message/rfc822')), `--=_p${id}`];
    const whole = `${head}${messages.map(part).join(`${first}\r\n`)}${first}--\r\n`;
    await scene.desk.mail(
      await scene.desk.signer('people.example').sign(whole),
      'jan@people.example',
      'abuse@desk.example',
    );
  };

  it('leads to a complaint about each, traced to its own account; and sent again to no others', async () => {
    const first = await scene.sent('jan@people.example', { account: 'shop-1' });
    const second = await scene.sent('jan@people.example', { account: 'shop-2' });
    await complain([original(first), original(second)], 'one');
    const filed = [await about('shop-1'), await about('shop-2')];
    expect(filed.map((complaints) => complaints.map(({ reports }) => reports.length))).toEqual([[1], [1]]);

    await complain([original(second), original(first)], 'again');
    const after = [await about('shop-1'), await about('shop-2')];
    expect(after.map((complaints) => complaints.map(({ id }) => id))).toEqual(
      filed.map((complaints) => complaints.map(({ id }) => id)),
    );
    expect(after.map((complaints) => complaints.map(({ reports }) => reports.length))).toEqual([[2], [2]]);
  });

  it('believes each message’s own signature, and of none that of another', async () => {
    const message = (account: string, id: string): Sent => ({
      messageId: `${id}@${account}.sender.example`,
      date: 'Tue, 3 Mar 2026 08:00:00 +0000',
      from: `news@${account}.sender.example`,
      to: 'jan@people.example',
      headers: { 'Feedback-ID': `spring:${account}:bulk:esp` },
    });
    const signer = scene.desk.signer('shop-1.sender.example');
    const signed = await signer.sign(original(message('shop-1', 'signed')));
    await complain([original(message('shop-2', 'bare')), signed], 'signed');
    const proofs = async (account: string) =>
      (await about(account)).flatMap(({ reports }) => reports.map(({ corroboration }) => corroboration));
    expect(await proofs('shop-1')).toEqual([['own-dkim']]);
    expect(await proofs('shop-2')).toEqual([[]]);
  });

  it('waits for a person with what is beyond fifty, and with what could not be read', async () => {
    const queued = async () =>
      (await scene.desk.get<{ items: { alarms: string[] }[] }>('/v1/reports?queue=reports')).items;
    const sent = await scene.sent('jan@people.example');
    const other = (n: number) => original({ ...sent, headers: {}, messageId: `x${n}@elsewhere.example` });
    await complain([original(sent), ...Array.from({ length: 55 }, (_, n) => other(n))], 'fifty');
    expect(await queued()).toMatchObject([
      { alarms: expect.arrayContaining(['left-out']) as string[], kind: 'complaint' },
    ]);
    expect(await about('shop-1')).toHaveLength(1);

    const broken = 'x\r\n--=_pmsg\r\nContent-Type: application/vnd.ms-outlook\r\n\r\nx';
    await complain([`${original(sent)}${broken}`], 'msg');
    expect(await queued()).toHaveLength(2);
  });

  it('counts as many towards what a complainant may report in a day as messages are in it', async () => {
    const sent = [];
    for (let n = 0; n < 5; n++) sent.push(await scene.sent('jan@people.example'));
    await complain(sent.map(original), 'many');
    const capped = (await about('shop-1')).map(({ lacks }) => lacks.includes('complainant-cap'));
    expect(capped.sort()).toEqual([false, false, false, true, true]);
  });
});

const NOBODYS: Sent = { messageId: 'x', date: 'Tue, 3 Mar 2026 09:00:00 +0000', from: 'x@x.example', to: 'x@x.example' }; // prettier-ignore
