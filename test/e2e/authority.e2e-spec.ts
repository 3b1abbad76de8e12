import { days, hours } from '@app/kernel';
import { personalComplaint } from '@app/testing';
import { Scene } from '../support/scene';

/** The complaints office of eco passes a complaint on, and waits two working days for our answer. */
it('a complaint of the CSA has to be answered in two working days, by the German calendar', async () => {
  const scene = await Scene.open('spotler'); // it is Tuesday, 3 March 2026, 10:00 in Berlin
  const csa = scene.desk.signer('certified-senders.org');
  await scene.account();
  await scene.pass(days(2)); // Thursday
  const mail = await scene.sent('jan@yahoo.example');
  const from = 'complaints@certified-senders.org';
  await scene.desk.mail(await csa.sign(personalComplaint(mail, from, 'c1')), from);

  const { id, tasks, deadlines } = await scene.only();
  expect(tasks).toContain('answer-authority');
  expect(deadlines).toContainEqual({ name: 'authority-due', dueAt: '2026-03-09T09:00:00.000Z' }); // Monday
  const queue = async (name: string) => {
    const { items } = await scene.desk.get<{ items: { queue: string; nearest: string }[] }>('/v1/queues');
    return items.find((one) => one.queue === name);
  };
  expect(await queue('answer-authority')).toMatchObject({ nearest: '2026-03-09T09:00:00.000Z' });
  await scene.pass((days(4) - hours(1)) as ReturnType<typeof hours>);
  expect(await queue('authority-late')).toBeUndefined();
  await scene.pass(hours(2));
  expect(await queue('authority-late')).toMatchObject({ count: 1 });
  await scene.decide(id, 'finish-task', { task: 'answer-authority' });
  expect(await queue('authority-late')).toBeUndefined();
  await scene.close();
});
