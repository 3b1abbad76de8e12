import { days, hours, minutes } from '@app/kernel';
import { feedbackReport, personalComplaint, type Sent } from '@app/testing';
import { Scene } from '../support/scene';

interface Listed {
  readonly state: string;
  readonly may: readonly string[];
  readonly lacks: readonly string[];
  readonly reports: readonly unknown[];
}
interface Rate {
  readonly complaints: number;
}

/** What a report that something was no spam may undo, and for whom it is a way out of the count. */
describe('a report of "not spam"', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
    await scene.desk.did('POST', '/v1/delivery-volumes', [
      { accountId: 'shop-1', provider: 'yahoo', day: '2026-03-03', delivered: 100_000, revision: 1 },
    ]);
  });
  afterEach(() => scene.close());

  const fromYahoo = { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' };
  const notSpam = (mail: Sent) =>
    feedbackReport(mail, { ...fromYahoo, feedbackType: 'not-spam' }, `ns-${mail.messageId}`);
  const complaint = async (): Promise<Listed> => {
    const listed = (await scene.complaints()) as unknown as readonly Listed[];
    expect(listed).toHaveLength(1);
    return listed[0]!;
  };
  const counted = async () =>
    (await scene.desk.get<Rate>('/v1/accounts/shop-1/complaint-rate?window=30d&attribution=report-day'))
      .complaints;
  const demands = async () => {
    await scene.pass(minutes(15));
    return scene.desk.outbox().length;
  };

  it('of the same recipient over the same source takes the complaint back: it leaves the rate, and no demand follows', async () => {
    const mail = await scene.complaintAbout('jan@yahoo.example');
    expect(await counted()).toBe(1); // the control: untouched, it counts, and a demand goes out
    await scene.pass(minutes(1));
    await scene.desk.mail(await scene.yahoo.sign(notSpam(mail)), fromYahoo.from);
    expect(await complaint()).toMatchObject({ state: 'traced', may: ['suppress'], lacks: ['withdrawn'] });
    expect(await counted()).toBe(0);
    expect(await demands()).toBe(0);
    const { items } = await scene.desk.get<{ items: { count: number }[] }>('/v1/queues');
    expect(items.filter(({ count }) => count > 0)).toEqual([]); // nor is there anything for a person to do
  });

  it('ends a demand that rests on nothing else', async () => {
    const mail = await scene.complaintAbout('jan@yahoo.example');
    expect(await demands()).toBe(1);
    await scene.desk.mail(await scene.yahoo.sign(notSpam(mail)), fromYahoo.from);
    await scene.pass(hours(26));
    expect(await scene.only()).toMatchObject({ state: 'open', measures: [], deadlines: [] });
  });

  it('leaves a measure that was taken to a person', async () => {
    const first = await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    const second = await scene.complaintAbout('piet@yahoo.example');
    await scene.pass(hours(24));
    await scene.pass(days(2)); // far beyond the hour in which staff may object
    expect(await scene.standing()).toBe('suspended');
    for (const mail of [first, second])
      await scene.desk.mail(await scene.yahoo.sign(notSpam(mail)), fromYahoo.from);
    expect(await counted()).toBe(0);
    expect(await scene.standing()).toBe('suspended');
    expect((await scene.only()).tasks).toEqual(['ground-gone']);
  });

  it.each<[string, (mail: Sent) => Promise<[raw: string, from: string]>]>([
    ['nobody signed (X)', (mail) => Promise.resolve([notSpam(mail), fromYahoo.from])],
    [
      'the customer signed, as a domain of their own (C)',
      async (mail) => {
        const own = { ...fromYahoo, from: 'fbl@shop-1.customer.example', feedbackType: 'not-spam' };
        const signer = scene.desk.signer('shop-1.customer.example');
        return [await signer.sign(feedbackReport(mail, own, 'own')), own.from];
      },
    ],
    [
      'another registered source makes (A)',
      async (mail) => {
        const validity = { from: 'feedbackloop@comcastfbl.senderscore.net', userAgent: 'ReturnPathFBL/2.0' };
        const signer = scene.desk.signer('senderscore.net');
        return [
          await signer.sign(feedbackReport(mail, { ...validity, feedbackType: 'not-spam' }, 'v')),
          validity.from,
        ];
      },
    ],
  ])('that %s is kept, and takes nothing back', async (_, made) => {
    const mail = await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(1));
    const [raw, from] = await made(mail);
    await scene.desk.mail(raw, from);
    const found = await complaint();
    expect(found.reports).toHaveLength(2);
    expect(found.may).toContain('count');
    expect(await counted()).toBe(1);
    expect(await demands()).toBe(1);
  });

  it('is no way to keep a person’s own complaint out: another channel stands', async () => {
    const mail = await scene.complaintAbout('jan@people.example');
    const people = scene.desk.signer('people.example');
    const own = personalComplaint(mail, 'jan@people.example', 'own');
    await scene.desk.mail(await people.sign(own), 'jan@people.example', 'abuse@desk.example');
    await scene.pass(minutes(1));
    await scene.desk.mail(await scene.yahoo.sign(notSpam(mail)), fromYahoo.from);
    expect(await counted()).toBe(0);
    expect((await complaint()).may).toEqual(['suppress', 'forward', 'propose']);
  });

  it('after thirty days, or about another message, takes nothing back', async () => {
    const mail = await scene.complaintAbout('jan@yahoo.example');
    await scene.desk.mail(
      await scene.yahoo.sign(notSpam(await scene.sent('jan@yahoo.example'))),
      fromYahoo.from,
    );
    expect(await counted()).toBe(1);
    await scene.pass(days(31));
    await scene.desk.mail(await scene.yahoo.sign(notSpam(mail)), fromYahoo.from);
    const listed = (await scene.complaints()) as unknown as readonly Listed[];
    expect(listed.filter(({ may }) => may.includes('count'))).toHaveLength(1);
  });

  it('before any complaint is told to nobody, and a later complaint counts all the same', async () => {
    const mail = await scene.sent('jan@yahoo.example');
    await scene.desk.mail(await scene.yahoo.sign(notSpam(mail)), fromYahoo.from);
    expect(await counted()).toBe(0);
    expect(scene.desk.platform.orders()).toEqual([]);
    await scene.pass(minutes(1));
    await scene.complain(mail);
    expect(await counted()).toBe(1);
  });
});
