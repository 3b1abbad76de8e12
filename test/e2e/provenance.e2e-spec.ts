import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { operationsOf } from '@app/nest';
import { MORNING, Scene } from '../support/scene';

const quiet = { progress: () => undefined, signal: new AbortController().signal };
/** As TRACE-TOKEN.md tells a platform to. */
const minted = (keyId: string, key: string, claims: object): string => {
  const signed = `v1.${keyId}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  const mac = createHmac('sha256', Buffer.from(key, 'base64url'));
  return `${signed}.${mac.update(`meldkamer trace token\n${signed}`).digest('base64url')}`;
};

describe('how a complaint was traced', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
  });
  afterEach(() => scene.close());
  const attemptsWith = async (messageId: string) => {
    const mail = await scene.sent('jan@yahoo.example');
    const { header, value } = await scene.desk.did<{ header: string; value: string }>(
      'POST',
      '/v1/accounts/shop-1/trace-token',
      { messageId, deliveryId: 'd-77' },
    );
    await scene.complain({ ...mail, headers: { [header]: value } });
    const [complaint] = (await scene.complaints()) as unknown as { trace: { attempts: unknown[] } }[];
    return complaint!.trace.attempts;
  };

  it('tells by which id the platform knows the message, as its token said', async () =>
    expect(await attemptsWith('m-77')).toContainEqual({
      strategy: 'token',
      accountId: 'shop-1',
      confidence: 1,
      detail: 'message m-77',
    }));

  it('tells no address: an id with an @ never enters the token', async () =>
    expect(await attemptsWith('m-77@shop-1.sender.example')).toContainEqual({
      strategy: 'token',
      accountId: 'shop-1',
      confidence: 1,
    }));

  it('stands against an agent: what is proven only a supervisor overrules, and says so', async () => {
    await scene.account('shop-2');
    await scene.complaintAbout('jan@yahoo.example');
    const [{ id }] = (await scene.complaints()) as unknown as [{ id: string }];
    const attributed = async (key: string, overrule?: boolean) =>
      (
        await scene.desk.call<{ code?: string }>(
          'POST',
          `/v1/complaints/${id}/attribution`,
          { accountId: 'shop-2', reason: 'typo', ...(overrule !== undefined && { overrule }) },
          { key },
        )
      ).status;
    const [agent, supervisor] = [await scene.key('agent', 'Ann'), await scene.key('supervisor', 'Sue')];
    expect(await attributed(agent)).toBe(409);
    expect(await attributed(agent, true)).toBe(403);
    expect(await attributed(supervisor)).toBe(409);
    expect(await attributed(supervisor, true)).toBe(200);
    await scene.desk.settled();
    const { items } = await scene.desk.get<{ items: { account: string }[] }>('/v1/complaints');
    expect(items.map(({ account }) => account)).toEqual(['shop-2']);
  });

  describe('by a token that the platform minted', () => {
    const operations = () => operationsOf(join(scene.desk.dataDir, 'data'));
    const complainOf = async (key: string, n: number) => {
      const mail = await scene.sent(`jan-${n}@yahoo.example`);
      const value = minted('esp1', key, {
        a: 'shop-1',
        d: `d-${n}`,
        t: Math.floor(new Date(MORNING).getTime() / 1000) - 3_600,
      });
      await scene.complain({
        ...mail,
        messageId: `unknown-${n}@x.example`,
        headers: { 'Meldkamer-Trace': value },
      });
      return (await scene.complaints()) as unknown as {
        account: string | null;
        sentAt: string | null;
        trace: { attempts: { strategy: string; accountId: string | null }[] };
      }[];
    };

    it('with a key that the operator made for it, until that is retired', async () => {
      const { key } = await operations().createTraceKey({ id: 'esp1' }, quiet);
      expect(await operations().listTraceKeys({}, quiet)).toContainEqual({ id: 'esp1', signs: false });
      await expect(operations().createTraceKey({ id: 'esp1' }, quiet)).rejects.toThrow(/already/);
      const [traced] = await complainOf(key, 1);
      expect(traced!.account).toBe('shop-1');

      await operations().retireTraceKey({ id: 'esp1' }, quiet);
      await complainOf(key, 2);
      const { items } = await scene.desk.get<{ items: { account: string | null }[] }>('/v1/complaints');
      expect(items.map(({ account }) => account)).toEqual([null, 'shop-1']);
    });

    it('and the desk signs with another key once it is rotated', async () => {
      const before = (await operations().listTraceKeys({}, quiet)).find(({ signs }) => signs)!;
      const { id } = await operations().rotateTraceKeys({}, quiet);
      expect(id).not.toBe(before.id);
      expect(await operations().listTraceKeys({}, quiet)).toEqual([
        { id: before.id, signs: false },
        { id, signs: true },
      ]);
    });
  });
});
