import { describeReport } from '../describe';
import { parseReport } from '../parse-report';

const mail = (line: string) =>
  `From: jan@people.example\nTo: abuse@desk.example\nSubject: spam\nContent-Type: text/plain; charset=utf-8\n\nStop this\n\n   ${line}\n Buy now: today\n`;
const read = (line: string) => describeReport(parseReport(Buffer.from(mail(line))));

describe('a forward whose heading and fields stand on one line, as Yahoo writes it', () => {
  it.each([
    ['English', '----- Forwarded Message ----- From: Shop <news@shop.example>To: jan@people.example <jan@people.example>Sent: Tuesday, March 3, 2026 at 09:00:00 AM GMT+1Subject: Spring: the offers'],
    ['Dutch', '----- Doorgestuurd bericht ----- Van: Shop <news@shop.example>Aan: jan@people.example <jan@people.example>Verzonden: dinsdag 3 maart 2026 om 09:00:00 CETOnderwerp: Spring: the offers'],
    ['German', '----- Weitergeleitete Nachricht ----- Von: Shop <news@shop.example>An: jan@people.example <jan@people.example>Gesendet: Dienstag, 3. März 2026 um 09:00:00 MEZBetreff: Spring: the offers'],
    ['French', '----- Message transféré ----- De : Shop <news@shop.example>À : jan@people.example <jan@people.example>Envoyé : mardi 3 mars 2026 à 09:00:00 UTC+1Objet : Spring: the offers'],
    ['Spanish', '----- Mensaje reenviado ----- De: Shop <news@shop.example>Para: jan@people.example <jan@people.example>Enviado: martes, 3 de marzo de 2026 09:00:00 CETAsunto: Spring: the offers'],
    ['Romanian', '----- Mesaj redirecționat ----- De la: Shop <news@shop.example>Către: jan@people.example <jan@people.example>Trimis: marți, 3 martie 2026 la 09:00:00 CETSubiect: Spring: the offers'],
  ])('is read in %s', (_, line) =>
    expect(read(line)).toMatchObject({
      kind: 'complaint',
      format: 'forwarded',
      originalFrom: 'Shop <news@shop.example>',
      originalRcptTo: ['jan@people.example'],
      originalSubject: 'Spring: the offers',
      originalDate: '2026-03-03T08:00:00Z',
    }),
  ); // prettier-ignore

  it('is none when the line has no heading of a forward', () =>
    expect(read('----- Great news ----- From: Shop <news@shop.example>To: jan@people.exampleSubject: x').format).toBe('free-text')); // prettier-ignore
});
