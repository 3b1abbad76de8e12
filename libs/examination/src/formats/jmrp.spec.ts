import { feedbackReport, original } from '@app/testing';
import { describeReport } from '../describe';
import { parseReport } from '../parse-report';

const sent = {
  messageId: 'm1@shop.example',
  date: 'Tue, 3 Mar 2026 09:00:00 +0000',
  from: 'news@shop.example',
  to: 'jan@hotmail.test',
  headers: {
    'Delivered-To': 'jan@hotmail.test',
    'Received-SPF': 'Pass (domain of shop.example) client-ip=192.0.2.9; helo=mta.shop.example;',
    Received:
      'from mta.shop.example (mta.shop.example [192.0.2.9])\r\n by mx.hotmail.test with ESMTPS id 1;\r\n Tue, 3 Mar 2026 09:00:02 +0000',
  },
};
const parsed = (text: string) => parseReport(Buffer.from(text));
const lines = (...text: string[]) => text.join('\r\n');

describe('Microsoft’s report', () => {
  it('of three fields is completed from the original, and says from which header', () => {
    const text = feedbackReport(sent, { from: 'staff@hotmail.com', userAgent: 'JMRP/1.0', fields: [] }, 'r1');
    expect(describeReport(parsed(text))).toMatchObject({
      kind: 'complaint',
      format: 'jmrp',
      sourceIp: '192.0.2.9',
      arrivalDate: '2026-03-03T09:00:02Z',
      originalMailFrom: 'bounces@shop.example',
      originalRcptTo: ['jan@hotmail.test'],
      reportedDomain: ['shop.example'],
      derivedFrom: {
        sourceIp: 'received-spf',
        arrivalDate: 'received',
        originalMailFrom: 'return-path',
        originalRcptTo: 'delivered-to',
      },
      problems: [],
    });
  });

  const header = [
    'From: staff@hotmail.com',
    'Subject: complaint about message from 192.0.2.8',
    'MIME-Version: 1.0',
  ];
  const marked = original({ ...sent, headers: { 'X-HmXmrOriginalRecipient': 'jan@hotmail.test' } });
  const mixed = (message: string) =>
    lines(
      ...header,
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      '--b',
      'Content-Type: message/rfc822',
      '',
      message,
      '--b--',
      '',
    );

  it.each([
    ['in a multipart/mixed', mixed(marked), 'x-hmxmroriginalrecipient'],
    ['in one, of which the mark was lost', mixed(original({ ...sent, headers: {} })), 'to'],
    [
      'as the whole body',
      lines(...header, 'Content-Type: message/rfc822', '', marked),
      'x-hmxmroriginalrecipient',
    ],
  ])('as it was until 2026 is read %s', (_, text, from) => {
    const { kind, format, fields, recipients } = parsed(text);
    expect({ kind, format, ip: fields.sourceIp, recipients }).toEqual({
      kind: 'complaint',
      format: 'jmrp',
      ip: '192.0.2.8',
      recipients: [{ address: 'jan@hotmail.test', placeholder: false }],
    });
    expect(fields.derivedFrom).toMatchObject({ sourceIp: 'subject', originalRcptTo: from });
  });

  it('as the bare message tells its own journey from the message’s', () => {
    const bare = lines(
      'Return-Path: staff@hotmail.com',
      'Received: from bay0.hotmail.com ([198.51.100.1]) by desk.example with SMTP; Tue, 3 Mar 2026 12:00:00 +0000',
      'Received: from BAY0-JMR-DB02 ([198.51.100.2]) by bay0.hotmail.com with SMTP; Tue, 3 Mar 2026 11:59:59 +0000',
      'X-HmXmrOriginalRecipient: jan@hotmail.test',
      'Received: from mta.shop.example ([192.0.2.9]) by mc3.bay0.hotmail.com with SMTP; Tue, 3 Mar 2026 09:00:02 +0000',
      'From: news@shop.example',
      'Message-ID: <m1@shop.example>',
      '',
      'Everything must go.',
    );
    expect(parsed(bare).fields).toMatchObject({
      sourceIp: '192.0.2.9',
      arrivalDate: '2026-03-03T09:00:02Z',
      originalMessageId: 'm1@shop.example',
    });
    expect(parsed(bare).fields.originalMailFrom).toBeUndefined();
  });
});
