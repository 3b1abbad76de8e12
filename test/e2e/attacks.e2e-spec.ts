import { hours, minutes } from '@app/kernel';
import { feedbackReport, personalComplaint, type Sent } from '@app/testing';
import { Scene } from '../support/scene';

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly may: readonly string[];
  readonly lacks: readonly string[];
  readonly reports: readonly unknown[];
}

/** What somebody does who wants an honest customer silenced, and what must not come of it. */
describe('an attack', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
  });
  afterEach(() => scene.close());

  const complaints = async (): Promise<readonly Listed[]> =>
    (await scene.complaints()) as unknown as readonly Listed[];
  const fromYahoo = { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' };
  const days = async (n: number) => {
    for (let i = 0; i < n; i++) await scene.pass(hours(24));
  };

  it('by harvested tokens, reported under a domain of one’s own: staff decide, and no more is proposed', async () => {
    const attacker = scene.desk.signer('attacker.example');
    for (const name of ['a', 'b', 'c']) {
      const address = `${name}@attacker.example`;
      const mail = await scene.sent(address); // subscribed, and genuine
      const report = personalComplaint(mail, address, name);
      await scene.desk.mail(await attacker.sign(report), address, 'abuse@desk.example');
    }
    expect((await complaints()).map((c) => c.may.includes('enforce'))).toEqual([false, false, false]);
    await scene.pass(minutes(15));
    await days(3);
    expect(await scene.standing()).toBe('good');
    expect((await scene.only()).measures.map((m) => m.state)).toEqual(['proposed']);
  });

  it('the control: by two people who have nothing to do with each other it is no attack, and suspends', async () => {
    for (const domain of ['people.example', 'others.example']) {
      const address = `jan@${domain}`;
      const mail = await scene.sent(address);
      const report = await scene.desk.signer(domain).sign(personalComplaint(mail, address, 'own'));
      await scene.desk.mail(report, address, 'abuse@desk.example');
      await scene.pass(minutes(15));
    }
    await days(3);
    expect(await scene.standing()).toBe('suspended');
  });

  it('by more harvested tokens than a person complains of in a day: the rest is for staff', async () => {
    const attacker = scene.desk.signer('attacker.example');
    for (let n = 0; n < 22; n++) {
      await scene.account(`shop-${n}`);
      const address = `${n}@attacker.example`;
      const mail = await scene.sent(address, { account: `shop-${n}` });
      const report = personalComplaint(mail, address, `h${n}`);
      await scene.desk.mail(await attacker.sign(report), address, 'abuse@desk.example');
    }
    await scene.pass(minutes(15));
    expect(scene.desk.outbox()).toHaveLength(20); // demands; each token proves one message, and suppresses one recipient
    const { items } = await scene.desk.get<{ items: Listed[] }>('/v1/complaints?queue=unqualified');
    expect(items.map((c) => c.lacks)).toEqual([['complainant-cap'], ['complainant-cap']]);
  });

  it('by a genuine message sent to oneself and replayed to many: it is suspected, not counted, and moves nothing', async () => {
    const mail = await scene.sent('attacker@yahoo.example');
    for (const name of ['jan', 'piet', 'kees', 'els', 'ina'])
      await scene.complain({ ...mail, to: `${name}@yahoo.example` }, `replay-${name}`);
    await days(2);
    const [complaint, ...others] = await complaints();
    expect(others).toEqual([]); // one delivery
    expect(complaint!.state).toBe('traced');
    expect(complaint!.lacks).toContain('replay-suspected');
    expect(complaint!.may).not.toContain('count');
    expect(await scene.standing()).toBe('good');
    const { items } = await scene.desk.get<{ items: { queue: string }[] }>('/v1/queues');
    expect(items.map(({ queue }) => queue)).toContain('unqualified');
  });

  it('by an old genuine report sent again, changed where its signature does not reach: no news', async () => {
    const mail = await scene.sent('jan@yahoo.example');
    const report = await scene.report(mail, 'genuine');
    await scene.desk.mail(report, fromYahoo.from);
    await scene.pass(minutes(15));
    await scene.answer({ feedback: 'An old list.', solution: 'It is gone.' });
    await scene.decide((await scene.only()).id, 'accept-answer');
    await days(30);
    await scene.desk.mail(`X-Again: 1\r\n${report}`, fromYahoo.from);
    expect(await complaints()).toHaveLength(1);
    expect((await scene.cases()).map((c) => c.state)).toEqual(['resolved']);
  });

  it('by a flood of forged reports: all are kept, none moves anything', async () => {
    const mail: Sent = { ...(await scene.sent('jan@yahoo.example')), headers: {} };
    for (let i = 0; i < 50; i++)
      await scene.desk.mail(
        feedbackReport({ ...mail, to: `r${i}@yahoo.example` }, fromYahoo, `f${i}`),
        fromYahoo.from,
      );
    expect(await scene.cases()).toEqual([]);
    expect(scene.desk.outbox()).toEqual([]);
    expect(scene.desk.platform.orders()).toEqual([]);
  });

  it('by mail that answers a notice in the customer’s name: the clock goes on', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    const due = (await scene.only()).deadlines.find((d) => d.name === 'answer-due');
    const [, replyTo] = /^Reply-To:\s*<?([^>\r\n]+)>?/im.exec(scene.desk.outbox().at(-1)!)!;
    const reply = (extra: string) =>
      `From: owner@shop-1.customer.example\r\nTo: ${replyTo!}\r\nSubject: Re: complaint\r\n${extra}\r\nIt is solved.\r\n`;
    await scene.desk.mail(reply('Auto-Submitted: auto-replied\r\n'), 'x@elsewhere.example', replyTo);
    await scene.desk.mail(reply(''), 'x@elsewhere.example', replyTo);
    const after = await scene.only();
    expect(after.deadlines.find((d) => d.name === 'answer-due')).toEqual(due);
    expect(after.state).toBe('demanded');
    expect(scene.desk.outbox()).toHaveLength(1); // nor does the desk answer
  });

  it('by our own notice sent back to us: it is known as ours, and nothing answers it', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    const [notice] = scene.desk.outbox();
    const before = await scene.only();
    for (const to of ['abuse@desk.example', 'fbl@desk.example'])
      await scene.desk.mail(notice!.replace('Date:', `X-Relayed: ${to}\r\nDate:`), '', to);
    expect(scene.desk.outbox()).toHaveLength(1);
    expect(await scene.complaints()).toHaveLength(1);
    expect((await scene.only()).revision).toBe(before.revision);
  });

  it('by lines smuggled into a name or a subject: no notice carries them in its head', async () => {
    await scene.account('shop-1', { name: 'The Shop\r\nBcc: victim@elsewhere.example' });
    const mail = {
      ...(await scene.sent('jan@yahoo.example')),
      subject: '=?utf-8?Q?a=0D=0ABcc:_v@e.example?=',
    };
    await scene.complain(mail);
    await scene.pass(minutes(15));
    const notices = scene.desk.outbox();
    expect(notices).not.toEqual([]);
    expect(notices[0]).toMatch(/^Subject: /im); // there is a head to look at
    for (const notice of notices) expect(notice.split(/\r?\n\r?\n/)[0]).not.toMatch(/^Bcc:/im);
  });
});
