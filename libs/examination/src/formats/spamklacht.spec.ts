import { original, personalComplaint } from '@app/testing';
import { parseReport } from '../parse-report';

const sent = {
  messageId: 'm1@shop.example',
  date: 'Tue, 3 Mar 2026 09:00:00 +0000',
  from: 'news@shop.example',
  to: 'jan@people.example',
};
const parsed = (text: string) => parseReport(Buffer.from(text));
const mail = (body: string, more: Record<string, string> = {}) =>
  [
    ...Object.entries({
      From: 'noreply@acm.nl',
      To: 'abuse@desk.example',
      Subject: 'Doorgestuurde klacht',
      'Content-Type': 'text/plain; charset=utf-8',
      ...more,
    }).map(([name, value]) => `${name}: ${value}`),
    '',
    ...body.split('\n'),
  ].join('\r\n');
const source = original(sent).replaceAll('\r\n', '\n');

const beside = `Klachtnummer: 2026-0117
Kanaal: E-mail
Zakelijk of privé: Privé
Waarvoor werd reclame gemaakt: tuinmeubelen
Gevraagde actie: op een link klikken
Reden van de klacht: ik heb nooit toestemming gegeven
Berichtkop:
${source}`;
const below = `Via welk kanaal heeft u de spam ontvangen?
E-mail

Heeft u het bericht op een zakelijk of privé adres ontvangen?
Privé

Wat werd er aangeboden?
tuinmeubelen

Wat moest u doen?
op een link klikken

Wat is de reden van uw klacht?
ik heb nooit toestemming gegeven

E-mailheader
${source.split('\n\n')[0]}

Broncode van het bericht
${source.split('\n\n').slice(1).join('\n\n')}`;
const starred = `*Kanaal:* E-mail
*Type ontvanger (particulier/zakelijk):* Privé
*Product of dienst:* tuinmeubelen
*Wat werd u gevraagd te doen:* op een link klikken
*Redenen:* ik heb nooit toestemming gegeven
*Internetheaders:*
> ${source.replaceAll('\n', '\n> ')}`;
const table = `<table>${[
  ['Kanaal', 'E-mail'],
  ['Zakelijk/privé', 'Priv&eacute;'],
  ['Onderwerp van de reclame', 'tuinmeubelen'],
  ['Gevraagde actie', 'op een link klikken'],
  ['Reden', 'ik heb nooit toestemming gegeven'],
]
  .map(([q, a]) => `<tr><td>${q}</td>\n<td>${a}</td></tr>`)
  .join('')}</table><p>Header:</p><pre>${source.replaceAll('<', '&lt;')}</pre>`;

describe('the form of spamklacht.nl', () => {
  it.each([
    ['the answers beside the questions', mail(beside)],
    ['the answers below the questions, header and source apart', mail(below)],
    ['the questions in bold, the source quoted', mail(starred)],
    ['a table in HTML', mail(table, { 'Content-Type': 'text/html; charset=utf-8' })],
    ['forwarded by somebody else', mail(beside, { From: 'Piet <piet@elders.example>', Subject: 'FW: klacht' })],
  ])('is read with %s', (_, text) => {
    const report = parsed(text);
    expect(report).toMatchObject({
      kind: 'complaint',
      format: 'spamklacht',
      channel: 'regulator',
      fields: { originalMessageId: 'm1@shop.example', originalRcptTo: ['jan@people.example'] },
      complaints: 1,
    });
    expect(Object.fromEntries(report.otherFields)).toMatchObject({
      'form-channel': ['E-mail'],
      'form-capacity': [expect.stringMatching(/^Priv[eé]$/)],
      'form-advertised': ['tuinmeubelen'],
      'form-action-asked': ['op een link klikken'],
      'form-reasons': ['ik heb nooit toestemming gegeven'],
    });
  }); // prettier-ignore

  it('is read with the message attached, as it was uploaded', () => {
    const text = personalComplaint(sent, 'spamklacht@acm.nl', 'p1').replace(
      'Content-Type: message/rfc822',
      'Content-Type: application/octet-stream; name="spam.eml"',
    );
    expect(parsed(text)).toMatchObject({
      format: 'spamklacht',
      channel: 'regulator',
      fields: { originalMessageId: 'm1@shop.example' },
    });
  });

  it('is a complaint about what it describes, when nothing of the message is in it', () => {
    const report = parsed(
      mail(
        'Kanaal: e-mail\nZakelijk of privé: privé\nReden: geen afmeldlink\nAfzender: Shop <news@shop.example>\nOnderwerp: Spring\nDatum ontvangst: 3 maart 2026 10:00 CET\nUw e-mailadres: piet@people.example',
      ),
    );
    expect(report).toMatchObject({
      kind: 'complaint',
      channel: 'regulator',
      fields: { originalFrom: 'Shop <news@shop.example>', originalSubject: 'Spring', originalDate: '2026-03-03T09:00:00Z' },
      complaints: 1,
    });
    expect(report.recipients).toEqual([]); // who complained is the regulator's to know
    expect([...report.otherFields.values()].flat().join()).not.toContain('piet');
  }); // prettier-ignore

  it('is for a person with the answers alone', () =>
    expect(parsed(mail('Kanaal: e-mail\nReden: geen toestemming'))).toMatchObject({
      kind: 'complaint',
      format: 'spamklacht',
      recipients: [],
      problems: ['the original message is not in it'],
    }));

  it.each([
    ['a letter of the regulator', mail('Geachte heer,\n\nGraag ontvangen wij voor 1 mei uw reactie op ons rapport.')],
    ['a mail about an offer', mail('Wat kost het aanbod? En waarom?\nZakelijk groet ik u,\nPiet', { From: 'piet@elders.example', To: 'sales@desk.example' })],
  ])('is not seen in %s', (_, text) => expect(parsed(text).format).not.toBe('spamklacht')); // prettier-ignore
});
