import { personalComplaint } from '@app/testing';
import { parseReport } from '../parse-report';
import { priorityOf } from '../priority';

const sent = {
  messageId: 'm1@shop.example',
  date: 'Tue, 3 Mar 2026 09:00:00 +0000',
  from: 'news@shop.example',
  to: 'jan@people.example',
};
const forward =
  '---------- Forwarded message ---------\nFrom: Shop <news@shop.example>\nDate: Tue, Mar 3, 2026 at 9:00 AM\nSubject: How to spot phishing\nTo: <jan@people.example>\n\nThis is about phishing and malware.';
const inline = (words: string, more: Record<string, string> = {}) =>
  parseReport(
    Buffer.from(
      [
        ...Object.entries({
          From: 'Jan <jan@people.example>',
          To: 'abuse@desk.example',
          Subject: 'Fwd: How to spot phishing',
          'Content-Type': 'text/plain; charset=utf-8',
          ...more,
        }).map(([name, value]) => `${name}: ${value}`),
        '',
        `${words}\n\n${forward}`,
      ].join('\r\n'),
    ),
  );

describe('what a person says of the message', () => {
  it.each([
    'This is phishing, please stop it!',
    'I want to report a phishing mail.',
    'Dit is een phishingmail uit naam van mijn bank',
    'Diese betrügerische Mail kam heute von Ihnen.',
    'Encore du hameçonnage',
    'Mesaj de phishing trimis de clientul vostru',
    'Not only spam: it is phishing.',
    'Phishing!!',
    'Not spam, phishing!',
    'This isn’t spam but phishing',
    'Your customer sends phishing',
    'I want to report phishing to you',
    'Ik heb een phishing mail ontvangen',
    'Das ist Phishing',
    'C’est une tentative d’hameçonnage',
    'Acest mesaj este fraudulos',
    'Good morning, the message below, which says that it comes from my bank, is\nphishing.',
  ])('is fraud, and seen to at once: %s', (words) => {
    const report = inline(words);
    expect([report.kind, report.incidentType, report.fields.feedbackType, priorityOf(report)]).toEqual([
      'incident',
      'phishing',
      'fraud',
      1,
    ]);
  });

  it.each([
    'The attachment contains a virus',
    'Er zit malware in deze bijlage',
    'Die Mail enthält einen Virus.',
  ])('is a virus, and seen to at once: %s', (words) => {
    const report = inline(words);
    expect([report.kind, report.incidentType, priorityOf(report)]).toEqual(['incident', 'malware', 1]);
  });

  it.each([
    'Please stop sending me this',
    'This is spam. It is not phishing, but I never asked for it.',
    'Geen phishing, wel ongevraagd.',
    'Is this phishing? I never subscribed anyway.',
    'Stop it.\n-- \nThink before you click: report phishing to the police',
    'I never subscribed.\nVirus-free. www.scanner.example',
    'Unsubscribe me. cc: phishing@police.example',
    'I don’t think this is phishing, but stop mailing me',
    'I never asked for this, and I do not think at all that it could be\nphishing',
    'geen phishing maar wel spam',
    'Ik denk niet dat dit phishing is',
    'Ich glaube nicht, dass das Phishing ist',
    'Ce n’est pas du phishing mais je veux me désabonner',
    'Nu cred că este phishing, dar nu m-am abonat',
    'spam/phishing?',
    'This is spam or phishing',
    'Is it phishing',
    'It might be a phishing mail',
    'Mogelijk phishing',
    'Stop it.\nReport phishing at https://phish.example/report',
    'Stop it.\nMeld phishing op valse-email@bank.example',
    'Stop it.\nJan\nPhishing Response Team',
    'Stop it.\nThis email was scanned for malware by Scanner',
    'Your mail about phishing awareness training is spam',
    'Ever since a phishing attack last year I get your spam',
  ])('is no more than abuse: %s', (words) => {
    const report = inline(words);
    expect([report.kind, report.fields.feedbackType, priorityOf(report)]).toEqual(['complaint', 'abuse', 2]);
  });

  it('is said before the sign of a forward in the subject, or by whom it is written to', () => {
    const subject = inline('See below', { Subject: 'Phishing! Fwd: Your parcel' });
    expect(subject.fields.feedbackType).toBe('fraud');
    const address = inline('See below', { To: 'phishing@desk.example' });
    expect(address.fields.feedbackType).toBe('fraud');
  });

  it('is said beside an attached message too, whose subject is not their word', () => {
    const text = personalComplaint(sent, 'jan@people.example', 'p1');
    const with_ = (subject: string) =>
      parseReport(Buffer.from(text.replace(/^Subject: .*$/m, `Subject: ${subject}`)));
    expect(with_('How to spot phishing').fields.feedbackType).toBe('abuse');
    expect(with_('Phishing: Fwd: Spring offers').fields.feedbackType).toBe('fraud');
    expect(with_('Phishing mail!').fields.feedbackType).toBe('fraud');
    const theirs = text.replace(/^Subject: .*$/gm, 'Subject: Phishing mail!');
    expect(parseReport(Buffer.from(theirs)).fields.feedbackType).toBe('abuse');
  });
});
