import { parseReport } from '../parse-report';

const SHOP = 'Shop <news@shop.example>';
const AT = '2026-03-03T09:00:00Z';
const mail = (body: string, more = 'Content-Type: text/plain; charset=utf-8') =>
  parseReport(Buffer.from(`From: jan@people.example\nTo: abuse@desk.example\nSubject: Re: Spring\n${more}\n\n${body}`)); // prettier-ignore
const expected = {
  kind: 'complaint',
  format: 'forwarded',
  fields: { originalDate: AT, originalSubject: 'Spring', reportedDomain: ['shop.example'] },
  recipients: [{ address: 'jan@people.example', placeholder: false }],
  complaints: 1,
};

describe('a forward in a language that the other specs have not', () => {
  it.each([
    ['Gmail it', `---------- Forwarded message ---------\nDa: ${SHOP}\nDate: mar 3 mar 2026 alle ore 09:00\nSubject: Spring\nTo: <jan@people.example>`],
    ['Outlook it', `Da: ${SHOP}\nInviato: martedì 3 marzo 2026 09:00\nA: jan@people.example\nOggetto: Spring`],
    ['Thunderbird it', `-------- Messaggio Inoltrato --------\nOggetto: \tSpring\nData: \tTue, 3 Mar 2026 10:00:00 +0100\nMittente: \t${SHOP}\nA: \tjan@people.example`],
    ['Apple it', `Inizio messaggio inoltrato:\n\nDa: ${SHOP}\nOggetto: Spring\nData: 3 marzo 2026 alle ore 10:00:00 CET\nA: jan@people.example`],
    ['Gmail es', `---------- Mensaje reenviado ---------\nDe: ${SHOP}\nFecha: 3 de marzo de 2026, 9:00\nAsunto: Spring\nPara: jan@people.example`],
    ['Outlook es', `De: ${SHOP}\nEnviado el: martes, 3 de marzo de 2026 9:00\nPara: jan@people.example\nAsunto: Spring`],
    ['Outlook pt', `De: ${SHOP}\nEnviada em: terça-feira, 3 de março de 2026 09:00\nPara: jan@people.example\nAssunto: Spring`],
    ['Outlook pl', `Od: ${SHOP}\nWysłano: wtorek, 3 marca 2026 09:00\nDo: jan@people.example\nTemat: Spring`],
    ['Outlook sv', `Från: ${SHOP}\nSkickat: den 3 mars 2026 09:00\nTill: jan@people.example\nÄmne: Spring`],
    ['Outlook da', `Fra: ${SHOP}\nSendt: 3. marts 2026 09:00\nTil: jan@people.example\nEmne: Spring`],
    ['Mail.ru', `-------- Пересылаемое сообщение --------\nОт кого: ${SHOP}\nКому: jan@people.example\nДата: вторник, 3 марта 2026, 12:00 +03:00\nТема: Spring`],
  ])('%s', (_, text) => expect(mail(`${text}\n\nx`)).toMatchObject(expected)); // prettier-ignore

  it.each([
    ['Gmail it', `Il giorno mar 3 mar 2026 alle ore 09:00 ${SHOP} ha scritto:`],
    ['Gmail es', `El mar, 3 mar 2026 a las 9:00, ${SHOP} escribió:`],
    ['Gmail pl', `wt., 3 mar 2026 o 09:00 ${SHOP} napisał(a):`],
    ['Gmail sv', `Den tis 3 mars 2026 kl 09:00 skrev ${SHOP}:`],
  ])('quoted: %s', (_, line) => expect(mail(`spam\n\n${line}\n> x`)).toMatchObject(expected)); // prettier-ignore

  it.each([
    ['mar. 2 juin 2026 à 09:00', '2026-06-02'],
    ['mar 2 giu 2026 alle ore 09:00', '2026-06-02'],
    ['martes, 1 de septiembre de 2026 9:00', '2026-09-01'],
    ['czwartek, 1 października 2026 09:00', '2026-10-01'],
    ['venerdì 4 dicembre 2026 09:00', '2026-12-04'],
  ])('%s: a Tuesday is no March', (written, day) =>
    expect(mail(`Spam\n\nFrom: ${SHOP}\nDate: ${written}\nTo: jan@people.example\nSubject: Spring\n\nx`).fields.originalDate).toBe(`${day}T09:00:00Z`),
  ); // prettier-ignore
});

it('a forward that only the HTML part shows is found there', () =>
  expect(
    mail(
      `--k\nContent-Type: text/plain\n\nSpam\n--k\nContent-Type: text/html; charset=utf-8\n\n<p>Spam</p><p><b>Da:</b> Shop &lt;news@shop.example&gt;<br><b>Inviato:</b> marted&igrave; 3 marzo 2026 09:00<br><b>A:</b> jan@people.example<br><b>Oggetto:</b> Spring</p>\n--k--`,
      'Content-Type: multipart/alternative; boundary=k',
    ),
  ).toMatchObject(expected)); // prettier-ignore

describe('a message attached to a person’s mail', () => {
  const source = `Received: from mta.shop.example ([192.0.2.7]) by mx.people.example; ${AT}\nFrom: ${SHOP}\nTo: jan@people.example\nSubject: Spring\nMessage-ID: <m1@shop.example>\nDate: Tue, 3 Mar 2026 09:00:00 +0000\n\nx`; // prettier-ignore
  it.each([
    ['a text', 'text/plain; name="headers.txt"', source],
    ['a file of headers', 'application/octet-stream; name="headers.txt"', source],
    ['a mailbox of one', 'application/mbox; name=spam.mbox', `From x Tue Mar 3 09:00:00 2026\n${source}`],
  ])('as %s', (_, type, text) =>
    expect(
      mail(`--k\n\nspam\n--k\nContent-Type: ${type}\n\n${text}\n--k--`, 'Content-Type: multipart/mixed; boundary=k'),
    ).toMatchObject({ format: 'forwarded', fields: { originalMessageId: 'm1@shop.example' } }),
  ); // prettier-ignore
  it('is none when a text file holds something else', () =>
    expect(
      mail(
        '--k\n\nspam\n--k\nContent-Type: text/plain; name="notes.txt"\n\nFrom: the start\nwe said\n--k--',
        'Content-Type: multipart/mixed; boundary=k',
      ),
    ).toMatchObject({ format: 'free-text' }));
});
