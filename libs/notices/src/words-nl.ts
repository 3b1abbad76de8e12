import { statementWords } from './statement-words';
import type { Words } from './words';

const shared = statementWords.nl;

export const dutch: Words = {
  subject: {
    warning: (id) => `Waarschuwing: klachten over uw mail [zaak ${id}]`,
    forward: (id) => `Klachten over uw mail [zaak ${id}]`,
    demand: (id) => `Uw antwoord is nodig: klachten over uw mail [zaak ${id}]`,
    reminder: (id) => `Herinnering: uw antwoord is nodig [zaak ${id}]`,
    rejection: (id) => `Uw antwoord is niet aanvaard [zaak ${id}]`,
    hold: (id) => `Uw verzending is aangehouden [zaak ${id}]`,
    'stop-order': (id) => `Stop met verzenden [zaak ${id}]`,
    suspension: (id) => `Uw account is opgeschort [zaak ${id}]`,
    closure: (id) => `Uw account is gesloten [zaak ${id}]`,
    reinstatement: (id) => `U kunt weer verzenden [zaak ${id}]`,
    'appeal-decision': (id) => `Onze beslissing op uw bezwaar [zaak ${id}]`,
    'evidence-request': (id) => `Toon de toestemming van uw ontvangers aan [zaak ${id}]`,
    acknowledgement: (id) => `Wij hebben uw antwoord ontvangen [zaak ${id}]`,
  },
  dear: (brand) => `Geachte klant van ${brand},`,
  regards: (brand) => `De abuse-afdeling van ${brand}`,
  case: 'Zaak',
  policy: 'Het beleid',

  campaigns: {
    heading: 'Waarover is geklaagd',
    one: ({ campaign, complaints, first, last, providers }) =>
      `${campaign ? `Campagne ${campaign}` : 'Mail zonder campagne'}: ${complaints} ${
        complaints === 1 ? 'klacht' : 'klachten'
      }, ontvangen ${first === last ? `op ${first}` : `van ${first} tot ${last}`}. Doorgegeven door: ${providers}.`,
    unnamed: 'niet genoemd',
    more: (campaigns) => `… en nog ${campaigns} campagnes.`,
    unknownComplainants:
      'Wij melden u welke campagne, wanneer en via wie. Wie klaagde blijft onbekend; probeer dat alstublieft niet te achterhalen.',
  },

  answer: {
    link: 'Antwoord op deze pagina',
    onlyThere:
      'De pagina openen verandert niets; wat u daar verstuurt telt. U kunt ook op deze mail antwoorden, vanaf het adres waarop u die kreeg: dat telt ook als uw domein ervoor instaat (DMARC). Zo niet, dan leest een medewerker uw antwoord, maar het stopt de termijn niet. Automatische antwoorden worden niet gelezen.',
    needs: 'Wij hebben beide nodig: uw reactie (wat er gebeurd is) en uw oplossing (wat u eraan doet).',
    asked: {
      feedback: 'uw reactie: wat er gebeurd is',
      solution: 'uw oplossing: wat u eraan doet',
      prevention: 'preventie: hoe u herhaling voorkomt',
    },
    missing: 'Nog ontbreekt:',
    deadline: (moment) => `Uw antwoord moet er zijn op ${moment}.`,
    span: (span, moment) => `U hebt ${span}: uw antwoord moet er zijn op ${moment}.`,
  },

  warning: (next) => [
    'Ontvangers hebben geklaagd over mail die met uw account is verzonden. Dit is een waarschuwing.',
    next === 'closure'
      ? 'Volgt een nieuwe klacht over mail die na deze waarschuwing is verzonden, dan sluiten wij uw account zonder verdere discussie.'
      : 'Volgt een nieuwe klacht over mail die na deze waarschuwing is verzonden, dan schorten wij uw account op.',
  ],
  forward: [
    'Ontvangers hebben geklaagd over mail die met uw account is verzonden. Wij geven elke klacht aan u door, zodat u de oorzaak kunt vinden.',
    'Met deze mail gaat geen termijn in.',
  ],
  demand: [
    'Ontvangers hebben geklaagd over mail die met uw account is verzonden. U bent verantwoordelijk voor alle mail die ermee wordt verzonden.',
    'Wij vragen u om uw reactie en een passende oplossing.',
  ],
  demandOr:
    'Zonder beide binnen die termijn kunnen wij uw account opschorten totdat het probleem is opgelost.',
  reminder: 'Wij vroegen u om een antwoord op klachten over uw mail, en het is nog niet volledig.',
  rejection: {
    lead: 'Een medewerker heeft uw antwoord gelezen en aanvaardt het niet als oplossing.',
    again: 'U hebt de tijd voor een nieuw antwoord.',
    suspended:
      'Uw account blijft opgeschort. Er loopt geen termijn: antwoord opnieuw zodra het probleem volledig is opgelost.',
  },
  reason: 'De reden',
  hold: [
    'Wij houden de mail die u verzendt aan. Wat u aanlevert wordt bewaard en niet bezorgd totdat een medewerker heeft beslist.',
  ],
  stopOrder: {
    lead: 'Er is vastgesteld dat mail die met uw account is verzonden ongewenst was. U moet stoppen met verzenden.',
    deadline: (moment) => `De verzending moet gestopt zijn op ${moment}.`,
    span: (span, moment) => `U hebt ${span}: de verzending moet gestopt zijn op ${moment}.`,
    delivery: {
      hold: 'Wij bezorgen al niets meer. De tijd is bedoeld om te annuleren wat gepland staat.',
      soft: 'Wat u al hebt aangeleverd wordt tot dan bezorgd. Daarna mag niets nieuws worden verzonden.',
    },
    todo: [
      'Annuleer elke geplande en herhalende campagne.',
      'Zet programma’s uit die uit zichzelf verzenden.',
    ],
    breach:
      'Wordt er na die tijd nog verzonden of staat er nog iets gepland, dan verwijderen wij wat in de wachtrij staat, trekken wij uw toegang in en beslissen wij over sluiting van uw account.',
  },
  suspension: [
    'Uw account is opgeschort: u kunt er niet mee verzenden totdat wij overtuigd zijn dat het probleem volledig is opgelost en niet terugkomt.',
  ],
  remediation: 'Vertel ons op de pagina wat er gebeurd is, hoe u het hebt opgelost en hoe u het voorkomt.',
  closure: ['Uw account is gesloten. U kunt er niet meer mee verzenden.'],
  refund: { yes: 'Wat u vooruit hebt betaald krijgt u terug.', no: 'Kosten worden niet terugbetaald.' },
  damageClaim: 'Schade die wij hierdoor lijden verhalen wij op u.',
  reinstatement: (moment) => [
    'U kunt weer met uw account verzenden.',
    `Vanaf nu tellen alleen klachten over mail die na ${moment} is verzonden.`,
  ],
  annulled: 'De maatregel had niet genomen moeten worden. Hij telt niet mee voor latere beslissingen.',
  appealRejected: [
    'Iemand anders dan wie de maatregel nam, heeft uw bezwaar gelezen. De maatregel blijft van kracht.',
  ],
  appealFurther:
    'U kunt naar de rechter, of naar een instantie voor buitengerechtelijke beslechting van geschillen.',
  objection: 'Bent u het er niet mee eens? Maak hier bezwaar',
  evidence: [
    'Toon aan dat de hieronder genoemde ontvangers toestemming gaven voordat u hen mailde.',
    'U vindt hen met de id’s van uw eigen platform; adressen geven wij niet.',
  ],
  contacts: 'Ontvangers, met hun id',
  questions: 'Vragen',
  acknowledgement: (moment) => `Wij hebben uw antwoord ontvangen op ${moment}.`,
  complete: 'Het is volledig. Een medewerker leest het; tot die tijd gebeurt er niets met uw account.',

  statement: {
    ...shared,
    grounds: { ...shared.grounds, other: 'zoals hieronder toegelicht' },
    redresses: {
      hold: 'Maak bezwaar op de pagina: een medewerker leest het en beslist, kosteloos. U kunt ook naar de rechter.',
      suspension:
        'Maak bezwaar op de pagina: een medewerker leest het en beslist, kosteloos. U kunt ook naar de rechter.',
      closure:
        'Maak bezwaar op de pagina: een medewerker leest het en beslist, kosteloos. U kunt ook naar de rechter.',
    },
  },
};
