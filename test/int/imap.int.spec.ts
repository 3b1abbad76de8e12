import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { minutes, seconds } from '@app/kernel';
import { Dovecot, noDovecot, type DovecotOptions } from '../support/dovecot';
import { eventually } from '../support/eventually';
import { ImapProxy } from '../support/imap-proxy';
import { Mailroom } from '../support/mailroom';

const because = noDovecot();
if (because) process.stderr.write(`skipped, mailboxes over IMAP: ${because}\n`);

const report = (subject: string, more = ''): string =>
  `Return-Path: <staff@provider.example>\r\nDelivered-To: <fbl@desk.example>\r\nX-Original-To: abuse@desk.example\r\n` +
  `Subject: ${subject}\r\nFrom: fbl@provider.example\r\n\r\nthe report ${subject}\r\n${more}`;
const reports = (count: number): string[] => names(count).map((name) => report(name));
const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `r${n + 1}`);
const named = (name: string, message = ''): Error => Object.assign(new Error(message), { name });

(because ? describe.skip : describe)('a mailbox over IMAP', () => {
  let dovecot: Dovecot;
  let room: Mailroom;
  let proxy: ImapProxy | undefined;

  const start = async (options?: DovecotOptions) => {
    dovecot = await Dovecot.start(options);
  };
  const behindProxy = async () => {
    proxy = await ImapProxy.before(dovecot.port);
    return { port: proxy.port };
  };
  /** That everything which was there was worked through: nothing lies in INBOX. */
  const emptied = (mailbox = 'INBOX') =>
    eventually(`${mailbox} is empty`, async () => (await dovecot.subjects(mailbox))?.length === 0);

  beforeEach(() => {
    room = new Mailroom();
    proxy = undefined;
  });
  afterEach(async () => {
    await room.close();
    await proxy?.close();
    await dovecot.remove();
  });

  it('is read to its end: each message is kept byte by byte and then moved to a folder made for it', async () => {
    await start();
    const odd = report('odd', 'caf\xe9 \x01 .\r\n..\r\n\r\n  \r\n');
    await dovecot.deliver('INBOX', report('r1'), odd, report('r3'));
    const source = room.open(dovecot.account());
    await emptied();
    expect(await dovecot.subjects('Processed')).toEqual(['r1', 'odd', 'r3']);
    const kept = [...room.kept.values()];
    expect(kept.map(({ bytes }) => bytes.toString())).toEqual([report('r1'), odd, report('r3')]);
    expect(kept[0]).toMatchObject({
      channel: 'imap',
      receivedAt: room.clock.now(),
      envelope: {
        mailFrom: 'staff@provider.example',
        rcptTo: ['fbl@desk.example', 'abuse@desk.example'],
      },
    });
    expect(kept[0]!.envelope).not.toHaveProperty('remoteAddress');
    expect(source.counts).toEqual({ kept: 3, duplicates: 0, failed: 0 });
    await eventually('all is well', () => source.trouble() === undefined);
    expect(source.oldest()).toBeUndefined();
  });

  it('is told of new mail at once, in every mailbox of the account', async () => {
    await start();
    await dovecot.makeMailbox('Reports/Yahoo');
    const source = room.open(dovecot.account({ mailboxes: ['INBOX', 'Reports/Yahoo'] }));
    await eventually('both are read', () => source.trouble() === undefined);
    await dovecot.deliver('Reports/Yahoo', report('of-yahoo')); // no clock moves: only IDLE can tell
    await dovecot.deliver('INBOX', report('of-others'));
    await emptied('Reports/Yahoo');
    await emptied('INBOX');
    await dovecot.deliver('INBOX', report('one more'));
    await emptied('INBOX');
    expect(room.subjects().sort()).toEqual(['of-others', 'of-yahoo', 'one more']);
    expect(await dovecot.subjects('Processed')).toHaveLength(3);
  });

  it('is moved in batches, each in one command', async () => {
    await start();
    await dovecot.deliver('INBOX', ...reports(25));
    room.open(dovecot.account({ ...(await behindProxy()), batch: 10 }));
    await emptied();
    const moves = proxy!.commands.filter((command) => command.startsWith('UID MOVE'));
    expect(moves).toEqual([
      'UID MOVE 1:10 Processed',
      'UID MOVE 11:20 Processed',
      'UID MOVE 21:25 Processed',
    ]);
    expect(room.subjects()).toEqual(names(25));
  });

  it('keeps no more bytes in memory than a batch may have', async () => {
    await start();
    await dovecot.deliver('INBOX', ...names(6).map((name) => report(name, 'x'.repeat(900))));
    room.open(dovecot.account({ ...(await behindProxy()), batchBytes: 2_500 }));
    await emptied();
    expect(proxy!.commands.filter((command) => command.startsWith('UID MOVE'))).toHaveLength(3);
    expect(room.kept.size).toBe(6);
  });

  it('puts a message aside that is over the limit, without having it sent, and says so until a person took it', async () => {
    await start();
    await dovecot.deliver('INBOX', report('r1'), report('huge', 'x'.repeat(20_000)), report('r3'));
    const source = room.open(dovecot.account(await behindProxy()), 10_000);
    await emptied();
    expect(await dovecot.subjects('Processed')).toEqual(['r1', 'r3']);
    expect(await dovecot.subjects('Failed')).toEqual(['huge']);
    await eventually(
      'it is told',
      () => source.trouble() === 'Failed: 1 that could not be taken wait for a person',
    );
    expect(source.counts).toEqual({ kept: 2, duplicates: 0, failed: 1 });
    expect(room.errors()).toEqual(['a message cannot be taken; it was put aside']);
    expect(proxy!.commands.filter((command) => command.includes('BODY'))).toEqual([
      expect.stringContaining('UID FETCH 1,3 ') as string,
    ]);

    await dovecot.empty('Failed');
    room.clock.advance(minutes(5));
    await eventually('it is well again', () => source.trouble() === undefined);
  });

  it('puts a message aside that the desk refuses for ever', async () => {
    await start();
    room.before = (text) => {
      if (text.includes('the report r2')) throw named('ReportRefused', 'never');
    };
    await dovecot.deliver('INBOX', ...reports(3));
    room.open(dovecot.account());
    await emptied();
    expect(await dovecot.subjects('Failed')).toEqual(['r2']);
    expect(room.subjects()).toEqual(['r1', 'r3']);
  });

  it('leaves a message that could not be kept where it is, goes on with the others, and comes back to it', async () => {
    await start();
    room.before = (text) => {
      if (text.includes('the report r2')) throw new Error('something broke');
    };
    await dovecot.deliver('INBOX', ...reports(3));
    const source = room.open(dovecot.account({ batch: 1 }));
    await eventually('it is told', () => source.trouble() === 'INBOX: a message could not be kept');
    expect(await dovecot.subjects('INBOX')).toEqual(['r2']);
    expect(source.oldest()).toBeDefined();
    room.before = () => undefined;
    room.clock.advance(seconds(1));
    await emptied();
    expect(await dovecot.subjects('Processed')).toEqual(['r1', 'r3', 'r2']);
    await eventually('it is well again', () => source.trouble() === undefined);
  });

  it.each(['StoreFull', 'StoreBusy'])(
    'waits when the store says %s, and asks nothing more of it',
    async (name) => {
      await start();
      room.before = () => {
        throw named(name, 'the store takes nothing');
      };
      await dovecot.deliver('INBOX', ...reports(6));
      const source = room.open(dovecot.account({ batch: 2 }));
      await eventually('it is told', () => source.trouble() === 'INBOX: the store takes nothing');
      expect(room.submitted).toBe(4); // the batch it said so of, and the one that was fetched meanwhile
      expect(await dovecot.subjects('INBOX')).toHaveLength(6);
      room.before = () => undefined;
      room.clock.advance(seconds(1));
      await emptied();
      expect(room.subjects()).toEqual(names(6));
    },
  );

  it('fetches nothing while the disk is nearly full', async () => {
    await start();
    room.freeBytes = 1_100;
    await dovecot.deliver('INBOX', ...reports(4));
    const source = room.open(dovecot.account(await behindProxy()));
    await eventually('it is told', () => source.trouble() === 'INBOX: the disk is nearly full');
    expect(proxy!.commands.filter((command) => command.includes('BODY'))).toEqual([]);
    room.freeBytes = 1_000_000;
    room.clock.advance(seconds(10));
    await emptied();
    expect(room.subjects()).toEqual(names(4));
  });

  it('loses and doubles nothing when the line is cut between store and move', async () => {
    await start();
    await dovecot.deliver('INBOX', ...reports(5));
    const account = dovecot.account(await behindProxy());
    proxy!.passes = (command) => !command.startsWith('UID MOVE');
    const source = room.open(account);
    await eventually('it was cut', () => source.trouble() === 'INBOX: the connection was lost');
    expect(room.kept.size).toBe(5);
    expect(await dovecot.subjects('INBOX')).toHaveLength(5);
    await source.close(seconds(1)); // and never moved: the process died

    proxy!.passes = () => true;
    const next = room.open(account);
    await emptied();
    expect(next.counts).toEqual({ kept: 5, duplicates: 5, failed: 0 });
    expect(room.kept.size).toBe(5);
    expect(await dovecot.subjects('Processed')).toEqual(names(5));
  });

  it('begins the batch anew when the server gives every message a new UID meanwhile', async () => {
    await start();
    await dovecot.deliver('INBOX', report('gone'));
    await dovecot.empty('INBOX');
    await dovecot.deliver('INBOX', ...reports(5)); // UIDs 2 to 6
    const account = dovecot.account(await behindProxy());
    proxy!.passes = (command) => !command.startsWith('UID MOVE');
    const source = room.open(account);
    await eventually('it was cut', () => source.trouble() === 'INBOX: the connection was lost');
    await dovecot.reassignUids();
    await dovecot.deliver('INBOX', report('r6')); // what an old UID must not be taken for
    proxy!.passes = () => true;
    room.clock.advance(seconds(1));
    await emptied();
    const moves = proxy!.commands.filter((command) => command.startsWith('UID MOVE'));
    expect(moves).toEqual(['UID MOVE 2:6 Processed', 'UID MOVE 1:6 Processed']);
    expect((await dovecot.subjects('Processed'))?.sort()).toEqual(names(6));
    expect(room.subjects().sort()).toEqual(names(6));
    expect(source.counts).toEqual({ kept: 11, duplicates: 5, failed: 0 });
  });

  it('loses nothing when that happens while a batch waits for the store', async () => {
    await start();
    await dovecot.deliver('INBOX', ...reports(5));
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    room.after = () => held;
    room.open(dovecot.account());
    await eventually('all are kept', () => room.kept.size === 5);
    await dovecot.reassignUids();
    await dovecot.deliver('INBOX', report('r6'));
    release();
    await eventually('everything was moved', async () => {
      room.clock.advance(seconds(1)); // dovecot ends a session whose UIDs are void
      return (await dovecot.subjects('INBOX'))?.length === 0;
    });
    expect((await dovecot.subjects('Processed'))?.sort()).toEqual(names(6));
    expect(room.subjects().sort()).toEqual(names(6));
  });

  it('comes back when the server was killed and is there again', async () => {
    await start();
    const source = room.open(dovecot.account());
    await eventually('it is read', () => source.trouble() === undefined);
    await dovecot.kill();
    await eventually('it is told', () => source.trouble() === 'INBOX: the connection was lost');
    await dovecot.up();
    await dovecot.deliver('INBOX', report('r1'));
    expect(room.submitted).toBe(0); // it waits a second before it asks again
    room.clock.advance(seconds(1));
    await emptied();
    await eventually('it is well again', () => source.trouble() === undefined);
    expect(room.subjects()).toEqual(['r1']);
    expect(room.errors()).toEqual(['a mailbox cannot be read; it is tried again']);
  });

  it('asks a server that is away less and less often', async () => {
    await start();
    let calls = 0;
    const away = createServer((socket) => {
      calls++;
      socket.destroy();
    });
    await new Promise<void>((listening) => away.listen(0, '127.0.0.1', listening));
    const { port } = away.address() as AddressInfo;
    room.open(dovecot.account({ port }));
    for (const [attempts, wait] of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].entries()) {
      await eventually('it waits', () => room.waits.length === attempts + 1);
      expect(room.waits.at(-1)).toBe(seconds(wait));
      expect(calls).toBe(attempts + 1);
      room.clock.advance(seconds(wait));
    }
    await new Promise((closed) => away.close(closed));
  });

  it('does not try a refused password again and again, and takes a new one from its file', async () => {
    await start({ passwords: { robot: 'new' } });
    const passwordFile = join(dovecot.folder, 'password');
    writeFileSync(passwordFile, 'old\n');
    const { password: _, ...account } = dovecot.account({
      ...(await behindProxy()),
      user: 'robot',
      name: 'fbl',
    });
    const source = room.open({ ...account, passwordFile });
    await eventually(
      'it is told',
      () => source.trouble() === 'INBOX: the server refuses the user or the password',
    );
    expect(room.waits).toEqual([minutes(1)]);
    expect(proxy!.connections).toBe(1);
    writeFileSync(passwordFile, 'new\n');
    room.clock.advance(minutes(1));
    await eventually('it is well', () => source.trouble() === undefined);
    expect(JSON.stringify(room.logged)).not.toMatch(/old|new|robot/);
  });

  it.each(['IMAP4rev1 IDLE UIDPLUS', 'IMAP4rev1'])(
    'is read from a server that can only %s',
    async (capability) => {
      await start({ capability });
      await dovecot.deliver('INBOX', ...reports(5));
      const source = room.open(dovecot.account({ batch: 2 }));
      await emptied();
      expect(await dovecot.subjects('Processed')).toEqual(names(5));
      expect(source.counts).toEqual({ kept: 5, duplicates: 0, failed: 0 });
    },
  );

  it.each(['implicit', 'starttls'] as const)(
    'is read over %s TLS, from whom the authority we know vouches for and from nobody else',
    async (tls) => {
      await start({ tls });
      await dovecot.deliver('INBOX', report('r1'));
      const logins = () => dovecot.log().match(/Login: /g)?.length;
      const before = logins();
      const stranger = room.open(dovecot.account());
      await eventually('it is refused', () => room.waits.length === 1);
      expect(stranger.trouble()).toMatch(/self-signed certificate/);
      expect(logins()).toBe(before);
      room.open(dovecot.account({ caFile: dovecot.caFile }));
      await emptied();
      expect(room.subjects()).toEqual(['r1']);
    },
  );

  it('is not read in the clear where STARTTLS was asked for: whoever sits on the line may have hidden it', async () => {
    await start();
    const source = room.open(dovecot.account({ ...(await behindProxy()), tls: 'starttls' }));
    await eventually('it is refused', () => room.waits.length === 1);
    expect(source.trouble()).toMatch(/STARTTLS/);
    expect(proxy!.commands.filter((command) => /LOGIN|AUTHENTICATE/.test(command))).toEqual([]);
  });

  it('has its folders below the prefix of a server that wants one', async () => {
    await start({ prefix: 'INBOX.' });
    await dovecot.deliver('INBOX', report('r1'));
    room.open(dovecot.account());
    await emptied();
    expect(await dovecot.subjects('INBOX.Processed')).toEqual(['r1']);
    expect(await dovecot.subjects('INBOX.Failed')).toEqual([]);
  });

  it('ends after what was fetched is stored and moved', async () => {
    await start();
    await dovecot.deliver('INBOX', ...reports(6));
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    room.after = () => held;
    const source = room.open(dovecot.account({ batch: 2 }));
    await eventually('two batches are fetched', () => room.kept.size === 4);
    const closed = source.close(seconds(10));
    release();
    await closed;
    expect(await dovecot.subjects('Processed')).toEqual(['r1', 'r2', 'r3', 'r4']);
    expect(await dovecot.subjects('INBOX')).toEqual(['r5', 'r6']);
  });
});
