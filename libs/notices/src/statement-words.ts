import type { Locale } from '@app/kernel';
import type { Ground, Statement } from './notice';

/** What a statement of reasons says wherever the customer reads it: one decision has one wording, in the mail and on the page. */
export interface StatementWords {
  readonly heading: string;
  readonly measure: string;
  readonly measures: Readonly<Record<Statement['measure'], Readonly<Record<Statement['scope'], string>>>>;
  readonly since: string;
  readonly until: string;
  readonly untils: Readonly<Record<Statement['measure'], string>>;
  readonly ground: string;
  /** `other` refers to what stands beside it, which is not the same everywhere. */
  readonly grounds: Readonly<Record<Exclude<Ground, 'other'>, string>>;
  readonly version: (name: string, version: string) => string;
  readonly detection: string;
  readonly decision: string;
  readonly found: Readonly<Record<'byMachine' | 'byPerson', string>>;
  readonly decided: Readonly<Record<'byMachine' | 'byPerson', string>>;
  readonly redress: string;
}

export const statementWords: Readonly<Record<Locale, StatementWords>> = {
  en: {
    heading: 'Statement of reasons',
    measure: 'Measure',
    measures: {
      hold: { bulk: 'Bulk mail is held', everything: 'All mail is held' },
      suspension: {
        bulk: 'Sending of bulk mail is suspended; other mail, such as password resets, goes on',
        everything: 'All sending is suspended',
      },
      closure: { bulk: 'The account is closed', everything: 'The account is closed' },
    },
    since: 'Since',
    until: 'Until',
    untils: {
      hold: 'a person has decided',
      suspension: 'we are convinced that the problem is fully solved and will not come back',
      closure: 'for good',
    },
    ground: 'Ground',
    grounds: {
      complaint: 'a recipient complained about mail sent with the account',
      unanswered: 'feedback and a solution were asked for and did not come in time',
      'answer-rejected': 'the answers given were no solution',
      'unwanted-mail': 'it was confirmed that the mail was unwanted',
      'new-complaint': 'a new complaint followed after the warning',
      compromise: 'the account appears to be used by others, for phishing or malware',
      'complaint-rate': 'the share of complaints in the mail delivered is too high',
      'complaint-count': 'the number of complaints is too high',
      blocklisted: 'an address or domain that is sent with stands on a blocklist',
      content: 'a person read what was sent and found what the policy forbids',
      'stop-obeyed': 'it was confirmed that the mail was unwanted; we saw none sent after the time to stop',
      'stop-breached': 'sending went on after the time to stop had passed',
      unreachable: 'none of the contacts of the account can be reached by mail',
      'under-review': 'the account is under review',
    },
    version: (name, version) => `${name}, version ${version}`,
    detection: 'How the facts were found',
    decision: 'How it was decided',
    found: { byMachine: 'by automated means', byPerson: 'by a person' },
    decided: { byMachine: 'by automated means, by a rule of the policy', byPerson: 'by a person' },
    redress: 'If you disagree',
  },
  nl: {
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
      blocklisted: 'een adres of domein waarmee wordt verzonden staat op een blokkeerlijst',
      content: 'een medewerker las wat er is verzonden en vond wat het beleid verbiedt',
      'stop-obeyed':
        'er is vastgesteld dat de mail ongewenst was; na de stoptermijn zagen wij geen verzending meer',
      'stop-breached': 'er is doorgegaan met verzenden nadat de tijd om te stoppen voorbij was',
      unreachable: 'geen van de contactpersonen van het account is per mail bereikbaar',
      'under-review': 'het account wordt onderzocht',
    },
    version: (name, version) => `${name}, versie ${version}`,
    detection: 'Hoe de feiten zijn vastgesteld',
    decision: 'Hoe is beslist',
    found: { byMachine: 'geautomatiseerd', byPerson: 'door een medewerker' },
    decided: { byMachine: 'geautomatiseerd, door een regel van het beleid', byPerson: 'door een medewerker' },
    redress: 'Als u het er niet mee eens bent',
  },
};
