import { Scene } from '../support/scene';

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
});
