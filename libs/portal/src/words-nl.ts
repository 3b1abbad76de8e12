import { statementWords } from '@app/notices';
import type { Words } from './words';

const shared = statementWords.nl;

export const dutch: Words = {
  language: 'Nederlands',
  skip: 'Naar de inhoud',
  languages: 'Taal',
  desk: (brand) => `${brand}, abuse-afdeling`,
  case: (caseId) => `Zaak ${caseId}`,

  title: {
    told: 'Klachten over uw mail',
    asked: 'Uw antwoord op klachten over uw mail',
    'answer-rejected': 'Uw antwoord is niet aanvaard',
    'being-assessed': 'Uw antwoord wordt gelezen',
    held: 'Uw verzending is aangehouden',
    suspended: 'Uw account is opgeschort',
    resolved: 'Deze zaak is opgelost',
    closed: 'Deze zaak is gesloten',
  },
  intro: {
    told: ['Ontvangers hebben geklaagd over mail die met uw account is verzonden.'],
    asked: [
      'Ontvangers hebben geklaagd over mail die met uw account is verzonden. Wij vragen u om uw reactie en een passende oplossing.',
      'Zonder beide binnen de onderstaande termijn kunnen wij uw account opschorten totdat het probleem is opgelost.',
    ],
    'answer-rejected': [
      'Een medewerker heeft uw antwoord gelezen en aanvaardt het niet als oplossing. U hebt de tijd voor een nieuw antwoord.',
    ],
    'being-assessed': ['Een medewerker leest uw antwoord. Tot die tijd gebeurt er niets met uw account.'],
    held: ['Wat u aanlevert wordt bewaard en niet bezorgd totdat een medewerker heeft beslist.'],
    suspended: [
      'U kunt niet verzenden totdat wij overtuigd zijn dat het probleem volledig is opgelost en niet terugkomt.',
    ],
    resolved: ['U hoeft niets meer te doen.'],
    closed: ['U kunt op deze pagina niets meer doen.'],
  },
  rejection: 'De reden',
  deadline: (moment) => `Uw antwoord moet er zijn op ${moment}.`,
  stopBy: (moment) => `De verzending moet gestopt zijn op ${moment}.`,
  remaining: (span, now) => `U hebt nog ${span}, geteld toen deze pagina werd gemaakt: ${now}.`,
  passed: (now) => `Die tijd was voorbij toen deze pagina werd gemaakt: ${now}. U kunt nog antwoorden.`,

  happened: 'Wat er gebeurd is',
  campaign: (id) => `Campagne ${id}`,
  noCampaign: 'Mail zonder campagne',
  complaints: 'Klachten',
  received: 'Ontvangen',
  fromTo: (first, last) => `van ${first} tot ${last}`,
  passedOnBy: 'Doorgegeven door',
  unnamed: 'niet genoemd',
  unknownComplainants: 'Wie klaagde blijft onbekend; probeer dat alstublieft niet te achterhalen.',

  statement: {
    ...shared,
    grounds: { ...shared.grounds, other: 'de klachten die op deze pagina staan' },
    remarks: 'Toelichting',
    policy: 'Beleid',
    clauses: 'Zinnen van het beleid',
    redresses: {
      hold: 'Maak bezwaar in het formulier op deze pagina: iemand anders beslist, kosteloos. U kunt ook naar de rechter.',
      suspension:
        'Maak bezwaar in het formulier op deze pagina: iemand anders beslist, kosteloos. U kunt ook naar de rechter.',
      closure:
        'Maak bezwaar in het formulier op deze pagina: iemand anders beslist, kosteloos. U kunt ook naar de rechter.',
    },
  },

  objection: {
    heading: 'Bezwaar maken tegen de maatregel',
    intro: (until) =>
      `U kunt tot ${until} bezwaar maken, kosteloos. Iemand anders dan wie de maatregel nam beslist; tot dan blijft de maatregel van kracht.`,
    send: 'Verstuur uw bezwaar',
    lodged: (at, due) => `Uw bezwaar is ontvangen op ${at}. Uiterlijk ${due} beslist iemand erop.`,
    rejected: (at) => `Uw bezwaar van ${at} is afgewezen; wij schreven u waarom.`,
    received: (due) => `Iemand anders dan wie de maatregel nam beslist er uiterlijk ${due} op.`,
  },

  answers: 'Wat u ons hebt gestuurd',
  answered: (moment, fields) => `${moment}: ${fields}`,
  form: 'Uw antwoord',
  formIntro: {
    answer: 'Wij hebben beide nodig. U kunt ze na elkaar versturen.',
    remediation: 'Wij hebben alle drie nodig. U kunt ze na elkaar versturen.',
  },
  label: { feedback: 'Reactie', solution: 'Oplossing', prevention: 'Preventie', objection: 'Bezwaar' },
  hint: {
    feedback:
      'Wat is er gebeurd? Waar kwamen de adressen vandaan, en wanneer gaven de eigenaars toestemming?',
    solution: 'Wat hebt u gedaan, of wat gaat u doen, zodat deze ontvangers geen mail meer krijgen?',
    prevention: 'Hoe voorkomt u dat het weer gebeurt?',
    objection: 'Waarom had de maatregel niet genomen moeten worden?',
  },
  limit: (characters) => `Hoogstens ${characters} tekens.`,
  send: 'Verstuur uw antwoord',
  onlySent: 'Er wordt niets bewaard voordat u het verstuurt.',

  error: 'Fout',
  errors: 'Uw antwoord is nog niet verstuurd',
  empty: {
    feedback: 'Schrijf uw reactie: wat er gebeurd is',
    solution: 'Schrijf uw oplossing: wat u eraan doet',
    prevention: 'Schrijf hoe u herhaling voorkomt',
    objection: 'Schrijf waarom u bezwaar maakt',
  },
  tooLong: (label, length, limit) =>
    `${label} heeft ${length} tekens; hoogstens ${limit} kan. Maak het korter`,

  thanks: 'Wij hebben uw antwoord ontvangen',
  receivedAt: (moment) => `Het is ontvangen op ${moment}.`,
  complete: 'Het is volledig. Een medewerker leest het.',
  stillMissing: 'Nog ontbreekt:',
  back: 'Terug naar uw zaak',

  unavailable: {
    expired: {
      title: 'Deze link is verlopen',
      text: [
        'Links in onze mails werken een beperkte tijd.',
        'Gebruik de link in de nieuwste mail over deze zaak, of antwoord op die mail.',
      ],
    },
    unknown: {
      title: 'Deze link werkt niet',
      text: [
        'Wij vinden er geen zaak bij. Misschien is het adres bij het kopiëren afgebroken.',
        'Open de link uit onze mail opnieuw, of antwoord op die mail.',
      ],
    },
  },
};
