import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { seconds } from '@app/kernel';
import { mailerContract, type Arrived } from './mailer.contract';
import { relayMailer } from './relay-mailer';
import { aMail, keys, NOW } from './sample-mail';

/** A relay on this machine, and a mailer that uses it. */
const started = async (
  options: SMTPServerOptions = {},
  url = (port: number) => `smtp://127.0.0.1:${port}`,
) => {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, { envelope: { mailFrom, rcptTo } }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const from = mailFrom ? mailFrom.address : '';
        arrived.push({ raw: Buffer.concat(parts).toString(), from, to: rcptTo.map((r) => r.address).join() });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined); // clients that go away
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  const mailer = relayMailer({ url: url(port), timeout: seconds(10), keys: keys(), now: () => NOW });
  return { mailer, arrived, end: () => new Promise<void>((ended) => server.close(() => ended())) };
};

mailerContract('A relay', async () => {
  const { mailer, arrived, end } = await started();
  return { mailer, arrived: () => Promise.resolve(arrived), end };
});

const refuses = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

/** What one mail comes to when the relay says this to one of the commands. */
const told = async (command: 'RCPT TO' | 'DATA' | 'MAIL FROM', code: number, text: string) => {
  const { mailer, end } = await started({
    ...(command === 'MAIL FROM' && { onMailFrom: (_address, _session, done) => done(refuses(code, text)) }),
    ...(command === 'RCPT TO' && { onRcptTo: (_address, _session, done) => done(refuses(code, text)) }),
    ...(command === 'DATA' && {
      onData(stream, _session, done) {
        stream.resume();
        stream.on('end', () => done(refuses(code, text)));
      },
    }),
  });
  return mailer.send(aMail()).finally(async () => {
    await mailer.close();
    await end();
  });
};

describe('a relay that refuses', () => {
  it.each([
    ['RCPT TO', 550, '5.1.1 no such user', 'permanent'],
    ['RCPT TO', 553, 'mailbox name not allowed', 'permanent'],
    ['RCPT TO', 552, '5.2.2 mailbox full', 'permanent'],
    ['DATA', 554, '5.6.0 message refused', 'permanent'],
    ['RCPT TO', 450, '4.2.0 try later', 'temporary'],
    ['DATA', 451, '4.3.0 try later', 'temporary'],
    ['DATA', 421, 'shutting down', 'temporary'],
    ['RCPT TO', 554, '5.7.1 relay access denied', 'temporary'],
    ['RCPT TO', 530, 'authentication required', 'temporary'],
    ['MAIL FROM', 550, '5.1.8 sender refused', 'temporary'],
    ['DATA', 500, 'what', 'temporary'],
  ] as const)('answering %s with %i %s is %s', async (command, code, text, outcome) => {
    const sent = await told(command, code, text);
    expect(sent).toMatchObject({ outcome, detail: expect.stringContaining(text) as string });
  });

  it('passes on nobody’s address', async () =>
    expect((await told('RCPT TO', 550, '5.1.1 <owner@acme.example> unknown')).detail).toContain(
      '<[address]> unknown',
    ));
});

describe('a relay that is not there', () => {
  it('is tried again later', async () => {
    const { mailer, end } = await started();
    await end();
    expect(await mailer.send(aMail())).toMatchObject({ outcome: 'temporary' });
    await mailer.close();
  });

  it('is tried again later when it does not know our password: the customer can do nothing about it', async () => {
    const { mailer, end } = await started(
      {
        disabledCommands: ['STARTTLS'],
        allowInsecureAuth: true,
        onAuth: (_auth, _session, done) => done(refuses(535, '5.7.8 bad credentials')),
      },
      (port) => `smtp://desk:wrong@127.0.0.1:${port}`,
    );
    expect(await mailer.send(aMail())).toMatchObject({ outcome: 'temporary' });
    await mailer.close();
    await end();
  });
});
