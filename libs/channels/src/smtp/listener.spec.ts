import nodemailer from 'nodemailer';
import { minutes, type Duration } from '@app/kernel';
import { ENVELOPE, SmtpScene, until } from '../testing/smtp-scene';

let scene: SmtpScene;
beforeEach(() => {
  scene = new SmtpScene();
});
afterEach(() => scene.end());

describe('a message', () => {
  it('is answered 250 once it is durable, and not before', async () => {
    let durable: (() => void) | undefined;
    const listener = await scene.listen(
      {},
      {
        submit: (raw) => new Promise((resolve) => (durable = () => resolve(scene.keep(raw)))), // what the disk does, at our word
      },
    );
    const talk = await scene.greeted(listener);
    await talk.codes(...ENVELOPE);
    let answered = false;
    const reply = talk.say('Subject: spam\r\n\r\ntext\r\n.').then((text) => {
      answered = true;
      return text;
    });
    await until(() => durable !== undefined);
    const other = await scene.greeted(listener); // a whole conversation's time passes
    expect(await other.codes('NOOP')).toEqual(['250']);
    expect(answered).toBe(false);
    durable!();
    expect(await reply).toBe('250 OK: kept as r1');
    expect(listener.counts).toMatchObject({ accepted: 1, deferred: 0 });
  });

  it('is handed over as it was received, with the envelope as given', async () => {
    const talk = await scene.greeted(await scene.listen());
    await talk.codes(
      'MAIL FROM:<> BODY=8BITMIME',
      'RCPT TO:<bounce+AbC.123@replies.example>',
      'RCPT TO:<Answer+x@replies.example>',
      'DATA',
    );
    await talk.say('Subject: \xe9\r\n\r\n..dot\r\nbare\nlf\0nul\rcr\r\n.');
    expect(scene.taken).toEqual([
      {
        bytes: Buffer.from('Subject: \xe9\r\n\r\n.dot\r\nbare\nlf\0nul\rcr\r\n', 'latin1'),
        channel: 'smtp',
        receivedAt: scene.now,
        envelope: {
          mailFrom: '',
          rcptTo: ['bounce+AbC.123@replies.example', 'Answer+x@replies.example'],
          remoteAddress: '127.0.0.1',
          helo: 'client.example',
          tls: false,
        },
      },
    ]);
  });

  it('comes through nodemailer, many over several connections', async () => {
    const { port } = await scene.listen();
    const client = nodemailer.createTransport({
      host: '127.0.0.1',
      port,
      pool: true,
      maxConnections: 5,
      ignoreTLS: true,
    });
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        client.sendMail({ from: 'a@b.example', to: 'abuse@example.net', subject: `n${i}`, text: 'spam' }),
      ),
    );
    client.close();
    const subjects = scene.taken.map(({ bytes }) => /^Subject: (.*)\r$/m.exec(String(bytes))![1]);
    expect(new Set(subjects).size).toBe(50);
  });

  it.each([
    ['StoreBusy', '451'],
    ['StoreFull', '452'],
    ['Error', '451'],
  ])('that could not be kept because of %s gets %s, and the next one is taken', async (name, code) => {
    let fail = true;
    const listener = await scene.listen(
      {},
      {
        submit: (raw) =>
          fail ? Promise.reject(Object.assign(new Error('jan@example.org'), { name })) : scene.keep(raw),
      },
    );
    const talk = await scene.greeted(listener);
    expect(await talk.codes(...ENVELOPE, 'x\r\n.')).toEqual(['250', '250', '354', code]);
    fail = false;
    expect(await talk.codes(...ENVELOPE, 'x\r\n.')).toEqual(['250', '250', '354', '250']);
    expect(listener.counts).toMatchObject({ accepted: 1, deferred: 1 });
    expect(scene.logged).toHaveLength(1);
  });

  it('whose client leaves before its end is not taken, and one whose client leaves after it is', async () => {
    let durable: (() => void) | undefined;
    const listener = await scene.listen(
      {},
      { submit: (raw) => new Promise((r) => (durable = () => r(scene.keep(raw)))) },
    );
    const early = await scene.greeted(listener);
    await early.codes(...ENVELOPE);
    early.socket.end('half of it\r\n');
    expect(await early.reply()).toBe('closed');
    const late = await scene.greeted(listener);
    await late.codes(...ENVELOPE);
    late.socket.write('whole\r\n.\r\n');
    await until(() => durable !== undefined);
    late.socket.destroy();
    durable!();
    await until(() => listener.counts.accepted === 1);
    expect(scene.taken.map(({ bytes }) => String(bytes))).toEqual(['whole\r\n']);
    expect(scene.logged).toEqual([]);
  });
});

describe('hostile input', () => {
  it('of any kind ends a conversation at most, never the listener', async () => {
    const listener = await scene.listen();
    const garbage = [
      '\0'.repeat(5_000),
      'EHLO x\n'.repeat(50),
      `MAIL FROM:<${'a'.repeat(20_000)}@b.example>\r\n`,
      'MAIL FROM:<a@b.example>\r\nRCPT TO:<__proto__@b.example>\r\nDATA\r\n.\r\nQUIT\r\n'.repeat(20),
      'BDAT 5 LAST\r\nhello',
      '\r\n'.repeat(1_000),
      'EHLO x\r\nMAIL FROM:<a@b.example>\nRCPT TO:<c@b.example>\nDATA\nx\n.\nMAIL FROM:<smuggled@b.example>\n',
      Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 7919) % 256)).toString('latin1'),
      'GET / HTTP/1.1\r\n\r\n',
    ];
    for (const bytes of garbage)
      for (const early of [true, false]) {
        const talk = early ? scene.talk(listener.port) : await scene.greeted(listener);
        talk.socket.end(bytes, 'latin1'); // half-open from here on
        for (let reply = ''; reply !== 'closed';) reply = await talk.reply();
      }
    expect(scene.taken.some(({ envelope }) => envelope.mailFrom.includes('smuggled'))).toBe(false);
    const talk = await scene.greeted(listener);
    expect(await talk.codes(...ENVELOPE, `${'x'.repeat(15_000)}\r\n.`)).toEqual(['250', '250', '354', '250']);
  });

  it('does not end a message at a line end that is none (SMTP smuggling)', async () => {
    const talk = await scene.greeted(await scene.listen());
    await talk.codes(...ENVELOPE);
    await talk.say('a\n.\nMAIL FROM:<smuggled@b.example>\r\n.\nb\n.\r\nc\r.\r\r\n.');
    expect(scene.taken.map(({ bytes }) => String(bytes))).toEqual([
      'a\n.\nMAIL FROM:<smuggled@b.example>\r\n.\nb\n.\r\nc\r.\r\r\n',
    ]);
  });

  it('pipelined before the greeting or behind a refusal is not taken for mail', async () => {
    const listener = await scene.listen({ accept: ['nobody@example.net'] });
    const talk = await scene.greeted(listener);
    talk.socket.write('MAIL FROM:<a@b.example>\r\nRCPT TO:<x@b.example>\r\nDATA\r\ntext\r\n.\r\nQUIT\r\n');
    const codes = [];
    for (let reply = ''; reply !== 'closed'; codes.push(reply.slice(0, 3))) reply = await talk.reply();
    expect(codes).toEqual(['250', '550', '503', '500', '500', '221', 'clo']);
    expect(scene.taken).toEqual([]);
  });
});

describe('closing', () => {
  it('lets a message that is under way end and be answered, and sends the idle away', async () => {
    let durable: (() => void) | undefined;
    const listener = await scene.listen(
      {},
      { submit: (raw) => new Promise((r) => (durable = () => r(scene.keep(raw)))) },
    );
    const { port } = listener;
    const [idle, receiving, waiting] = [
      await scene.greeted(listener),
      await scene.greeted(listener),
      await scene.greeted(listener),
    ];
    await receiving.codes(...ENVELOPE);
    await waiting.codes(...ENVELOPE);
    const waited = waiting.say('waits\r\n.');
    await until(() => durable !== undefined);
    const first = durable!;
    const closed = listener.close(minutes(1));
    expect(await idle.reply()).toBe('421 shutting down; try again in a moment');
    first();
    expect(await waited).toBe('250 OK: kept as r1');
    const received = receiving.say('arrives\r\n.');
    await until(() => durable !== first);
    durable!();
    expect(await received).toBe('250 OK: kept as r2');
    expect(await receiving.reply()).toMatch(/^421 /);
    await closed;
    expect(await scene.talk(port).reply()).toBe('closed');
  });

  it('waits no longer than it was given', async () => {
    const listener = await scene.listen();
    const talk = await scene.greeted(listener);
    await talk.codes(...ENVELOPE);
    await listener.close(50 as Duration);
    expect(await talk.reply()).toMatch(/^421 |closed/);
  });

  it('says what is wrong when it cannot listen', async () => {
    const { port } = await scene.listen();
    await expect(scene.listen({ port })).rejects.toThrow(`cannot listen for SMTP on 127.0.0.1:${port}`);
  });
});
