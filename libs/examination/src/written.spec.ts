import fc from 'fast-check';
import { writtenIn } from './written';

const OURS = 'Your answer is needed.\nThe abuse desk of Spotler';
const quoted = OURS.replace(/^/gm, '> ');

describe('what somebody wrote in a reply', () => {
  it.each([
    ['Gmail', `We removed the list.\n\nOn Tue, 3 Mar 2026 at 10:00, Spotler <abuse@spotler.example>\nwrote:\n\n${quoted}\n`],
    ['Gmail, Dutch', `We removed the list.\n\nOp di 3 mrt 2026 om 10:00 schreef Spotler <abuse@spotler.example>:\n\n${quoted}\n`],
    ['Thunderbird, German', `We removed the list.\n\nAm 03.03.26 um 10:00 schrieb Spotler:\n${quoted}\n`],
    ['Apple Mail, French', `We removed the list.\n\nLe 3 mars 2026 à 10:00, Spotler <abuse@spotler.example> a écrit :\n\n${quoted}`],
    ['Gmail, Romanian', `We removed the list.\n\nPe mar., 3 mar. 2026 la 10:00, Spotler <abuse@spotler.example> a scris:\n\n${quoted}`],
    ['Outlook', `We removed the list.\n\n-----Original Message-----\nFrom: Spotler\nSent: Tuesday\n\n${OURS}`],
    ['Outlook, Dutch, without a line', `We removed the list.\n\nVan: Spotler <abuse@spotler.example>\nVerzonden: dinsdag 3 maart 2026 10:00\nAan: owner@shop.example\nOnderwerp: Uw antwoord\n\n${OURS}`],
    ['Outlook on the web', `We removed the list.\n\n________________________________\nFrom: Spotler\n\n${OURS}`],
    ['without marks', `We removed the list.\n\nOn Tue, Spotler wrote:\n\n${OURS}`],
    ['below the quotation', `On Tue, Spotler wrote:\n${quoted}\n\nWe removed the list.`],
    ['with a signature', `We removed the list.\n-- \nJan\nThe Shop\n\n${quoted}`],
  ])('of %s is without what they quote', (_, text) => {
    for (const ends of ['\n', '\r\n']) expect(writtenIn(text.replaceAll('\n', ends))).toBe('We removed the list.');
  });

  it('stays between the lines that it answers', () =>
    expect(writtenIn('> What happened?\nAn old list.\n> What will you do?\nIt is gone.')).toBe(
      'An old list.\nIt is gone.',
    ));

  it('stays whole when nothing is quoted', () => {
    const text = 'To: everybody here, and me.\n\nThis is what he wrote: nothing.\nFrom: the fair.\n\nYours,\nJan';
    expect(writtenIn(text)).toBe(text);
  });

  it('is nothing where all is quoted', () => {
    expect(writtenIn(quoted)).toBe('');
    expect(writtenIn('')).toBe('');
  });

  it('is never longer than what was sent, and is found in time', () => {
    const line = fc.constantFrom('> ', 'wrote:', 'From: a', 'Sent: b', '', 'text', '-- ', 'On Tue', 'a scris:');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 200 }), (lines) => {
        const text = lines.join('\n');
        expect(writtenIn(text).length).toBeLessThanOrEqual(text.length);
      }),
    );
    expect(writtenIn(`${'x'.repeat(1_000_000)}\n${'a\n'.repeat(100_000)}`).length).toBeLessThan(20_000);
  });
}); // prettier-ignore
