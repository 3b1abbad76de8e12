import { decodeWords } from '../mime/decode';
import { first } from '../mime/headers';
import type { Part } from '../mime/message';
import { attachedMessages } from './attached';
import { isHeading, isLabelled } from './forward-headings';
import {
  ASKING,
  ASSERTING,
  ASSERTING_AFTER,
  EITHER,
  IN_FIRST_PERSON,
  INSTRUCTING,
  MALWARE,
  NAME_OF_SOMETHING,
  NOT_ASSERTING,
  PHISHING,
} from './claim-words';
import type { Mail } from './reader';

/** What somebody says a message is, in the words of RFC 5965: phishing is `fraud`, malware is `virus`. */
export type Claim = 'abuse' | 'fraud' | 'virus';

/** What whoever wrote this mail says of what they report, in their own words: above what they forward or quote, and above
 *  their signature. Said plainly, it has the report seen to at once and keeps it off the ladder of 24 hours; a question, a
 *  denial or the subject of the message itself says nothing. To write to phishing@ says it too. */
export const claimOf = (mail: Mail): Claim => {
  if (mail.header.to.some((address) => /^phishing(?:[-+.].{0,100})?@/i.test(address))) return 'fraud';
  const words = `${ownSubject(mail)}\n${ownText(mail)}`;
  return claimed(PHISHING, words) ? 'fraud' : claimed(MALWARE, words) ? 'virus' : 'abuse';
};

/** What stands before the sign of a forward: the rest is the subject of what is forwarded, as the whole is when a message
 *  of the same subject is attached. */
const ownSubject = (mail: Mail): string => {
  const subject = mail.subject().slice(0, 500);
  const forwarded = /(?:^|[\s:[(])(?:re|fwd?|fw|aw|wg|antw|tr|rv|vs|sv|doorst|ref?|redir)(?:\[\d\])?\s?:/i.exec(subject);
  if (forwarded) return subject.slice(0, forwarded.index);
  const isTheirs = ({ headers }: Part) => {
    const theirs = decodeWords(first(headers, 'subject') ?? '').trim();
    return theirs !== '' && subject.includes(theirs.slice(0, 500));
  };
  return (PHISHING.test(subject) || MALWARE.test(subject)) && attachedMessages(mail).some(isTheirs) ? '' : subject;
}; // prettier-ignore

const LINES = 60; // whoever warns of phishing says so at once
const LENGTH = 4_000;

const ownText = (mail: Mail): string => {
  const own: string[] = [];
  for (const line of mail.text().slice(0, LENGTH).split('\n', LINES)) {
    const shown = line.trim();
    if (/^(?:--|[-_=*]{3,200})$/.test(shown) || shown.startsWith('>') || isHeading(shown) || isLabelled(shown) || WROTE.test(shown)) break;
    own.push(shown);
  }
  return own.join('\n');
}; // prettier-ignore

const WROTE = /(?:wrote|schreef|geschreven|schrieb|geschrieben|a écrit|a scris|ha scritto|escribió) ?:$/i;

/** Whether a clause says so: of a question none does, and of the others only one that asserts it. */
const claimed = (words: RegExp, text: string): boolean =>
  words.test(text) &&
  sentences(text).some(
    (sentence) => !sentence.endsWith('?') && clauses(sentence).some((clause) => asserts(words, clause)),
  );

/** A line that is full goes on in the next; addresses and URLs name who collects reports of it. */
const sentences = (text: string): string[] =>
  text
    .replace(/\S{0,300}(?:@|:\/\/|www\.)\S{0,2000}/gi, ' ')
    .replace(/([^\n]{50})\n(?=\S)/g, '$1 ')
    .split(/(?<=[!?;])|\n|\.(?=\s|$)/);

/** `Not spam, phishing` and `no spam but phishing` are two each; what hangs on a verb belongs to it. */
const clauses = (sentence: string): string[] =>
  sentence
    .split(
      /[:(]|,(?! ?(?:that|dat|dass|daß|que|qu['’]|că|if|als|wenn|si)(?!\p{L}))|(?<!\p{L})(?:but|maar|wel|sondern|aber|mais|ci|dar)(?!\p{L})/iu,
    )
    .map((clause) => clause.trim());

const asserts = (words: RegExp, clause: string): boolean => {
  const found = words.exec(clause);
  if (!found || NOT_ASSERTING.test(clause) || ASKING.test(clause) || EITHER.test(clause)) return false;
  const before = clause.slice(0, found.index);
  const after = clause.slice(found.index + found[0].length);
  if (NAME_OF_SOMETHING.test(after)) return false;
  if (INSTRUCTING.test(clause) && !IN_FIRST_PERSON.test(before)) return false;
  return (
    before === '' ||
    clause.split(/\s+/).length <= SHORT ||
    ASSERTING.test(`${before}${found[0]}`) ||
    ASSERTING_AFTER.test(after)
  );
};

/** In as many words nobody says anything else than that it is. */
const SHORT = 3;
