// What has broken readers of mail before. One byte to a character (latin1), like everything that is mutated here.

/** Fits anywhere. */
export const TOKENS: readonly string[] = [
  '\r', '\n', '\r\n', '\r\r\n', '\r\n\r\n', '\n\n', '\0', '\x0b', '\x0c', '\x1b', '\x7f', '\x85', '\xa0', '\xef\xbb\xbf',
  '\xff\xfe', '\xc3', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xe2\x80\xa8', 'From ', '>From ', 'From a Tue Mar  3 09:00:00 2026\r\n',
  '--', '--\r\n', '-- \r\n', '.\r\n', ';', ';;', '"', '\\', '\\"', '<', '>', '<>', '<<', '(', ')', '((((', '=', '=3D', '=\r\n', '==', '?=',
  '=?utf-8?b?', '=?utf-8?q?=FF?=', '=?x-unknown?b?AAAA?=', '=?utf-8*en?q?a?=', '%00', '%', '&#0;', '&#x110000;', '&amp;', '<!--', ']]>',
  '__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', '{', '}', '[', ']', '{"', 'null', '\\u0000', '\\ud800', '${', '`',
  'rfc822;', '@', '@@', ' ', '\t', ':', '\xe9',
]; // prettier-ignore

export const NAMES: readonly string[] = [
  '__proto__', 'constructor', 'toString', 'Content-Type', 'Content-Transfer-Encoding', 'Content-Disposition', 'MIME-Version', 'From', 'To',
  'Subject', 'Date', 'Message-ID', 'Received', 'Return-Path', 'Feedback-Type', 'User-Agent', 'Version', 'Original-Mail-From',
  'Original-Rcpt-To', 'Source-IP', 'Arrival-Date', 'Received-Date', 'Reporting-MTA', 'Reported-Domain', 'Reported-URI', 'Incidents',
  'Authentication-Results', 'Auth-Failure', 'Original-Envelope-Id', 'DKIM-Signature', 'ARC-Seal', 'ARC-Message-Signature',
  'ARC-Authentication-Results', 'Feedback-ID', 'CFBL-Address', 'CFBL-Feedback-ID', 'Meldkamer-Trace', 'X-HmXmrOriginalRecipient',
  'X-XARF', 'Auto-Submitted', 'List-Id', 'Precedence', 'Final-Recipient', 'Action', 'Status', 'Diagnostic-Code', 'X', 'x'.repeat(300),
]; // prettier-ignore

const DATES: readonly string[] = [
  'Tue, 3 Mar 2026 09:00:00 +0000', 'Fri, 3 Mar 2026 09:00:00 EST', '31 Feb 2026 25:61:61 +9999', '3 Mar 26 09:00 UT', '1 Jan 0000 00:00:00 +0000',
  'Thu, 1 Jan 1970 00:00:00 GMT', 'Sat, 13 Sep 275760 00:00:00 +0000', '-1 Mar -2026', '2026-03-03T09:00:00.999999999+99:99', 'Tue,', '(a(b(c',
  '3 Mar 2026 09:00:00 +0000 (((((', '99999999999999999999', 'NaN',
]; // prettier-ignore
const ADDRESSES: readonly string[] = [
  '<>', '', 'a', '@', 'a@', '@b', '<a@b', 'a@b>', '"a b"@c.example', '"\\"@c.example', 'a@[192.0.2.1]', 'a@xn--a', 'a@\xe9.example', 'rfc822;a@b.example',
  'rfc822; <a@b.example>', 'Group: a@b.example, c@d.example;', 'undisclosed-recipients:;', 'a@b.example, '.repeat(40), '"<a@b.example>" <c@d.example>',
  'a@b@c@d', '<<a@b.example>>', 'redacted', 'REDACTED@REDACTED', `${'a'.repeat(400)}@b.example`, '__proto__@b.example', '=?utf-8?q?a=40b?= <c@d.example>',
]; // prettier-ignore
const IPS: readonly string[] = [
  '192.0.2.1', '::1', '::ffff:192.0.2.1', '192.0.2.256', '0300.0.2.1', '192.0.2.1 mx.example', '[192.0.2.1]', 'fe80::1%eth0', '2001:db8::1::', ':'.repeat(50),
  '4294967295', '192.0.2.1/24', 'unknown',
]; // prettier-ignore
const NUMBERS: readonly string[] = ['0', '-1', '1', '51', '1e309', '9007199254740993', '0x10', 'NaN', '\xd9\xa3', '1,000', '']; // prettier-ignore
const URIS: readonly string[] = [
  'http://a.example/', 'http://[', 'hxxp://a[.]example/x', 'javascript:alert(1)', 'mailto:a@b.example?subject=%00', `http://${'a.'.repeat(200)}example`,
  'http://a.example/\xff', 'http://user:pass@a.example:99999/', 'data:,',
]; // prettier-ignore
const SIGNATURES: readonly string[] = [
  'v=1; a=rsa-sha256; d=a.example; s=s; b=AAAA; bh=AAAA; h=from', 'v=1; d=; s=', 'd='.repeat(500), 'i=51; a=rsa-sha256; cv=pass', 'v=1; a=rsa-sha256; c=relaxed/relaxed; d=a.example; s=../../x; l=99999999999; t=9; x=1; h=from:from:from; b=; bh=',
  'mx.desk.example; spf=pass smtp.mailfrom=a.example; dkim=pass header.d=a.example; dmarc=fail', 'a;b=c;'.repeat(200),
]; // prettier-ignore

export const TYPES: readonly string[] = [
  'text/plain', 'text/html', 'multipart/report; report-type=feedback-report; boundary="b"', 'multipart/mixed', 'multipart/mixed; boundary=""',
  'multipart/mixed; boundary=" "', 'multipart/alternative; boundary=b', 'multipart', 'message/rfc822', 'message/feedback-report', 'message/delivery-status',
  'message/disposition-notification', 'message/global', 'text/rfc822-headers', 'message/rfc822-headers', 'text/rfc822', 'message/partial; id=1; number=1',
  'message/external-body', 'application/json', 'application/gzip', 'application/tlsrpt+gzip', 'application/octet-stream; name="x.eml"', 'application/pkcs7-mime',
  'text/plain; charset=utf-16le', 'text/plain; charset=utf-7', 'text/html; charset=shift_jis', 'text/plain; charset="__proto__"', 'text/plain; charset*=utf-8\'\'x',
  'text/plain; format=flowed; delsp=yes', '/', ';', 'multipart/report', 'MULTIPART/REPORT; BOUNDARY=b; boundary=c', 'multipart/mixed; boundary="\\"; x="b"',
]; // prettier-ignore
const ENCODINGS: readonly string[] = ['base64', 'quoted-printable', '7bit', '8bit', 'binary', 'x-uuencode', 'BASE64 ', 'base64 (really)', '']; // prettier-ignore

/** What is nasty where the field says what its value is. */
export const valuesFor = (name: string): readonly string[] => {
  const lower = name.toLowerCase();
  if (lower.includes('date') || lower === 'received') return DATES;
  if (lower === 'content-type') return TYPES;
  if (lower === 'content-transfer-encoding') return ENCODINGS;
  if (/signature|arc-|results/.test(lower)) return SIGNATURES;
  if (/from|to$|rcpt|path|recipient|sender|cfbl-address/.test(lower)) return ADDRESSES;
  if (lower.includes('ip')) return IPS;
  if (lower.includes('uri') || lower.includes('domain')) return URIS;
  if (/version|incidents|port|status/.test(lower)) return NUMBERS;
  return [...ADDRESSES, ...NUMBERS, ...URIS, ...DATES];
};
