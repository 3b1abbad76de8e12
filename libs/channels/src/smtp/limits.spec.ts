import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minutes, plus, seconds, type Duration } from '@app/kernel';
import { SqliteBuckets } from '../limits/sqlite-buckets';
import { ENVELOPE, OPTIONS, PLENTY, SmtpScene } from '../testing/smtp-scene';

let scene: SmtpScene;
beforeEach(() => {
  scene = new SmtpScene();
});
afterEach(() => scene.end());

describe('limits', () => {
  it('refuse a message over the size, said beforehand or not, and keep nothing of it', async () => {
    const listener = await scene.listen();
    const talk = await scene.greeted(listener);
    expect(await talk.codes('MAIL FROM:<a@b.example> SIZE=20001')).toEqual(['552']);
    await talk.codes(...ENVELOPE);
    expect(await talk.say(`${'x'.repeat(998)}\r\n`.repeat(21) + '.')).toBe(
      '552 message exceeds the limit of 20000 bytes',
    );
    expect(await talk.codes(...ENVELOPE, `${'x'.repeat(19_990)}\r\n.`)).toEqual(['250', '250', '354', '250']);
    expect(scene.taken).toHaveLength(1);
  });

  it('cut off who goes on far beyond the size', async () => {
    const talk = await scene.greeted(await scene.listen());
    await talk.codes(...ENVELOPE);
    const flood = () => {
      while (!talk.socket.destroyed && talk.socket.write('x'.repeat(16_000))) continue;
    };
    talk.socket.on('drain', flood);
    flood();
    expect(await talk.reply()).toMatch(/^421 |closed/);
    expect(scene.taken).toEqual([]);
  });

  it('take a hundred recipients of ten thousand, and the mail to those', async () => {
    const talk = await scene.greeted(await scene.listen());
    await talk.codes('MAIL FROM:<a@b.example>');
    talk.socket.write(Array.from({ length: 10_001 }, (_, i) => `RCPT TO:<r${i}@b.example>\r\n`).join(''));
    const codes = new Map<string, number>();
    for (let i = 0; i < 10_001; i++) {
      const code = (await talk.reply()).slice(0, 3);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(Object.fromEntries(codes)).toEqual({ 250: 100, 452: 9_901 });
    expect(await talk.codes('DATA', 'x\r\n.')).toEqual(['354', '250']);
    expect(scene.taken[0]!.envelope.rcptTo).toHaveLength(100);
  });

  it('refuse recipients that are not ours', async () => {
    const talk = await scene.greeted(
      await scene.listen({ accept: ['abuse@example.net', 'answer+*@example.net'] }),
    );
    expect(
      await talk.codes(
        'MAIL FROM:<a@b.example>',
        'RCPT TO:<x@example.net>',
        'RCPT TO:<Abuse@Example.net>',
        'RCPT TO:<answer+t@example.net>',
      ),
    ).toEqual(['250', '550', '250', '250']);
  });

  it('hold for a network, not for a connection, and outlive a restart', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'smtp-'));
    const rates = { messages: { count: 1, per: seconds(30), burst: 2 }, connections: PLENTY };
    const first = new SqliteBuckets(join(dir, 'limits.db'));
    const before = await scene.listen({ rates }, { buckets: first });
    const [one, two] = [await scene.greeted(before), await scene.greeted(before)];
    expect(await one.codes(...ENVELOPE, 'x\r\n.')).toEqual(['250', '250', '354', '250']);
    expect(await two.codes('MAIL FROM:<a@b.example>')).toEqual(['250']);
    expect(await one.say('MAIL FROM:<a@b.example>')).toBe(
      '450 too much from your network; try again in 30 s',
    );
    expect(scene.logged).toEqual(['a network brings more than its rate']);
    await before.close(seconds(5));
    first.close();

    const second = new SqliteBuckets(join(dir, 'limits.db'));
    scene.now = plus(scene.now, seconds(10));
    const after = await scene.listen({ rates }, { buckets: second });
    const talk = await scene.greeted(after);
    expect(await talk.say('MAIL FROM:<a@b.example>')).toBe(
      '450 too much from your network; try again in 20 s',
    );
    scene.now = plus(scene.now, seconds(20));
    expect(await talk.codes(...ENVELOPE, 'x\r\n.')).toEqual(['250', '250', '354', '250']);
    await after.close(seconds(5));
    second.close();
    rmSync(dir, { recursive: true });
  });

  it('count bytes, after which the next message has to wait', async () => {
    const talk = await scene.greeted(
      await scene.listen({
        rates: { ...OPTIONS.rates, bytes: { count: 1_000, per: seconds(1), burst: 10_000 } },
      }),
    );
    expect(await talk.codes(...ENVELOPE, `${'x'.repeat(15_000)}\r\n.`)).toEqual(['250', '250', '354', '250']);
    expect(await talk.say('MAIL FROM:<a@b.example>')).toBe(
      '450 too much from your network; try again in 6 s',
    );
    scene.now = plus(scene.now, seconds(6));
    expect(await talk.codes('MAIL FROM:<a@b.example>')).toEqual(['250']);
  });

  it('hold for connections: how many come, how many of one network are there, how many there are', async () => {
    const rates = { messages: PLENTY, connections: { count: 1, per: minutes(1), burst: 3 } };
    const rated = await scene.listen({ rates });
    for (let i = 0; i < 3; i++) (await scene.greeted(rated)).socket.destroy();
    expect(await scene.talk(rated.port).reply()).toBe('421 too much from your network; try again in 60 s');

    const crowded = await scene.listen({ connectionsPerBlock: 2 });
    const [inside] = [await scene.greeted(crowded), await scene.greeted(crowded)];
    const outside = scene.talk(crowded.port);
    expect(await outside.reply()).toMatch(/^421 too many connections/);
    expect(await inside.codes('QUIT')).toEqual(['221']);
    for (let reply = ''; !reply.startsWith('220');) reply = await scene.talk(crowded.port).reply(); // there is room again

    const full = await scene.listen({ connections: 1 });
    await scene.greeted(full);
    expect(await scene.talk(full.port).reply()).toMatch(/^421 /);
  });

  it('refuse for now when the disk is nearly full, before anything is sent, and take mail again when it is not', async () => {
    let free = 900;
    const talk = await scene.greeted(await scene.listen({}, { freeBytes: () => Promise.resolve(free) }));
    expect(await talk.say('MAIL FROM:<a@b.example>')).toBe('452 insufficient storage; try again later');
    free = 5_000;
    scene.now = plus(scene.now, seconds(2));
    expect(await talk.codes('MAIL FROM:<a@b.example> SIZE=4500')).toEqual(['452']);
    expect(await talk.codes(...ENVELOPE, 'x\r\n.')).toEqual(['250', '250', '354', '250']);
    expect(scene.logged).toEqual(['the disk is nearly full: nothing is taken in for now']);
  });

  it('share the memory among those who send at once', async () => {
    const listener = await scene.listen({ memory: 25_000 });
    const [one, two] = [await scene.greeted(listener), await scene.greeted(listener)];
    await one.codes(...ENVELOPE);
    await two.codes(...ENVELOPE);
    one.socket.write(`${'x'.repeat(18_000)}\r\n`);
    expect((await two.say(`${'x'.repeat(18_000)}\r\n.`)).slice(0, 3)).toMatch(/250|451/);
    const both = [scene.taken.length, (await one.say('.')).slice(0, 3)];
    expect([
      [1, '451'],
      [0, '250'],
    ]).toContainEqual(both);
    expect(await two.codes(...ENVELOPE, 'x\r\n.')).toEqual(['250', '250', '354', '250']);
  });

  it('cut off who says nothing, and who never comes to an end', async () => {
    const idle = await scene.listen({ idleTimeout: 300 as Duration });
    expect(await (await scene.greeted(idle)).reply()).toMatch(/^421 /);
    const slow = await scene.listen({ messageTimeout: 50 as Duration });
    const talk = await scene.greeted(slow);
    await talk.codes(...ENVELOPE);
    expect(await talk.reply()).toBe('421 the message took too long; try again');
  });
});
