import { deriveFields, toRecipients } from '../derive';
import { addressIn, domainOf, isPlaceholder } from '../fields/address';
import { textOf } from '../mail';
import { first } from '../mime/headers';
import type { Part } from '../mime/message';
import type { ReportFields } from '../normalised';
import { isAnswer } from './answer';
import { attachedMessages } from './attached';
import { claimOf, type Claim } from './claim';
import { closedParts } from './closed';
import { pastedMessages } from './pasted';
import type { FormatReader, Mail, Reading, Reported } from './reader';

/** A person's own mail to the desk, with the message attached, forwarded below a heading, or pasted as source. Only when
 *  it is clearly a complaint: sent to an address that exists for them, or saying so. All else is for a person to read. */
export const forwarded: FormatReader = {
  format: 'forwarded',
  read(mail) {
    const attached = attachedMessages(mail);
    const [first, ...others] =
      attached.length > 0 ? attached : shownMessages(mail).filter(isSomeoneElses(mail));
    return first && isComplaint(mail)
      ? complaintsAbout([first, ...others], mail, 'writer', claimOf(mail))
      : undefined;
  },
};

/** In the text; else in the HTML beside it, of which some programs leave the forwarded part out in the text. */
const shownMessages = (mail: Mail): readonly Part[] => {
  const shown = pastedMessages(mail.text(), mail);
  if (shown.length > 0 || mail.root.type === 'text/html') return shown;
  const html = mail.parts.find((p) => p.type === 'text/html');
  return html ? pastedMessages(textOf(html, mail.budget), mail) : [];
};

/** Not what the desk itself wrote, which is what a reply to it shows. */
const isSomeoneElses =
  ({ header }: Mail) =>
  (original: Part): boolean => {
    const from = domainOf(addressIn(first(original.headers, 'from') ?? '') ?? '');
    return !header.to.some((address) => domainOf(address) === from);
  };

/** Whether whoever writes got the message, unless it is known to be somebody else's. */
type Complainant = 'writer' | 'unknown';

/** A complaint about each of the messages that were found in a mail. */
export const complaintsAbout = (
  [first, ...others]: readonly [Part, ...Part[]],
  mail: Mail,
  complainant: Complainant = 'writer',
  claim: Claim = 'abuse',
): Reading => ({
  kind: 'complaint',
  channel: 'direct',
  ...complaintAbout(first, mail, complainant, claim),
  ...(others.length > 0 && {
    further: others.map((other) => complaintAbout(other, mail, complainant, claim)),
  }),
  text: mail.text(),
});

const complaintAbout = (original: Part, mail: Mail, complainant: Complainant, claim: Claim): Reported => {
  const fields: ReportFields = { feedbackType: claim };
  deriveFields(fields, original.headers);
  // A reply shows no more of what it quotes than who wrote it, and when.
  const subject = mail
    .subject()
    .replace(/^(?:(?:re|fwd?|fw|aw|wg|antw|tr|rv|vs|sv|doorst|ref?)(?:\[\d\])?\s?:\s{0,3}){1,5}/i, '');
  if (!original.headers.has('subject') && subject !== '' && !original.headers.has('message-id')) {
    fields.originalSubject = subject.slice(0, 1_000);
    fields.derivedFrom = { ...fields.derivedFrom, originalSubject: 'subject of the report' };
  }
  // Whoever complains of a message whose headers name nobody got it themselves.
  const writer = complainant === 'writer' ? mail.header.from[0] : undefined;
  if (fields.originalRcptTo === undefined && writer !== undefined && !isPlaceholder(writer)) {
    fields.originalRcptTo = [writer];
    fields.derivedFrom = { ...fields.derivedFrom, originalRcptTo: 'from of the report' };
  }
  return { fields, original, recipients: toRecipients(fields.originalRcptTo ?? []) };
};

/** What no reader knows: somebody has to read it. A complaint in words alone names no message, so that it is theirs too. A
 *  newsletter may speak of spam, and an answer has the subject of what it answers. */
export const freeText: FormatReader = {
  format: 'free-text',
  read(mail) {
    for (const reason of closedParts(mail)) mail.problems.add(reason);
    const isComplaint = !mail.header.automatic && !mail.header.list && COMPLAINING.test(ownWords(mail));
    const claim = claimOf(mail);
    return {
      kind: isComplaint ? 'complaint' : 'not-a-complaint',
      channel: 'direct',
      complaints: 0,
      ...(isComplaint && claim !== 'abuse' && { fields: { feedbackType: claim } }),
      recipients: toRecipients(mail.header.from.slice(0, 1)),
      text: mail.text(),
    };
  },
};

const ownWords = (mail: Mail): string => {
  const subject = mail.subject().slice(0, 500);
  const text = mail.text().slice(0, 8_000);
  return isAnswer(mail) ? text.replace(/^>[^\n]{0,8000}/gm, '') : `${subject}\n${text}`;
};

const FOR_COMPLAINTS =
  /^(?:abuse|spam|fbl|complaints?|klachten?|misbruik|junk|phishing|report-?spam|spam-?report|unsubscribe|opt-?out)(?:[-+.].{0,100})?@/i;
const COMPLAINING =
  /\b(?:spam(?:ming|mer|klacht)?|junk ?mail|unsolicited|unsubscribed?|never (?:subscribed|signed up|asked|opted)|did(?: not|n['’]t) (?:subscribe|sign up|ask)|remove me|stop (?:sending|e?mailing)|phish(?:ing)?|abuse report|complain(?:t|ing)?|uitschrijven|afmelden|ongewenste?|nooit (?:aangemeld|ingeschreven|om gevraagd)|klacht|unerwünschte?|abmelden|beschwerde|nie (?:angemeldet|bestellt)|indésirables?|désabonner|désinscrire|plainte|indesiderat[aeio]|non richiest[aeio]|disiscrivermi|no (?:dese|solicit)ad[ao]s?|correo basura|darme de baja|nesolicitat|dezabonare|reclama[tț]ie)\b/i;

/** Mail to nobody in particular is no ordinary one: mail programs name whom they write to, scripts may not. */
const isComplaint = (mail: Mail): boolean =>
  mail.header.to.length === 0 ||
  mail.header.to.some((address) => FOR_COMPLAINTS.test(address)) ||
  says(mail, COMPLAINING);

const says = (mail: Mail, words: RegExp): boolean =>
  words.test(mail.subject().slice(0, 500)) || words.test(mail.text().slice(0, 8_000));
