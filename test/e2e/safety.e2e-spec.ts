import { days, hours, minutes } from '@app/kernel';
import { Scene } from '../support/scene';

/** What leads to a suspension by rule: two complainants, and an owner who is silent for a day. */
const silence = async (scene: Scene, account = 'shop-1') => {
  await scene.complaintAbout('jan@yahoo.example', { account });
  await scene.pass(minutes(15));
  await scene.complaintAbout('piet@yahoo.example', { account });
  await scene.pass(hours(24));
};
/** Far beyond the hour in which staff may object. */
const nobodyObjects = (scene: Scene) => scene.pass(days(2));
const measured = async (scene: Scene, measure: string) =>
  (await scene.only()).measures.filter((m) => m.measure === measure).map((m) => m.state);

describe('a brand in shadow', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler', { BRANDS__SPOTLER__ENFORCEMENT: 'shadow' });
    await scene.account();
  });
  afterEach(() => scene.close());

  const ordered = () => scene.desk.platform.orders().map(({ order }) => order);

  it('decides and tells what it would have done; no mail and no order goes out', async () => {
    await silence(scene);
    await nobodyObjects(scene);
    const { measures } = await scene.only();
    expect(measures.length).toBeGreaterThan(0);
    expect(new Set(measures.map((m) => m.state))).toEqual(new Set(['would']));
    expect(measures.map((m) => m.measure)).toContain('demand');
    expect(scene.desk.outbox()).toEqual([]);
    expect(ordered()).toEqual([]);
    expect(await scene.standing()).toBe('good');
  });

  it('takes no recipient off any list either, and says that it would have', async () => {
    await scene.complaintAbout('jan@yahoo.example');
    expect(ordered()).toEqual([]);
    expect(await scene.complaints()).toMatchObject([{ suppression: 'withheld' }]);
  });

  it('does so for what a person decides too', async () => {
    await silence(scene);
    const { id } = await scene.only();
    expect(await scene.decide(id, 'impose', { measure: 'hold' })).toMatchObject({ outcome: 'shadowed' });
    expect(await measured(scene, 'hold')).toEqual(['would']);
    expect(ordered()).not.toContain('hold');
    expect(await scene.standing()).toBe('good');
  });
});

describe('a live brand', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
  });
  afterEach(() => scene.close());

  it('suspends by rule when nothing keeps it from it: the control of what follows', async () => {
    await scene.account();
    await silence(scene);
    await nobodyObjects(scene);
    expect(await measured(scene, 'suspend')).toEqual(['taken']);
    expect(await scene.standing()).toBe('suspended');
  });

  it('only proposes for a protected account, each step of the ladder, until a person approves it', async () => {
    await scene.account('shop-1', { protected: true });
    await silence(scene);
    expect(await measured(scene, 'demand')).toEqual(['proposed']);
    expect(scene.desk.outbox()).toEqual([]);
    const approve = async (measure: string) => {
      const { id, measures } = await scene.only();
      const { id: measureId } = measures.find((m) => m.measure === measure && m.state === 'proposed')!;
      await scene.decide(id, 'approve', { measureId });
    };
    await approve('demand');
    await scene.pass(hours(24));
    await nobodyObjects(scene);
    expect(await measured(scene, 'suspend')).toEqual(['proposed']);
    expect(await scene.standing()).toBe('good');
    await approve('suspend');
    expect(await scene.standing()).toBe('suspended');
  });

  const switched = async (scope: string) => {
    await scene.account();
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15)); // the demand is out, and its day runs
    await scene.complaintAbout('piet@yahoo.example');
    const agent = await scene.key('agent', 'an agent');
    await scene.desk.did('POST', scope, { automatic: false, reason: 'something is odd' }, agent);
    await scene.pass(hours(24));
    await nobodyObjects(scene);
    return agent;
  };

  it.each(['desk', 'brand:spotler'])(
    'only proposes while the automation of %s is switched off, and takes by itself again once it is on',
    async (scope) => {
      const path = `/v1/automation/${scope}`;
      const agent = await switched(path);
      expect(await scene.desk.get(path)).toEqual({ scope, automatic: false, because: 'something is odd' });
      expect(await measured(scene, 'suspend')).toEqual(['proposed']);
      expect(await scene.standing()).toBe('good');

      await scene.desk.did('POST', path, { automatic: true, reason: 'it was nothing' }, agent);
      expect(await scene.desk.get(path)).toMatchObject({ automatic: true });
      await scene.account('shop-2');
      await silence(scene, 'shop-2');
      await nobodyObjects(scene);
      expect(await scene.standing('shop-2')).toBe('suspended');
    },
  );

  it('only proposes on deadlines too while the automation of a source is switched off', async () => {
    await switched('/v1/automation/source:yahoo');
    expect(await measured(scene, 'suspend')).toEqual(['proposed']);
  });

  it('annuls: the account sends again, the measure counts no more, and the customer is told', async () => {
    await scene.account();
    await silence(scene);
    await nobodyObjects(scene);
    const { id, measures } = await scene.only();
    const suspension = measures.find((m) => m.measure === 'suspend')!;
    const mails = scene.desk.outbox().length;
    const [one, other] = [await scene.key('agent', 'one'), await scene.key('supervisor', 'other')];
    await scene.decide(id, 'annul', { measureId: suspension.id }, one);
    const waiting = (await scene.only()).measures.find((m) => m.state === 'proposed');
    if (waiting) await scene.decide(id, 'approve', { measureId: waiting.id }, other); // where it takes two
    expect((await scene.only()).measures.find((m) => m.id === suspension.id)).toMatchObject({
      state: 'annulled',
    });
    expect(await scene.standing()).toBe('good');
    expect(scene.desk.platform.orders().at(-1)).toMatchObject({ order: 'resume' });
    expect(scene.desk.outbox().length).toBeGreaterThan(mails);
  });

  it('annuls nothing that never was', async () => {
    await scene.account();
    await silence(scene);
    const answer = await scene.desk.call<{ detail: string }>(
      'POST',
      `/v1/cases/${encodeURIComponent((await scene.only()).id)}/decisions`,
      { decision: 'annul', measureId: 'none', reason: 'as agreed' },
    );
    expect(answer).toMatchObject({ status: 409, body: { detail: 'this case has no measure none' } });
  });
});

describe('what the platform tells in batches', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
    await scene.account('shop-2');
  });
  afterEach(() => scene.close());
  const now = () => new Date(scene.desk.now).toISOString();
  const injection = (accountId: string, more: Record<string, unknown> = {}) => ({
    accountId,
    campaignId: 'spring',
    stream: 'bulk',
    at: now(),
    state: 'sent',
    ...more,
  });
  const optOut = (recipient: unknown, accountId = 'shop-1') => ({
    accountId,
    recipient,
    at: now(),
    via: 'unsubscribe-link',
  });
  const post = (path: string, body: unknown) =>
    scene.desk.call<{ accepted?: number; detail?: string; errors?: { path: string }[] }>('POST', path, body);

  it('injections are taken, of several accounts at once, and a batch repeated is no news', async () => {
    const batch = [injection('shop-1'), injection('shop-2'), injection('shop-1', { state: 'held' })];
    expect(await post('/v1/injections', batch)).toMatchObject({ status: 200, body: { accepted: 3 } });
    expect(await post('/v1/injections', batch)).toMatchObject({ status: 200 });
  });

  it.each([
    ['/v1/injections', () => [injection('shop-1'), injection('shop-1', { state: 'lost' })], '[1].state'],
    ['/v1/injections', () => [injection('shop-1'), injection('shop-1', { at: 'noon' })], '[1].at'],
    ['/v1/opt-outs', () => [optOut('a@b.example'), optOut('c@d.example'), optOut(7)], '[2].recipient'],
    ['/v1/opt-outs', () => [optOut('a@b.example', '')], '[0].accountId'],
  ])('%s with a wrong entry is refused whole, and names it: %#', async (path, batch, where) => {
    const answer = await post(path, batch());
    expect(answer.status).toBe(400);
    expect(answer.body.errors!.map((e) => e.path)).toEqual([where]);
  });

  it('IE-15, IE-16: a recipient who clicked the link is off the list: who mails them after all, violates that', async () => {
    expect(
      await post('/v1/opt-outs', [optOut('jan@yahoo.example'), optOut('other@yahoo.example')]),
    ).toMatchObject({ status: 200, body: { accepted: 2 } });
    await scene.pass(days(3));
    await scene.complaintAbout('jan@yahoo.example');
    expect(await scene.complaints()).toMatchObject([{ violations: ['sent-after-optout'] }]);
  });
});
