import fc from 'fast-check';
import { PHRASES } from './phrases';
import { wordingFlags } from './wording';

const flags = (...texts: string[]) => wordingFlags(texts).map(({ flag }) => flag);

describe('the words of a consent', () => {
  it.each([
    ['Het vakje was vooraf aangevinkt.', 'pre-ticked'],
    ['The box was pre-ticked', 'pre-ticked'],
    ['Das Kästchen war vorangekreuzt', 'pre-ticked'],
    ['Căsuța era bifată implicit', 'pre-ticked'],
    ['u stemt in met mail van ons en (geselecteerde) partners', 'unnamed-partners'],
    ['mail from us and our carefully selected partners', 'unnamed-partners'],
    ['E-Mails von uns und ausgewählten Partnern', 'unnamed-partners'],
    ['mesaje de la noi și partenerii noștri', 'unnamed-partners'],
    ['Het staat in onze Algemene Voorwaarden.', 'hidden-clause'],
    ['They accepted our terms & conditions / Terms and Conditions', 'hidden-clause'],
    ['Steht in unseren AGB', 'hidden-clause'],
    ['Prin acceptarea termenilor și condițiilor', 'hidden-clause'],
    ['We hebben de lijst gekocht: een gekochte lijst.', 'bought'],
    ['It is a purchased list.', 'bought'],
    ['Wir haben gekaufte Adressen verwendet', 'bought'],
    ['Am cumpărat baza de date', 'bought'],
    ['gehuurde adressen', 'rented'],
    ['a rented list', 'rented'],
    ['gemietete Adressen', 'rented'],
    ['o listă închiriată', 'rented'],
    ['adressen geruild met een collega', 'borrowed-or-traded'],
    ['found on the internet', 'harvested'],
    ['We scraped the addresses', 'harvested'],
    ['Adressen aus dem Internet', 'harvested'],
    ['adrese luate de pe internet', 'harvested'],
    ['The CRM was enriched with addresses', 'appended'],
    ['Daten wurden angereichert', 'appended'],
    ['ons bestand is verrijkt', 'appended'],
  ])('"%s" speaks of %s', (text, flag) => expect(flags(text)).toEqual([flag]));

  it.each([
    'Yes, send me the newsletter of The Shop.',
    'Ja, ik wil de nieuwsbrief van De Winkel ontvangen.',
    'Ja, ich möchte den Newsletter erhalten.',
    'Da, vreau să primesc buletinul informativ.',
    'She bought a lawn mower in our shop.',
    'Product X gekocht op 3 januari; mail over eerder gekochte producten.',
    'Clientul a cumpărat produsul X.',
    'Zuletzt gekaufte Artikel: ein Rasenmäher, bought from our shop.',
    '',
  ])('"%s" speaks of none of it', (text) => expect(flags(text)).toEqual([]));

  it.each([
    'We never use purchased lists.',
    'Er is geen vooraf aangevinkt vakje.',
    'Ohne gekaufte Adressen.',
    'Nu am cumpărat baza de date.',
    'The addresses are not harvested.',
  ])('"%s" denies it', (text) => expect(flags(text)).toEqual([]));

  it('does not take a denial of one sentence for one of the next', () =>
    expect(flags('We did not know. Purchased lists were used.')).toEqual(['bought']));

  it('does not read one phrase out of two texts, nor out of two sentences', () => {
    expect(flags('vooraf', 'aangevinkt')).toEqual([]);
    expect(flags('selected. Partners')).toEqual([]);
  });

  it('finds each phrase of its lists, however it is spelled around it', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(
          ...Object.entries(PHRASES).flatMap(([flag, all]) => all.map((one) => [flag, one] as const)),
        ),
        fc.constantFrom(' ', '  ', '-', '\t', '" "', ' ('),
        ([flag, phrase], gap) =>
          expect(flags(`“${phrase.toUpperCase().replaceAll(' ', gap)}”, it says`)).toContain(flag),
      ),
      { numRuns: 500 },
    ));

  it('never throws, and says each thing once, in the same order', () =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const found = flags(...texts);
        expect(found).toEqual(
          Object.keys(PHRASES).filter((flag) => found.includes(flag as (typeof found)[number])),
        );
      }),
    ));

  it('is read in one pass: of a long text in which every word begins a phrase, all is read', () =>
    expect(flags(`${'vooraf '.repeat(300_000)} a rented list`)).toEqual(['rented']));
});
