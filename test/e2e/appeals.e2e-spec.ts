import { days, hours } from '@app/kernel';
import { Scene } from '../support/scene';

interface Paper {
  readonly id: string;
  readonly text: string | null;
  readonly state?: string;
}
interface Case {
  readonly assignee: string | null;
  readonly tasks: readonly string[];
  readonly appeals: readonly Paper[];
  readonly notes: readonly Paper[];
  readonly clocks: readonly { clock: string; runs: boolean; remaining: number; because: string | null }[];
  readonly measures: readonly { measure: string; state: string }[];
}

/** A customer who is held back by one person objects, and another one decides. */
describe('an objection', () => {
  let scene: Scene;
  let id: string;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
    await scene.complaintAbout('jan@yahoo.example');
    ({ id } = await scene.only());
    await scene.decide(id, 'impose', { measure: 'suspend' });
  });
  afterEach(() => scene.close());
  const shown = () => scene.desk.get<Case>(`/v1/cases/${id}`);
  const page = async () => {
    const { body } = await scene.desk.call<string>('GET', scene.answerPath(), undefined, { key: null });
    return body;
  };
  const queue = async (name: string) => {
    const { items } = await scene.desk.get<{ items: { queue: string; count: number }[] }>('/v1/queues');
    return items.find((one) => one.queue === name)?.count ?? 0;
  };

  it('is made on the page, has a clock, and is decided by another supervisor than who suspended', async () => {
    expect(await page()).toContain('name="objection"');
    expect(await scene.answer({ objection: '  ' })).toBe(422);
    expect(await scene.answer({ objection: 'They all signed up at our fair.' })).toBe(200);
    expect(await scene.standing()).toBe('suspended'); // it stays in force
    const { appeals, clocks, tasks } = await shown();
    expect(appeals).toMatchObject([{ state: 'lodged', text: 'They all signed up at our fair.' }]);
    expect(clocks).toContainEqual({
      clock: expect.stringMatching(/^appeal-due:/) as string,
      runs: true,
      remaining: 5 * 86_400,
      because: null,
    });
    expect(tasks).toContain('decide-appeal');
    expect(await queue('decide-appeal')).toBe(1);
    const asked = await page();
    expect(asked).not.toContain('name="objection"');
    expect(asked).toContain('Uw bezwaar is ontvangen');
    expect(await scene.answer({ objection: 'Once more.' })).toBe(409);

    const own = await scene.desk.call('POST', `/v1/cases/${id}/decisions`, {
      decision: 'decide-appeal',
      outcome: 'rejected',
      reason: 'no',
    });
    expect(own).toMatchObject({ status: 409, body: { code: 'own-decision' } });
    const eve = await scene.key('supervisor', 'eve');
    await scene.decide(id, 'decide-appeal', { outcome: 'upheld' }, eve);
    expect(await scene.standing()).toBe('good');
    expect((await shown()).appeals).toMatchObject([{ state: 'upheld' }]);
  });

  it('that is rejected is told with the reason, and nothing more can be said', async () => {
    await scene.answer({ objection: 'They all signed up at our fair.' });
    const eve = await scene.key('supervisor', 'eve');
    const before = scene.desk.outbox().length;
    await scene.decide(id, 'decide-appeal', { outcome: 'rejected' }, eve);
    const told = scene.desk.outbox().slice(before);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('as agreed at the desk');
    expect(told[0]).toMatch(/Subject:.*bezwaar/);
    expect(await page()).toContain('is afgewezen');
    expect(await scene.standing()).toBe('suspended');
  });

  it('waits in the queue of what is due soon, and is a supervisor’s when nobody decides', async () => {
    await scene.answer({ objection: 'They all signed up at our fair.' });
    await scene.pass((days(5) - hours(1)) as ReturnType<typeof hours>);
    expect(await queue('due-soon')).toBe(1);
    await scene.pass(hours(2));
    expect(await queue('appeal-late')).toBe(1);
    expect(await scene.standing()).toBe('suspended');
  });

  it('that came by letter is written down by staff', async () => {
    const agent = await scene.key('agent', 'bob');
    const text = 'A letter of 3 March says that they all signed up.';
    await scene.desk.did('POST', `/v1/cases/${id}/appeals`, { text, receivedAt: '2026-03-03T08:00:00Z' }, agent);
    expect((await shown()).appeals).toMatchObject([{ text, receivedAt: '2026-03-03T08:00:00.000Z' }]);
    const again = await scene.desk.call('POST', `/v1/cases/${id}/appeals`, { text }, { key: agent });
    expect(again).toMatchObject({ status: 409, body: { code: 'appeal-open' } });
  });

  it('and a case are somebody’s work: assigned, noted among staff, and the customer sees none of it', async () => {
    const bob = await scene.key('agent', 'bob');
    await scene.decide(id, 'assign', { to: 'me' }, bob);
    const { assignee } = await shown();
    expect(bob).toContain(assignee!);
    const ids = async (query: string, key = bob) => {
      const { body } = await scene.desk.call<{ items: { id: string }[] }>('GET', `/v1/cases?${query}`, undefined, { key });
      return body.items.map((one) => one.id);
    };
    expect(await ids('assignee=me')).toEqual([id]);
    expect(await ids('assignee=nobody')).toEqual([]);
    const unknown = { decision: 'assign', to: 'ffffffff', reason: 'x' };
    expect((await scene.desk.call('POST', `/v1/cases/${id}/decisions`, unknown)).status).toBe(404);

    await scene.desk.did('POST', `/v1/cases/${id}/notes`, { text: 'They telephoned, and were angry.' }, bob);
    expect((await shown()).notes).toMatchObject([{ text: 'They telephoned, and were angry.', by: `key ${assignee}` }]);
    expect(await page()).not.toContain('angry');
    const viewer = await scene.key('viewer', 'eve');
    const seen = await scene.desk.call<Case>('GET', `/v1/cases/${id}`, undefined, { key: viewer });
    expect(seen.body.notes).toMatchObject([{ text: null }]);
  });

  it('finds the customer’s clock standing still while an answer is judged', async () => {
    await scene.account('shop-2');
    await scene.complaintAbout('piet@yahoo.example', { account: 'shop-2' });
    await scene.pass(hours(4));
    expect(await scene.answer({ feedback: 'Sorry.', solution: 'Removed.' })).toBe(200);
    const { id: other } = await scene.only('shop-2');
    const { clocks } = await scene.desk.get<Case>(`/v1/cases/${other}`);
    expect(clocks).toContainEqual({
      clock: 'answer-due',
      runs: false,
      remaining: expect.any(Number) as number,
      because: 'the customer answered, and a person has to judge it',
    });
  });
}); // prettier-ignore
