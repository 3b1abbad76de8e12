import { Scene } from '../support/scene';

interface Decided {
  readonly items: readonly {
    readonly case: string;
    readonly decided: { readonly outcome: string } | null;
    readonly problem: { readonly status: number; readonly code?: string; readonly detail: string } | null;
  }[];
}

/** One decision about many cases. */
describe('a bulk decision', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    for (const account of ['shop-1', 'shop-2']) {
      await scene.account(account);
      await scene.complaintAbout(`jan@yahoo.example`, { account });
    }
  });
  afterEach(() => scene.close());
  const decide = (body: unknown, headers: Record<string, string> = {}) =>
    scene.desk.call<Decided & { errors?: unknown[] }>('POST', '/v1/cases/decisions', body, { headers });
  const close = { decision: 'close', reason: 'a test of theirs' };

  it('is taken about each case by itself, and says of each what came of it', async () => {
    await scene.decide('shop-2.1', 'impose', { measure: 'hold' });
    const { status, body } = await decide({ cases: ['shop-1.1', 'shop-2.1', 'nobody.1'], decide: close });
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { case: 'shop-1.1', decided: { outcome: 'done' }, problem: null },
      { case: 'shop-2.1', decided: null, problem: { status: 409, code: 'measures-stand' } },
      { case: 'nobody.1', decided: null, problem: { status: 404 } },
    ]);
    await scene.desk.settled();
    expect((await scene.only('shop-1')).state).toBe('closed');
    expect((await scene.only('shop-2')).state).toBe('held');
  });

  it('sent again under its key is decided once', async () => {
    const headers = { 'idempotency-key': '1d2f3a4b-5c6d-4e7f-8a9b-0c1d2e3f4a5b' };
    const first = await decide({ cases: ['shop-1.1'], decide: close }, headers);
    await scene.decide('shop-1.1', 'reopen');
    const again = await decide({ cases: ['shop-1.1'], decide: close }, headers);
    expect(again.body).toEqual(first.body);
    await scene.desk.settled();
    expect((await scene.only('shop-1')).state).not.toBe('closed');
  });

  it.each([
    ['no case', { cases: [], decide: close }],
    ['a case twice', { cases: ['shop-1.1', 'shop-1.1'], decide: close }],
    ['more than a hundred', { cases: Array.from({ length: 101 }, (_, n) => `shop-${n}.1`), decide: close }],
    ['no reason', { cases: ['shop-1.1'], decide: { decision: 'close' } }],
    ['another decision', { cases: ['shop-1.1'], decide: { decision: 'forget', reason: 'x' } }],
  ])('about %s is refused whole', async (_, body) => {
    const { status, body: problem } = await decide(body);
    expect(status).toBe(400);
    expect(problem.errors).not.toEqual([]);
    expect((await scene.only('shop-1')).state).toBe('open');
  });
});
