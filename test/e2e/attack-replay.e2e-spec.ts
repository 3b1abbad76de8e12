import { days, minutes, type Duration } from '@app/kernel';
import type { Sent } from '@app/testing';
import { Scene } from '../support/scene';

interface Listed {
  readonly id: string;
  readonly may: readonly string[];
  readonly lacks: readonly string[];
  readonly reports: readonly unknown[];
}

/** A report that was genuine once: a signature does not say when it was handed over, nor how often. */
describe('an old genuine report, brought again', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
  });
  afterEach(() => scene.close());

  const yahoo = 'feedback@arf.mail.yahoo.com';
  const complaints = async () => (await scene.complaints()) as unknown as readonly Listed[];
  /** A day at a time, on each of which something is sent: the send log forgets by what is newer. */
  const pass = async (time: Duration) => {
    for (let past = 0; past < time; past += days(1)) {
      await scene.pass(days(1));
      await scene.sent('somebody@yahoo.example');
    }
  };
  /** Reported, demanded, answered, accepted: it is over. */
  const settled = async (report: string) => {
    await scene.desk.mail(report, yahoo);
    await scene.pass(minutes(15));
    await scene.answer({ feedback: 'An old list.', solution: 'It is gone.' });
    await scene.decide((await scene.only()).id, 'accept-answer');
  };
  const moved = async () => {
    await scene.pass(minutes(15));
    await pass(days(3));
    return {
      cases: (await scene.cases()).map(({ state }) => state),
      notices: scene.desk.outbox().length,
      orders: scene.desk.platform.orders().length,
      standing: await scene.standing(),
    };
  };

  it.each<[string, Duration, (mail: Sent, report: string) => Promise<string>]>([
    ['byte for byte, the same day', days(0), (_, report) => Promise.resolve(report)],
    [
      'byte for byte, when its original was purged long ago',
      days(120),
      (_, report) => Promise.resolve(report),
    ],
    [
      'with other fields, where its signature does not reach',
      days(20),
      (_, report) => Promise.resolve(`X-Relayed: 1\r\nReceived: from a.example\r\n${report}`),
    ],
    [
      'as another report about the same message, when the send log knows nothing of that any more',
      days(40),
      (mail) => scene.report(mail, 'another'),
    ],
    [
      'as another report about the same message, and our token is not in it',
      days(40),
      (mail) => scene.report({ ...mail, headers: {} }, 'another'),
    ],
  ])('%s, is no news', async (_, later, again) => {
    const mail = await scene.sent('jan@yahoo.example');
    const report = await scene.report(mail, 'genuine');
    await settled(report);
    await pass(later);
    const before = await moved();
    expect(before.cases).toEqual(['resolved']);
    await scene.desk.mail(await again(mail, report), yahoo);
    expect(await complaints()).toHaveLength(1);
    expect(await moved()).toEqual(before);
  });

  it('the control: a report about a message of today is news, and opens a case of its own', async () => {
    await settled(await scene.report(await scene.sent('jan@yahoo.example'), 'genuine'));
    await pass(days(20));
    const before = await moved();
    await scene.desk.mail(await scene.report(await scene.sent('piet@yahoo.example'), 'another'), yahoo);
    expect(await complaints()).toHaveLength(2);
    const after = await moved();
    expect(after.cases).toHaveLength(2);
    expect(after.notices).toBeGreaterThan(before.notices);
  });

  it.each<[string, (mail: Sent) => Sent]>([
    ['known by our token', (mail) => mail],
    [
      'known by what it says itself',
      (mail) => ({ ...mail, headers: { 'Feedback-ID': 'spring:shop-1:bulk:esp' } }),
    ],
  ])('that never came before, about a message %s to be too old, is evidence only', async (_, changed) => {
    const mail = changed(await scene.sent('jan@yahoo.example'));
    await pass(days(100));
    await scene.desk.mail(await scene.report(mail, 'late'), yahoo);
    const [complaint, ...others] = await complaints();
    expect(others).toEqual([]);
    expect(complaint!.lacks).toContain('too-old');
    expect(complaint!.may.filter((step) => step !== 'suppress')).toEqual([]);
    expect(await moved()).toMatchObject({ cases: [], notices: 0, standing: 'good' });
  });

  it('the control: about a message that the send log has forgotten, and is not too old, it counts by our token', async () => {
    const mail = await scene.sent('jan@yahoo.example');
    await pass(days(40));
    await scene.desk.mail(await scene.report(mail, 'late'), yahoo);
    expect((await complaints())[0]!.may).toContain('count');
  });

  it('the control: what only the send log knew, nobody knows when it has forgotten', async () => {
    const known = { ...(await scene.sent('jan@yahoo.example')), headers: {} };
    const forgotten = { ...(await scene.sent('piet@yahoo.example')), headers: {} };
    await scene.complain(known);
    await pass(days(40));
    await scene.complain(forgotten);
    const { items } = await scene.desk.get<{ items: { account: string | null }[] }>('/v1/complaints');
    expect(items.map(({ account }) => account)).toEqual([null, 'shop-1']);
  });
});
