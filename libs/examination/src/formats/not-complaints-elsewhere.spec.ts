import { describeReport } from '../describe';
import { dispositionOf } from '../disposition';
import { parseReport } from '../parse-report';

const read = (headers: string, body = 'x') => {
  const report = parseReport(Buffer.from(`To: abuse@desk.example\n${headers}\n\n${body}`));
  return { ...report, disposition: dispositionOf(report), described: describeReport(report) };
};
const FILE = 'people.example!shop.example!1772409600!1772495999';

describe('not a complaint', () => {
  it.each([
    'Risposta automatica: Spring',
    'Fuori sede: Spring',
    'Respuesta automática: Spring',
    'Resposta automática: Spring',
    'Automatyczna odpowiedź: Spring',
    'Autosvar: Spring',
    'Automatisk svar: Spring',
  ])('%s is an absence', (subject) =>
    expect(read(`From: jan@people.example\nSubject: ${subject}`, 'no spam please').disposition).toBe(
      'auto-reply',
    ),
  );
  it('but an answer to one is a person’s', () =>
    expect(read('From: jan@people.example\nSubject: Re: Out of office').disposition).toBe('person'));

  it.each(['Non recapitabile: Spring', 'No se puede entregar: Spring', 'Mailbox full'])(
    '%s is a bounce',
    (subject) => expect(read(`From: postmaster@b.example\nSubject: ${subject}`).disposition).toBe('bounce'),
  );
  it.each([
    ['Exim', 'X-Failed-Recipients: jan@people.example', 'This message was created automatically by mail delivery software.'],
    ['qmail', 'Return-Path: <>', 'Hi. This is the qmail-send program at b.example.\nI am afraid.\n\n<jan@people.example>:\nno mailbox'],
  ])('a bounce of %s says who failed', (_, header, body) =>
    expect(read(`From: MAILER-DAEMON@b.example\nSubject: failure notice\n${header}`, body).recipients).toEqual([{ address: 'jan@people.example', placeholder: false }]),
  ); // prettier-ignore

  it.each([
    ['Subject: [Preview] Report Domain: shop.example Submitter: b Report-ID: 3'],
    [`Subject: DMARC\nContent-Disposition: attachment; filename*=UTF-8''${FILE.replaceAll('!', '%21')}.xml.gz`],
    [`Subject: DMARC\nContent-Type: application/gzip; name="=?utf-8?q?${FILE}.xml.gz?="`],
  ])('%s is a DMARC report', (headers) =>
    expect(read(`From: d@people.example\n${headers}`).described['reportClass']).toBe('dmarc-aggregate'),
  ); // prettier-ignore
  it.each([
    ['in the words of RFC 6591', 'Subject: FW: Spring', 'This is an authentication failure report for an email message received from IP\n192.0.2.7 on Tue, 3 Mar 2026 09:00:00 +0000.\n\nDMARC: fail'],
    ['of SPF and DKIM', 'Subject: [DMARC Failure Report] Spring', 'This is a spf/dkim authentication-failure report for an email message received from IP 192.0.2.7 on Tue, 3 Mar 2026 17:00:00 +0800.\nBelow is some detail.'],
  ])('a report of one failure %s, and no more than words, is none', (_, headers, body) =>
    expect(read(`From: d@people.example\n${headers}`, body)).toMatchObject({
      disposition: 'ignored',
      described: { kind: 'auth-failure', format: 'dmarc-failure', reportClass: 'dmarc-failure', sourceIp: '192.0.2.7', arrivalDate: '2026-03-03T09:00:00Z' },
    }),
  ); // prettier-ignore
  it('but a question about one is a person’s', () =>
    expect(read('From: d@people.example\nSubject: DMARC failure report', 'What is this?').disposition).toBe(
      'person',
    ));

  it.each([
    ['TLS-Report-Domain: shop.example'],
    ['Content-Type: multipart/report; report-type="TLSRPT"; boundary=x'],
    [`Content-Type: application/gzip; name="${FILE}!001.json.gz"`],
  ])('%s is a TLS report, though its subject is that of a DMARC report', (header) =>
    expect(read(`From: t@people.example\nSubject: Report Domain: shop.example Submitter: b Report-ID: <1>\n${header}`).described['reportClass']).toBe('smtp-tls'),
  ); // prettier-ignore
});

describe('SpamCop and others', () => {
  it('a summary is about a blocklist', () =>
    expect(read('From: a@reports.example\nSubject: [SpamCop] summary report', '192.0.2.7 5 0').described).toMatchObject({ incidentType: 'blocklist', sourceIp: '192.0.2.7' })); // prettier-ignore
  it('a report of an advertised site tells where that is', () =>
    expect(read('From: a@reports.example\nSubject: [SpamCop (http://shop.example/x) id:1]Spring', 'http://shop.example/x is 192.0.2.7; Tue, 03 Mar 2026 09:00:05 GMT').fields).toMatchObject({ sourceIp: '192.0.2.7', reportedUri: ['http://shop.example/x'] })); // prettier-ignore
  it('phishing is named in French too', () =>
    expect(read('From: a@banque.example\nSubject: Signalement de hameçonnage', 'https://shop.example/l').incidentType).toBe('phishing')); // prettier-ignore
});

describe('the form of spamklacht.nl', () => {
  it('gives several reasons in a list', () =>
    expect(Object.fromEntries(read('From: noreply@acm.nl\nSubject: Klacht', 'Kanaal: E-mail\nZakelijk of privé: Privé\nRedenen:\n- geen toestemming\n- geen afmeldlink\nGevraagde actie: klikken').otherFields)).toMatchObject({ 'form-reasons': ['geen toestemming; geen afmeldlink'], 'form-action-asked': ['klikken'] })); // prettier-ignore
  it('may be a list of definitions in HTML', () =>
    expect(Object.fromEntries(read('From: noreply@acm.nl\nSubject: Klacht\nContent-Type: text/html; charset=utf-8', '<dl><dt>Kanaal</dt><dd>E-mail</dd><dt>Zakelijk of privé</dt><dd>Privé</dd><dt>Reden</dt><dd>geen toestemming</dd></dl>').otherFields)).toMatchObject({ 'form-channel': ['E-mail'], 'form-reasons': ['geen toestemming'] })); // prettier-ignore
});
