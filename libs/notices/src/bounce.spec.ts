import fc from 'fast-check';
import { automaticBecause } from './automatic';
import { readBounce } from './bounce';
import { mailToken } from './mail-token';
import { keys } from './sample-mail';

const ID = '2f5e9a51-0d8d-5e5f-9a11-7f1c2c1e2f0b';
const verp = `${mailToken(keys(), 'bounce', ID)}@answers.example`;
const read = (mail: string, to = [verp]) => readBounce(Buffer.from(mail, 'latin1'), to, keys());

const dsn = (...groups: string[]) =>
  [
    'Return-Path: <>',
    'From: Mail Delivery System <MAILER-DAEMON@mx.example>',
    `To: ${verp}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="=_b/1"',
    '',
    'This is a MIME-encapsulated message.',
    '--=_b/1',
    'Content-Type: text/plain',
    '',
    'I am sorry. 550 5.1.1 for somebody else',
    '--=_b/1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    groups.join('\r\n\r\n'),
    '',
    '--=_b/1',
    'Content-Type: message/rfc822',
    '',
    'Status: 2.0.0',
    'Action: delivered',
    '--=_b/1--',
    '',
  ].join('\r\n');
const recipient = (action: string, status: string, more = '') =>
  [
    'Final-Recipient: rfc822; owner@acme.example',
    ...(action ? [`Action: ${action}`] : []),
    ...(status ? [`Status: ${status}`] : []),
    ...(more ? [more] : []),
  ].join('\r\n');

describe('a delivery report that came to a return path', () => {
  it('says which mail did not arrive, and why, without the address', () =>
    expect(
      read(
        dsn(
          recipient(
            'failed',
            '5.1.1',
            'Diagnostic-Code: smtp; 550 5.1.1 <owner@acme.example>...\r\n User unknown',
          ),
        ),
      ),
    ).toEqual({
      mailId: ID,
      outcome: 'permanent',
      status: '5.1.1',
      diagnostic: '550 5.1.1 <[address]>... User unknown',
    }));

  it.each([
    ['failed', '5.1.1', 'permanent'],
    ['failed', '5.2.2 (mailbox full)', 'permanent'],
    ['failed', '4.4.7', 'temporary'],
    ['FAILED (gave up)', '', 'permanent'],
    ['delayed', '4.4.1', 'delayed'],
    ['delayed', '5.4.1', 'delayed'],
    ['delivered', '2.0.0', 'delivered'],
    ['relayed', '2.1.9', 'delivered'],
    ['expanded', '2.0.0', 'delivered'],
    ['', '5.7.1', 'permanent'],
    ['', '4.2.2', 'temporary'],
  ])('with Action "%s" and Status "%s" is %s', (action, status, outcome) =>
    expect(read(dsn(recipient(action, status)))).toMatchObject({ mailId: ID, outcome }),
  );

  it('is as hopeful as its most hopeful recipient: an alias has several', () => {
    expect(read(dsn(recipient('failed', '5.1.1'), recipient('delivered', '2.0.0')))).toMatchObject({
      outcome: 'delivered',
    });
    expect(read(dsn(recipient('failed', '5.1.1'), recipient('delayed', '4.4.1')))).toMatchObject({
      outcome: 'delayed',
    });
  });

  it('is read when it is encoded, nested, with bare line feeds, or never closed', () => {
    const plain = dsn(recipient('failed', '5.1.1'));
    expect(read(plain.replace(/\r\n/g, '\n'))).toMatchObject({ status: '5.1.1' });
    expect(read(plain.slice(0, plain.indexOf('--=_b/1--')))).toMatchObject({ status: '5.1.1' });
    const encoded = Buffer.from('Action: failed\r\nStatus: 5.4.4\r\n').toString('base64');
    const part = `--i\r\nContent-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n--i--\r\n`;
    const nested = `Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: multipart/report; boundary=i\r\n\r\n${part}--o--\r\n`;
    expect(read(nested)).toMatchObject({ status: '5.4.4', outcome: 'permanent' });
  });

  it('is not believed about other mails: only the address counts, and only we can make one', () => {
    const mail = dsn(recipient('failed', '5.1.1'));
    expect(read(mail, ['abuse@spotler.example'])).toBeNull();
    expect(read(mail, [verp.replace(/.@/, 'x@')])).toBeNull();
    expect(read(mail, [verp.replace('bounce', 'answer')])).toBeNull();
    expect(read(mail, ['abuse@spotler.example', verp.toUpperCase()])).toMatchObject({ mailId: ID });
  });

  it.each([
    [
      'From: MAILER-DAEMON@mx.example\r\n\r\n<owner@acme.example>:\r\nno mailbox here by that name. (#5.1.1)\r\n',
      'permanent',
      '5.1.1',
    ],
    [
      'From: postmaster@mx.example\r\n\r\nRemote host said: 550 5.7.26 not authenticated\r\n',
      'permanent',
      '5.7.26',
    ],
    ['From: MAILER-DAEMON@mx.example\r\n\r\n452 4.2.2 mailbox full\r\n', 'temporary', '4.2.2'],
    ['From: MAILER-DAEMON@mx.example\r\n\r\nsmtp; 554 delivery error\r\n', 'permanent', ''],
  ])('is read from the letter of a server too: %.60j', (mail, outcome, status) =>
    expect(read(mail)).toMatchObject({ outcome, status }),
  );

  it.each([
    'From: jan@acme.example\r\nSubject: Automatic reply: out\r\n\r\nI am back on 5.1.1 or call 550 123\r\n',
    'From: jan@acme.example\r\nAuto-Submitted: auto-replied\r\n\r\n550 5.1.1 is what your mail said\r\n',
    'From: MAILER-DAEMON@mx.example\r\n\r\nVersion 5.1.1 at 192.0.2.1\r\n',
    '',
  ])('is none when it is something else: %.60j', (mail) => expect(read(mail)).toBeNull());

  it('can be any bytes', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.nat(1_000), (bytes, at) => {
        expect(() => readBounce(bytes, [verp], keys())).not.toThrow();
        const broken = Buffer.from(dsn(recipient('failed', '5.1.1')), 'latin1');
        broken.set(bytes.subarray(0, Math.max(0, broken.length - at)), Math.min(at, broken.length));
        expect(() => readBounce(broken, [verp], keys())).not.toThrow();
        expect(() => automaticBecause(broken)).not.toThrow();
      }),
    ));

  it('is read in a moment, however it is made', () => {
    const hostile = [
      `Content-Type: multipart/mixed; boundary=a\r\n\r\n${'--a\r\n'.repeat(200_000)}`,
      `Content-Type: multipart/mixed; boundary=a\r\n\r\n${'--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n'.repeat(10_000)}`,
      `X: ${'\r\n y'.repeat(200_000)}`,
      `From: MAILER-DAEMON@x\r\n\r\n${'5 '.repeat(300_000)}`,
      `Content-Type: message/delivery-status\r\n\r\n${'\r\n \r\n'.repeat(150_000)}`,
    ];
    for (const mail of hostile) {
      const before = process.cpuUsage();
      read(mail);
      expect(process.cpuUsage(before).user).toBeLessThan(1_000_000); // µs of this process, however busy the machine is
    }
  });
});

describe('an automatic reply', () => {
  const because = (headers: string) =>
    automaticBecause(Buffer.from(`${headers}\r\n\r\nI am away\r\n`, 'latin1'));

  it.each([
    'Auto-Submitted: auto-replied',
    'Auto-Submitted: auto-generated (rejected)',
    'X-Autoreply: yes',
    'X-Auto-Response-Suppress: All',
    'Precedence: auto_reply',
    'Precedence: bulk',
    'List-Id: <list.example>',
    'X-Loop: abuse@spotler.example',
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example',
    'Subject: Automatisch antwoord: Uw antwoord is nodig',
    'Subject: Out of Office: away',
    'Content-Type: multipart/report; report-type=disposition-notification; boundary=x',
  ])('is told by "%s"', (header) => expect(because(header)).toBeDefined());

  it.each([
    'Auto-Submitted: no',
    'Subject: Re: Automatic reply: that was a mistake',
    'Precedence: first-class',
    'Return-Path: <jan@acme.example>',
    'Subject: Re: Your answer is needed',
  ])('is not told by "%s"', (header) => expect(because(header)).toBeUndefined());
});
