import { outlookFile, outlookProperties, type OutlookStorage } from '@app/testing';
import { describeReport } from '../../describe';
import { parseReport } from '../../parse-report';
import { openCompoundFile } from './compound-file';
import { messagesInMsg } from './msg';

const headers = (n: number) =>
  [
    'Microsoft Mail Internet Headers Version 2.0',
    'Received: from mx.esp.example ([192.0.2.7]) by mx.people.example; Tue, 3 Mar 2026 09:00:02 +0000',
    'DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; s=s1; h=from; b=abc',
    `From: Shop <news@shop-${n}.example>`,
    'To: jan@people.example',
    'Subject: Spring =?utf-8?Q?f=C3=BCr?= you',
    'Date: Tue, 3 Mar 2026 09:00:00 +0000',
    `Message-ID: <m${n}@shop.example>`,
    'Content-Type: multipart/alternative; boundary=gone',
    `X-Padding: ${'x'.repeat(3_000)}`, // so that they are longer than what stands in the mini stream
    '',
    '',
  ].join('\r\n');
const spam = (n: number): OutlookStorage => ({
  '__nameid_version1.0': { __substg1: Buffer.from('x') },
  ...outlookProperties({ '001A': 'IPM.Note', '0037': 'Spring für you', '007D': headers(n), '1000': 'Buy!' }),
});
const attaching = (...messages: readonly OutlookStorage[]): OutlookStorage => ({
  ...outlookProperties({ '0037': 'FW: spam' }),
  ...Object.fromEntries(
    messages.map((message, n) => [
      `__attach_version1.0_#0000000${n}`,
      { '__substg1.0_3701000D': message, ...outlookProperties({ '3001': 'Spring' }) },
    ]),
  ),
});

const mail = (file: Buffer, type = 'application/vnd.ms-outlook; name="spam.msg"') =>
  `From: jan@people.example\nTo: abuse@desk.example\nSubject: spam\nContent-Type: multipart/mixed; boundary=k\n\n` +
  `--k\nContent-Type: text/plain\n\nI never asked for this.\n\n` +
  `--k\nContent-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${file.toString('base64')}\n--k--\n`;
const read = (text: string) => parseReport(Buffer.from(text));

describe('a message saved by Outlook', () => {
  it.each([
    ['', outlookFile(spam(1))],
    ['in sectors of 4096 bytes', outlookFile(spam(1), 4_096)],
    ['attached to another', outlookFile(attaching(spam(1)))],
    ['attached to one that is attached to another', outlookFile(attaching(attaching(spam(1))))],
  ])('%s is read like any other attached one', (_, file) => {
    const report = read(mail(file));
    expect(describeReport(report)).toMatchObject({
      kind: 'complaint',
      format: 'forwarded',
      sourceIp: '192.0.2.7',
      originalMessageId: 'm1@shop.example',
      originalFrom: 'Shop <news@shop-1.example>',
      originalSubject: 'Spring für you',
      originalRcptTo: ['jan@people.example'],
      complaints: 1,
      problems: [],
    });
    expect(report.original?.signatures).toEqual([{ domain: 'shop.example', selector: 's1' }]);
  });

  it('is told by its name, whatever type it is sent as', () =>
    expect(
      read(mail(outlookFile(spam(1)), 'application/octet-stream; name="Spring für you.MSG"')).complaints,
    ).toBe(1));

  it('with several attached is about each', () => {
    const report = read(mail(outlookFile(attaching(spam(1), spam(2)))));
    expect(report).toMatchObject({ complaints: 2, further: [{ original: { messageId: 'm2@shop.example' } }] });
  }); // prettier-ignore

  it('without header fields says what its properties say', () => {
    const time = Buffer.alloc(16);
    time.writeUInt32LE(0x0e060040, 0);
    time.writeBigUInt64LE((BigInt(Date.parse('2026-03-03T09:00:00Z')) + 11_644_473_600_000n) * 10_000n, 8);
    const file = outlookFile({
      ...outlookProperties({
        '0C1A': 'The "Shop"',
        '0C1F': '/o=People/cn=shop',
        '5D01': 'news@shop.example',
        '0076': 'jan@people.example',
        '1035': '<m1@shop.example>',
        '0037': 'Spring',
      }),
      '__properties_version1.0': Buffer.concat([Buffer.alloc(32), time]),
    });
    expect(describeReport(read(mail(file)))).toMatchObject({
      originalFrom: '"The Shop" <news@shop.example>',
      originalRcptTo: ['jan@people.example'],
      originalMessageId: 'm1@shop.example',
      originalDate: '2026-03-03T09:00:00Z',
      originalSubject: 'Spring',
    });
  });

  it('in the eight bits of older programs is read', () =>
    expect(messagesInMsg(outlookFile({ '__substg1.0_007D001E': Buffer.from(headers(1)) }), 9)).toHaveLength(
      1,
    ));

  it.each([
    ['that is damaged', outlookFile(spam(1)).subarray(0, 700)],
    ['in which nobody is named', outlookFile(outlookProperties({ '0037': 'Spring' }))],
    ['that is something else', Buffer.from('PK\x03\x04')],
  ])('%s goes to a person, who is told so', (_, file) => {
    const report = read(mail(file));
    expect(report).toMatchObject({ kind: 'complaint', complaints: 0 });
    expect(report.problems).toContain('a message saved by Outlook could not be read: it is for a person');
  });
});

describe('a compound file made to harm', () => {
  const file = outlookFile(attaching(spam(1), spam(2)));
  const [table, directory] = [file.readUInt32LE(0x4c), file.readUInt32LE(0x30)].map((n) => (n + 1) * 512) as [number, number]; // prettier-ignore
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(file);
    change(bytes);
    return bytes;
  };
  it.each([
    ['whose sectors are chained in a ring', changed((b) => b.fill(0, table, table + 400))],
    ['whose entries are each other’s neighbours', changed((b) => { for (let at = directory; at < table; at += 128) b.fill(0, at + 0x44, at + 0x50); })],
    ['that claims streams of four gigabytes', changed((b) => { for (let at = directory; at + 128 <= b.length; at += 128) b.writeUInt32LE(0xffffffff, at + 0x78); })],
    ['whose table is its own continuation', changed((b) => b.writeUInt32LE(0, 0x44))],
    ['that ends behind its header', file.subarray(0, 513)],
  ])('%s is read in little time, to no more than it holds', (_, bytes) => {
    const before = process.cpuUsage();
    const found = messagesInMsg(bytes, 51);
    const { user, system } = process.cpuUsage(before);
    expect(found.length).toBeLessThan(52);
    expect((user + system) / 1_000).toBeLessThan(1_000);
  }); // prettier-ignore

  it('gives out no more of a stream than it is asked for', () => {
    const root = openCompoundFile(outlookFile({ long: Buffer.alloc(10_000, 'x'), short: Buffer.alloc(100, 'y') }));
    expect(root?.stream('long', 5_000)?.toString()).toBe('x'.repeat(5_000));
    expect(root?.stream('short', 70)?.toString()).toBe('y'.repeat(70));
    expect(root?.stream('none', 70)).toBeUndefined();
  }); // prettier-ignore

  it('yields as many messages as are asked for', () => expect(messagesInMsg(file, 1)).toHaveLength(1));
});
