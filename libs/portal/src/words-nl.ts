import type { Words } from './words';

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
    heading: 'Motivering',
    measure: 'Maatregel',
    measures: {
      hold: { bulk: 'Bulkmail wordt aangehouden', everything: 'Alle mail wordt aangehouden' },
      suspension: {
        bulk: 'Het verzenden van bulkmail is opgeschort; andere mail, zoals voor nieuwe wachtwoorden, gaat door',
        everything: 'Alle verzending is opgeschort',
      },
      closure: { bulk: 'Het account is gesloten', everything: 'Het account is gesloten' },
    },
    since: 'Sinds',
    until: 'Tot',
    untils: {
      hold: 'een medewerker heeft beslist',
      suspension: 'wij overtuigd zijn dat het probleem volledig is opgelost en niet terugkomt',
      closure: 'blijvend',
    },
    ground: 'Grond',
    grounds: {
      complaint: 'een ontvanger klaagde over mail die met het account is verzonden',
      unanswered: 'om een reactie en een oplossing is gevraagd, en die kwamen niet op tijd',
      'answer-rejected': 'de gegeven antwoorden waren geen oplossing',
      'unwanted-mail': 'er is vastgesteld dat de mail ongewenst was',
      'new-complaint': 'na de waarschuwing volgde een nieuwe klacht',
      compromise: 'het account lijkt door anderen te worden gebruikt, voor phishing of malware',
      'complaint-rate': 'het aandeel klachten in de bezorgde mail is te hoog',
      'complaint-count': 'het aantal klachten is te hoog',
      'stop-obeyed': 'er is vastgesteld dat de mail ongewenst was; de verzending is op tijd gestopt',
      'stop-breached': 'er is doorgegaan met verzenden nadat de tijd om te stoppen voorbij was',
      unreachable: 'geen van de contactpersonen van het account is per mail bereikbaar',
      'under-review': 'het account wordt onderzocht',
      other: 'de klachten die op deze pagina staan',
    },
    remarks: 'Toelichting',
    policy: 'Beleid',
    version: (name, version) => `${name}, versie ${version}`,
    clauses: 'Zinnen van het beleid',
    detection: 'Hoe de feiten zijn vastgesteld',
    decision: 'Hoe is beslist',
    found: { byMachine: 'geautomatiseerd', byPerson: 'door een medewerker' },
    decided: { byMachine: 'geautomatiseerd, door een regel van het beleid', byPerson: 'door een medewerker' },
    redress: 'Als u het er niet mee eens bent',
    redresses: {
      hold: 'Schrijf het in het formulier op deze pagina: een medewerker leest het en beslist, kosteloos. U kunt ook naar de rechter.',
      suspension:
        'Schrijf het in het formulier op deze pagina: een medewerker leest het en beslist, kosteloos. U kunt ook naar de rechter.',
      closure:
        'Antwoord op de mail die het u meldde: een medewerker leest het, kosteloos. U kunt ook naar de rechter.',
    },
  },

  answers: 'Wat u ons hebt gestuurd',
  answered: (moment, fields) => `${moment}: ${fields}`,
  form: 'Uw antwoord',
  formIntro: {
    answer: 'Wij hebben beide nodig. U kunt ze na elkaar versturen.',
    remediation: 'Wij hebben alle drie nodig. U kunt ze na elkaar versturen.',
  },
  label: { feedback: 'Reactie', solution: 'Oplossing', prevention: 'Preventie' },
  hint: {
    feedback:
      'Wat is er gebeurd? Waar kwamen de adressen vandaan, en wanneer gaven de eigenaars toestemming?',
    solution: 'Wat hebt u gedaan, of wat gaat u doen, zodat deze ontvangers geen mail meer krijgen?',
    prevention: 'Hoe voorkomt u dat het weer gebeurt?',
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
