import { original } from '@app/testing';
import { describeReport } from '../describe';
import { DEFAULT_BUDGET } from '../mime/budget';
import { parseReport } from '../parse-report';

const spam = (n: number, more: Partial<Parameters<typeof original>[0]> = {}) =>
  original({
    messageId: `m${n}@shop.example`,
    date: 'Tue, 3 Mar 2026 09:00:00 +0000',
    from: `news@shop-${n}.example`,
    to: 'jan@people.example',
    ...more,
  }).replaceAll('\r\n', '\n');
const parts = (all: readonly string[], boundary = 'k') =>
  `${all.map((part) => `--${boundary}\n${part}`).join('\n')}\n--${boundary}--\n`;
const attached = (text: string) => `Content-Type: message/rfc822\n\n${text}`;
const said = 'Content-Type: text/plain\n\nI never asked for these.\n';
const mail = (all: readonly string[], type = 'multipart/mixed') =>
  `From: jan@people.example\nTo: abuse@desk.example\nSubject: spam\nContent-Type: ${type}; boundary=k\n\n${parts(all)}`;
const feedback = (type = 'abuse', to?: string) =>
  `Content-Type: message/feedback-report\n\nFeedback-Type: ${type}\nUser-Agent: x/1\nVersion: 1\n${to === undefined ? '' : `Original-Rcpt-To: <${to}>\n`}`;
const arf = (n: number, type = 'abuse', boundary = 'in') =>
  `Content-Type: multipart/report; report-type=feedback-report; boundary=${boundary}\n\n${parts(['\nx', feedback(type), attached(spam(n))], boundary)}`;
const read = (text: string) => parseReport(Buffer.from(text));
/** Message-IDs of all that is reported, in order. */
const ids = (text: string) => {
  const report = read(text);
  return [report, ...report.further].map(({ fields }) => fields.originalMessageId?.split('@')[0]);
};

describe('a mail about several messages', () => {
  it('is a complaint about each, with fields, headers and recipients of its own', () => {
    const report = read(mail([said, attached(spam(1)), attached(spam(2, { to: 'piet@people.example' }))]));
    expect(report).toMatchObject({
      complaints: 2,
      fields: { originalFrom: 'Shop <news@shop-1.example>', originalRcptTo: ['jan@people.example'] },
      original: { messageId: 'm1@shop.example' },
      further: [
        {
          fields: { originalFrom: 'Shop <news@shop-2.example>', originalRcptTo: ['piet@people.example'] },
          original: { messageId: 'm2@shop.example' },
          recipients: [{ address: 'piet@people.example', placeholder: false }],
        },
      ],
      problems: [],
    });
    expect(describeReport(report)).toMatchObject({ originalMessageId: 'm1@shop.example', complaints: 2 });
    expect(describeReport(report)).not.toHaveProperty('further');
  });

  const saved = (text: string, name: string) =>
    `Content-Type: application/octet-stream; name="${name}"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(text).toString('base64')}`;
  it.each([
    ['attached', [attached(spam(1)), attached(spam(2))]],
    ['saved as files', [saved(spam(1), '1.eml'), saved(spam(2), '2.eml')]],
    ['in one mailbox file', [saved(`From a@b Tue Mar  3 09:00:00 2026\n${spam(1)}\n\nFrom now on, no more.\n\nFrom c@d Tue Mar  3 09:00:00 2026\n${spam(2)}`, 'spam.mbox')]],
    ['in one mailbox file of CRLF', [saved(`From a@b Tue Mar  3 09:00:00 2026\n${spam(1)}\n\nFrom c@d Tue Mar  3 09:00:00 2026\n${spam(2)}`.replaceAll('\n', '\r\n'), 'spam.mbox')]],
    ['in a digest of their own', [`Content-Type: multipart/digest; boundary=d\n\n${parts([`\n${spam(1)}`, `\n${spam(2)}`], 'd')}`]],
    ['in a mail that is passed on', [attached(mail([said, attached(spam(1)), attached(spam(2))]).replaceAll('--k', '--o').replace('boundary=k', 'boundary=o'))]],
    ['one of them twice, saved in another way', [attached(spam(1)), saved(spam(1), '1.eml'), attached(spam(2))]],
    ['beside what the writer and the desk wrote', [attached(spam(3, { from: 'Jan <Jan@people.example>' })), attached(spam(1)), attached(spam(4, { from: 'notice@desk.example' })), attached(spam(2))]],
  ])('%s', (_, all) => expect(ids(mail([said, ...all]))).toEqual(['m1', 'm2'])); // prettier-ignore

  it('says when it left out what the writer or the desk wrote, and leaves nothing out that stands alone', () => {
    const own = attached(spam(3, { from: 'jan@people.example' }));
    expect(read(mail([said, own, attached(spam(1))])).problems).toEqual([
      'attached messages of the writer or the desk itself were left out',
    ]);
    expect(ids(mail([said, own]))).toEqual(['m3']);
  });

  it('takes two without an identifier for two, unless they are the same to the byte', () => {
    const bare = (n: number) => spam(n).replace(/^Message-ID:.*\n/im, '');
    expect(read(mail([said, attached(bare(1)), attached(bare(2)), attached(bare(1))])).complaints).toBe(2);
  });

  it('takes as many as the budget allows, and says that there are more', () => {
    const report = read(mail([said, ...Array.from({ length: 60 }, (_, n) => attached(spam(n)))]));
    expect(report.complaints).toBe(DEFAULT_BUDGET.complaints);
    expect(report.further).toHaveLength(49);
    expect(report.problems).toEqual([
      'more than 50 complaints in one report: 50 are taken, the others are for a person',
    ]);
  });

  it('takes no more of a mailbox file either', () => {
    const box = Array.from({ length: 200 }, (_, n) => `From a@b Tue Mar  3 09:00:00 2026\n${spam(n)}\n`).join('\n');
    const report = read(mail([said, saved(box, 'spam.mbox')]));
    expect([report.complaints, report.further.length]).toEqual([50, 49]);
    expect(report.problems).toEqual(['more than 50 complaints in one report: 50 are taken, the others are for a person']);
  }); // prettier-ignore

  it('forwarded by the regulator names nobody but whom the messages name', () => {
    const report = read(mail([said, attached(spam(1)), attached(spam(2))]).replace('jan@people', 'info@acm.nl, x@people'));
    expect(report).toMatchObject({ channel: 'regulator', complaints: 2 });
  }); // prettier-ignore
});

describe('a mail with several feedback reports', () => {
  it.each([
    ['side by side, each with its message behind it', mail([feedback(), attached(spam(1)), feedback(), attached(spam(2))])],
    ['each with its message before it', mail([attached(spam(1)), feedback(), attached(spam(2)), feedback()])],
    ['whole, nested', mail([said, arf(1, 'abuse', 'a'), arf(2, 'abuse', 'b')])],
    ['whole, attached', mail([said, attached(`From: x@fbl.example\n${arf(1)}`), attached(`From: x@fbl.example\n${arf(2)}`)])],
    ['in a digest', mail([`\nFrom: x@fbl.example\n${arf(1)}`, `\nFrom: x@fbl.example\n${arf(2)}`], 'multipart/digest')],
    ['in a digest, one of them twice', mail([arf(1), arf(2), arf(2)].map((a) => `\nFrom: x@fbl.example\n${a}`), 'multipart/digest')],
    ['of which one is of another kind', mail([said, arf(3, 'auth-failure', 'c'), arf(1, 'abuse', 'a'), arf(2, 'fraud', 'b')])],
  ])('%s is a complaint about each', (_, text) => {
    expect(ids(text)).toEqual(['m1', 'm2']);
    expect(read(text)).toMatchObject({ kind: 'complaint', format: 'arf', complaints: 2 });
  }); // prettier-ignore

  it('keeps apart what each says', () => {
    const text = mail([feedback('abuse', 'jan@x.example'), attached(spam(1)), feedback('fraud', 'piet@x.example'), attached(spam(2))]); // prettier-ignore
    const report = read(text);
    expect(report.fields).toMatchObject({ feedbackType: 'abuse', originalRcptTo: ['jan@x.example'] });
    expect(report.further[0]!.fields).toMatchObject({ feedbackType: 'fraud', originalRcptTo: ['piet@x.example'] });
    expect(describeReport(report)).toMatchObject({ priority: 1 }); // the second is urgent
  }); // prettier-ignore

  it('gives none the message of another', () =>
    expect(ids(mail([feedback(), feedback(), attached(spam(2))]))).toEqual([undefined, 'm2']));

  it('says when those of another kind are left', () =>
    expect(read(mail([said, arf(3, 'auth-failure', 'c'), arf(1, 'abuse', 'a')])).problems).toContain(
      'reports of several kinds in one mail: those of another than complaint are for a person',
    ));

  it('counts the recipients of all against one bound', () => {
    const to = (n: number) => Array.from({ length: n }, (_, i) => `Original-Rcpt-To: p${n}-${i}@x.example\n`).join('');
    const report = read(mail([`${feedback()}${to(30)}`, attached(spam(1)), `${feedback()}${to(31)}`, attached(spam(2))]));
    expect([report.recipients.length, report.further[0]!.recipients.length, report.complaints]).toEqual([30, 20, 50]);
    expect(report.problems).toContain('more than 50 complaints in one report: 50 are taken, the others are for a person');
  }); // prettier-ignore
});

describe('XARF of several messages', () => {
  const report = (n: number, more: object = {}) => ({
    xarf_version: '4.0.0',
    report_id: `550e8400-e29b-41d4-a716-44665544000${n}`,
    timestamp: '2026-03-03T09:00:00Z',
    reporter: { org: 'P', contact: 'a@provider.example', domain: 'provider.example' },
    sender: { org: 'P', contact: 'a@provider.example', domain: 'provider.example' },
    source_identifier: '192.0.2.7',
    source_port: 25,
    category: 'messaging',
    type: 'spam',
    protocol: 'smtp',
    smtp_from: 'news@shop.example',
    smtp_to: `p${n}@people.example`,
    message_id: `<m${n}@shop.example>`,
    ...more,
  });
  const phishing = (n: number) => ({ ...report(n), category: 'content', type: 'phishing', url: 'https://shop.example/login' }); // prettier-ignore
  const json = (n: number) =>
    `Content-Type: application/json; name=x${n}.json\n\n${JSON.stringify(report(n))}\n`;

  it.each([
    ['in a list', JSON.stringify([report(1), report(2)], undefined, 1)],
    ['one on each line', `${JSON.stringify(report(1))}\n${JSON.stringify(report(2))}\n`],
    ['in parts of a mail', mail([said, json(1), json(2)])],
    ['of which one is an incident', JSON.stringify([phishing(3), report(1), report(2)])],
  ])('%s is a complaint about each', (_, text) => {
    expect(ids(text)).toEqual(['m1', 'm2']);
    expect(read(text)).toMatchObject({ kind: 'complaint', format: 'xarf', complaints: 2, further: [{ recipients: [{ address: 'p2@people.example' }] }] }); // prettier-ignore
  });

  it('of several incidents lists the first, and says that there are others', () =>
    expect(read(JSON.stringify([phishing(1), phishing(2)]))).toMatchObject({
      kind: 'incident',
      incidentType: 'phishing',
      complaints: 0,
      further: [],
      problems: expect.arrayContaining(['several incidents in one mail: the first is listed, the others are for a person']) as string[],
    })); // prettier-ignore

  it('is valid when all of them are', () => {
    expect(read(JSON.stringify([report(1), report(2)])).valid).toBe(true);
    expect(read(JSON.stringify([report(1), report(2, { timestamp: 'yesterday' })])).valid).toBe(false);
  });
});
