import { days } from '@app/kernel';
import { personalComplaint } from '@app/testing';
import { Scene } from '../support/scene';

describe('a person who says that a mail is phishing', () => {
  let scene: Scene;
  afterEach(() => scene.close());

  const complain = async (words: string) => {
    const mail = await scene.sent('jan@people.example');
    const text = personalComplaint(mail, 'jan@people.example', 'p1').replace('This is spam.', words);
    const signed = await scene.desk.signer('people.example').sign(text);
    await scene.desk.mail(signed, 'jan@people.example', 'abuse@desk.example');
  };
  const waiting = async () =>
    (await scene.desk.get<{ items: { queue: string; count: number }[] }>('/v1/queues')).items
      .filter(({ count }) => count > 0)
      .map(({ queue }) => queue);

  it.each(['spotler', 'iconneqt'])(
    'has somebody look at once, and nobody asked in a day: %s',
    async (brand) => {
      scene = await Scene.open(brand);
      await scene.account();
      await complain('This is phishing.');
      expect(await waiting()).toEqual(['compromise', 'approve-measure', 'due-soon']);
      const [complaint] = await scene.complaints();
      const [reported] = complaint!.reports as { id: string }[];
      expect(await scene.desk.get(`/v1/reports/${reported!.id}`)).toMatchObject({
        kind: 'incident',
        incidentType: 'phishing',
        complaints: [{ account: 'shop-1' }],
      });

      await scene.pass(days(2));
      const { measures, deadlines, tasks } = await scene.only();
      expect(tasks).toContain('compromise');
      expect(deadlines.map(({ name }) => name)).not.toContain('answer-due');
      expect(measures.map(({ measure, state }) => [measure, state])).toEqual([['hold', 'proposed']]);
      expect(scene.desk.outbox()).toEqual([]); // a hijacked account is warned by nobody reading it
      expect(await scene.standing()).toBe('good');
    },
  );

  it('is told apart from one who says that it is spam', async () => {
    scene = await Scene.open('spotler');
    await scene.account();
    await complain('This is spam, though no phishing.');
    expect(await waiting()).not.toContain('compromise');
    await scene.pass(days(2));
    expect(scene.desk.outbox()).not.toEqual([]);
  });
});
