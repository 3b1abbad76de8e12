import { textOf } from './mail';
import { Problems, WITHIN } from './mime/budget';
import { all, first } from './mime/headers';
import { expand, leaves, type Part } from './mime/message';

/** What a reported message lacks that law and codes of conduct ask of bulk mail. Hints: headers are what whoever reports
 *  shows us, and of a message without its text nothing is said that the text could refute. */
export type ContentFinding =
  /** More than ten addresses stand in To and Cc, for all to read. */
  | 'cc-bulk'
  /** Neither a List-Unsubscribe field nor a word of it in the text. */
  | 'no-opt-out'
  /** RFC 8058 asks for List-Unsubscribe and List-Unsubscribe-Post, both covered by the `h=` of a signature. */
  | 'no-one-click'
  /** Nothing in the text says who sent it: no address, no registration number. */
  | 'no-imprint';

const MANY = 10;
/** Below this a text is cut off, or says too little to have been the mail. */
const WHOLE = 200; // characters

export const contentFindings = (part: Part): readonly ContentFinding[] => {
  const text = textIn(part).toLowerCase();
  const isWhole = text.length >= WHOLE && !/\[?redacted\]?/.test(text);
  const oneClick = oneClickIn(part);
  return [
    ...(addressesIn(part) > MANY ? (['cc-bulk'] as const) : []),
    ...(oneClick === 'absent' && isWhole && !OPT_OUT.test(text) ? (['no-opt-out'] as const) : []),
    ...(oneClick === 'incomplete' ? (['no-one-click'] as const) : []),
    ...(isWhole && !IMPRINT.test(text) && !POSTCODE.test(text) ? (['no-imprint'] as const) : []),
  ];
};

const addressesIn = ({ headers }: Part): number =>
  [...all(headers, 'to'), ...all(headers, 'cc')].reduce((n, value) => n + value.split('@').length - 1, 0);

const oneClickIn = ({ headers }: Part): 'absent' | 'incomplete' | 'whole' => {
  if (first(headers, 'list-unsubscribe') === undefined) return 'absent';
  const post = first(headers, 'list-unsubscribe-post')?.trim().toLowerCase();
  if (post !== 'list-unsubscribe=one-click') return 'incomplete';
  const covered = all(headers, 'dkim-signature').some((signature) => {
    const names = signedNames(signature);
    return names.includes('list-unsubscribe') && names.includes('list-unsubscribe-post');
  });
  return covered ? 'whole' : 'incomplete';
};

const signedNames = (signature: string): string[] => {
  const tag = signature.split(';').find((one) => one.trim().toLowerCase().startsWith('h='));
  return (tag ?? '').slice((tag ?? '').indexOf('=') + 1).toLowerCase().split(':').map((name) => name.trim()); // prettier-ignore
};

/** Text and HTML alike: the link is often in one of them only, and in HTML often in the address alone. */
const textIn = (part: Part): string =>
  [...leaves(expand(part, WITHIN, new Problems()))]
    .filter(({ type }) => type === 'text/plain' || type === 'text/html')
    .slice(0, 4)
    .map((leaf) => (leaf.type === 'text/html' ? `${textOf(leaf, WITHIN)} ${linksIn(leaf)}` : textOf(leaf, WITHIN)))
    .join('\n'); // prettier-ignore

const linksIn = (html: Part): string =>
  textOf({ ...html, type: 'text/plain' }, WITHIN)
    .split('href=')
    .slice(1, 200)
    .map((link) => link.slice(0, 300))
    .join(' ');

/** One pass over the text for all of them: a search for each took as long as the rest of the reading of a report. */
const anyOf = (words: readonly string[]): RegExp =>
  new RegExp(words.map((word) => word.replaceAll('.', '\\.')).join('|'));

const OPT_OUT = anyOf([
  'unsubscribe', 'opt-out', 'opt out', 'optout', 'afmelden', 'uitschrijven', 'abmelden', 'abbestellen', 'désinscri',
  'désabonn', 'desabonn', 'desinscri', 'dezabon', 'disiscri', 'darse de baja', 'cancelar la suscripci', 'preferences', 'voorkeuren',
]); // prettier-ignore

const IMPRINT = anyOf([
  'kvk', 'k.v.k', 'kamer van koophandel', 'chamber of commerce', 'handelsregister', 'hrb ', 'registered office', 'company number',
  'registration number', 'btw-n', 'btw n', 'vat n', 'ust-id', 'cui ', 'cif ', 'reg. com', 'siret', 'siren', 'impressum',
  'imprint', 'mentions légales', 'postbus', 'p.o. box', 'po box', 'our address', 'ons adres',
]); // prettier-ignore
/** `1012 AB`, as no other country writes it. */
const POSTCODE = /\b\d{4} ?[a-z]{2}\b(?=[ ,\n])/;
