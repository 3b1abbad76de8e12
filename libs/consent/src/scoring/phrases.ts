/** What in the words of a consent, or of how an address was got, makes it none. */
export type WordingFlag =
  | 'pre-ticked'
  | 'unnamed-partners'
  | 'hidden-clause'
  | 'bought'
  | 'rented'
  | 'borrowed-or-traded'
  | 'harvested'
  | 'appended';

/** Beginnings of words, in Dutch, English, German and Romanian; accents are left out on both sides. A phrase is there when
 *  its words stand one after the other, each beginning so: `vooraf aangevinkt` is in "vooraf aangevinkte vakjes". */
export const PHRASES: Readonly<Record<WordingFlag, readonly string[]>> = {
  'pre-ticked': [
    ...['vooraf aangevinkt', 'vooraf ingevuld', 'standaard aangevinkt', 'reeds aangevinkt', 'al aangevinkt'],
    ...['pre ticked', 'preticked', 'pre checked', 'prechecked', 'pre selected box', 'ticked by default'],
    ...['checked by default', 'ticked beforehand', 'already ticked', 'opt out box'],
    ...['vorangekreuzt', 'vorausgewahlt', 'voraus angekreuzt', 'vorab angekreuzt', 'bereits angekreuzt'],
    ...['vorangehakt', 'standardmassig angekreuzt', 'standardmassig aktiviert'],
    ...[
      'bifata implicit',
      'bifat implicit',
      'bifata in prealabil',
      'bifat in prealabil',
      'pre bifat',
      'prebifat',
    ],
    ...['deja bifat', 'preselectat'],
  ],
  'unnamed-partners': [
    ...[
      'geselecteerde partners',
      'zorgvuldig geselecteerde',
      'onze partners',
      'haar partners',
      'zijn partners',
    ],
    ...['en partners', 'partners te ontvangen', 'derde partijen te ontvangen'],
    ...[
      'selected partner',
      'our partners',
      'its partners',
      'their partners',
      'and partners',
      'trusted partners',
    ],
    ...['selected third part', 'carefully chosen partners', 'affiliated compan'],
    ...[
      'ausgewahlte partner',
      'ausgewahlten partner',
      'ausgewahlter partner',
      'unsere partner',
      'unserer partner',
    ],
    ...['unseren partner', 'und partner', 'seinen partner', 'ihren partner', 'kooperationspartner'],
    ...['parteneri selectati', 'partenerii nostri', 'partenerilor nostri', 'partenerii sai', 'si parteneri'],
    ...['partenerilor selectati', 'partenerii selectati'],
  ],
  'hidden-clause': [
    ...['algemene voorwaarden', 'leveringsvoorwaarden', 'gebruiksvoorwaarden', 'kleine lettertjes'],
    ...[
      'terms and conditions',
      'terms of service',
      'terms of use',
      'general terms',
      'small print',
      'fine print',
    ],
    ...['allgemeine geschaftsbedingungen', 'allgemeinen geschaftsbedingungen', 'nutzungsbedingungen', 'agb'],
    ...['kleingedruckt'],
    ...['termeni si condit', 'termenii si condit', 'termenilor si condit', 'condit generale'],
    ...['conditiile generale', 'conditii generale'],
  ],
  // Of addresses, and not of what a customer bought.
  bought: [
    ...[
      'gekochte adres',
      'gekochte lijst',
      'gekochte mail',
      'gekochte bestand',
      'gekochte data',
      'ingekochte',
    ],
    ...['aangekochte adres', 'aangekochte lijst', 'aangekochte bestand', 'adressen gekocht', 'lijst gekocht'],
    ...['bestand gekocht', 'adressen ingekocht', 'lijst ingekocht', 'bestand ingekocht'],
    ...[
      'purchased list',
      'bought list',
      'purchased address',
      'bought address',
      'purchased data',
      'bought data',
    ],
    ...['bought the list', 'bought a list', 'purchased a list', 'purchased the list', 'list was bought'],
    ...['list was purchased', 'addresses were bought', 'addresses were purchased', 'bought the addresses'],
    ...[
      'gekaufte adress',
      'gekauften adress',
      'gekaufte list',
      'gekauften list',
      'gekaufte date',
      'gekauften date',
    ],
    ...['adressen gekauft', 'liste gekauft', 'zugekaufte', 'adressen zugekauft', 'eingekaufte adress'],
    ...['lista cumparat', 'liste cumparat', 'baza de date cumparat', 'adrese cumparat', 'cumparat baza'],
    ...['cumparat lista', 'cumparat o lista', 'cumparat o baza', 'cumparat adrese', 'lista achizitionat'],
    ...['baza de date achizitionat', 'adrese achizitionat', 'achizitionat baza', 'achizitionat o baza'],
  ],
  rented: [
    ...['gehuurd', 'rented list', 'rented address', 'list rental', 'rented from', 'rented a list'],
    ...['gemietet', 'angemietet', 'inchiriat'],
  ],
  'borrowed-or-traded': [
    ...[
      'geleende',
      'geleend van',
      'geruild',
      'verhandeld',
      'borrowed list',
      'borrowed from',
      'borrowed address',
    ],
    ...[
      'traded list',
      'traded address',
      'swapped list',
      'exchanged list',
      'geliehen',
      'getauscht',
      'gehandelt',
    ],
    ...['imprumutat', 'schimb de baze', 'schimbat lista'],
  ],
  harvested: [
    ...['van internet gehaald', 'van het internet gehaald', 'van websites gehaald', 'van de website gehaald'],
    ...['gekopieerd van', 'overgenomen van websites', 'openbare lijst', 'openbare bron', 'gescrap'],
    ...['bedrijvengids', 'gouden gids', 'kamer van koophandel register'],
    ...[
      'harvest',
      'scrape',
      'scraping',
      'crawled',
      'copied from the web',
      'copied from website',
      'public list',
    ],
    ...[
      'found online',
      'found on the internet',
      'found on their website',
      'public director',
      'publicly available',
    ],
    ...[
      'aus dem internet',
      'im internet gefunden',
      'offentlich zuganglich',
      'offentliche liste',
      'branchenbuch',
    ],
    ...['gelbe seiten', 'ausgelesen'],
    ...[
      'de pe internet',
      'de pe site uri',
      'gasit pe internet',
      'surse publice',
      'lista publica',
      'extras de pe',
    ],
  ],
  appended: [
    ...[
      'verrijkt',
      'verrijking',
      'email append',
      'mail append',
      'appended',
      'data enrichment',
      'enriched data',
    ],
    ...['enriched with', 'angereichert', 'anreicherung', 'imbogatit'],
  ],
};
