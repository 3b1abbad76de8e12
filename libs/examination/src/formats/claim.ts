import { isHeading, isLabelled } from './forward-headings';
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

/** What stands before the sign of a forward: the rest is the subject of what is forwarded. */
const ownSubject = (mail: Mail): string => {
  const subject = mail.subject().slice(0, 500);
  const forwarded = /(?:^|[\s:[(])(?:re|fwd?|fw|aw|wg|antw|tr|rv|vs|sv|doorst|ref?|redir)(?:\[\d\])?\s?:/i.exec(subject);
  if (forwarded) return subject.slice(0, forwarded.index);
  return mail.parts.some(({ type }) => type.startsWith('message/')) ? '' : subject;
}; // prettier-ignore

const LINES = 60; // whoever warns of phishing says so at once
const LENGTH = 4_000;

const ownText = (mail: Mail): string => {
  const own: string[] = [];
  for (const line of mail.text().slice(0, LENGTH).split('\n', LINES)) {
    const shown = line.trim();
    if (shown === '--' || shown.startsWith('>') || isHeading(shown) || isLabelled(shown) || WROTE.test(shown)) break;
    own.push(shown);
  }
  return own.join('\n');
}; // prettier-ignore

const WROTE = /(?:wrote|schreef|geschreven|schrieb|geschrieben|a écrit|a scris|ha scritto|escribió) ?:$/i;

const PHISHING =
  /\b(?:phish|gephisht|hameçonnage|fraudulent |frauduleuze? |frauduleux |betrügerische|frauduloas)/gi;
/** No "virus" by itself: scanners write below what they let through that it has none. */
const MALWARE =
  /\b(?:malware|ransomware|trojan|schadsoftware|(?:contain(?:s|ing|ed)?|bevat|enthält|contient|con[tț]ine) (?:a |an |een |einen |un )?virus)/gi;

const claimed = (words: RegExp, text: string): boolean =>
  [...text.matchAll(words)].some(({ 0: word, index }) => {
    const before = text.slice(Math.max(0, index - 40), index);
    const after = text.slice(index + word.length, index + word.length + 200);
    const end = after.search(/[.!?\n]/);
    return !DENIED.test(before) && after[end] !== '?' && !/^\w{0,10}@/.test(after);
  });

/** In the same sentence, a word or two before. */
const DENIED =
  /(?:^|[^\p{L}])(?:no|not|isn['’]t|without|against|free of|geen|niet|tegen|kein(?:e|en)?|nicht|gegen|pas(?: de| du)?|contre|nu(?: este)?|anti)[ -](?:[\p{L}]{1,12} )?$/iu;
