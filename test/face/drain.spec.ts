import { once } from 'node:events';
import { connect } from 'node:net';
import { drainHttpApp } from '@app/nest';
import { Face, fine } from './face';
import { ThingsController } from './things.controller';

const listening = async () => {
  const face = await Face.open();
  await face.app.listen(0, '127.0.0.1');
  const { port } = face.app.getHttpServer().address() as { port: number };
  return { face, port };
};

describe('draining', () => {
  it('finishes the calls that run and takes no new ones', async () => {
    const { face, port } = await listening();
    let finish = () => {};
    ThingsController.wait = new Promise<void>((resolve) => (finish = resolve));
    const running = fetch(`http://127.0.0.1:${port}/v1/things/T-1/decisions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${face.keys.agent}`, 'content-type': 'application/json' },
      body: JSON.stringify(fine),
    });
    await ThingsController.entered();
    const drained = drainHttpApp(face.app);
    finish();
    expect((await running).status).toBe(200);
    await drained;
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow();
    await face.close();
  });

  it('does not wait for a caller that never ends its call', async () => {
    const { face, port } = await listening();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `POST /v1/things/T-1/decisions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${face.keys.agent}\r\n`,
    );
    socket.write('content-type: application/json\r\ncontent-length: 100\r\n\r\n{');
    await once(face.app.getHttpServer(), 'request');
    await drainHttpApp(face.app, 1);
    await once(socket, 'close');
    await face.close();
  });
});
