import { deriveFields, recipientOf, toRecipients } from '../derive';
import { addressIn } from '../fields/address';
import { all, readHeaders, type Fields } from '../mime/headers';
import { content, expand, leaves, type Part } from '../mime/message';
import { fromBase64 } from '../mime/decode';
import { unixText } from '../mime/lines';
import type { Kind, Recipient, ReportFields } from '../normalised';
import { Problems } from '../mime/budget';
import { arfFields } from './arf-fields';
import { originalFor, originalsFor } from './arf-original';
import { messagesIn } from './attached';
import { savedMail } from './saved-mail';
import { together } from './together';
import type { FormatReader, Mail, Reading } from './reader';

/** RFC 5965, however it is packed: what counts is a part with the fields of a feedback report, not where it stands. */
export const arf: FormatReader = {
  format: 'arf',
  read: (mail) => report(mail) ?? passedOn(mail),
};

const NO_FIELDS: Fields = new Map();

const report = (mail: Mail): Reading | undefined => {
  const announced =
    mail.root.type === 'multipart/report' &&
    mail.root.params.get('report-type')?.toLowerCase() === 'feedback-report';
  const parts = mail.parts.filter((p) => p.type === 'message/feedback-report');
  const [part] = parts;
  const given = part ? feedbackFields(part, mail) : disguised(mail, announced);
  if (!given && !part && !announced) return undefined;
  if (!given) mail.problems.add('no feedback report in it');
  if (!announced && mail.root.type !== 'multipart/report')
    mail.problems.add('the feedback report is not in a multipart/report');
  else if (!announced) mail.problems.add('report-type is not feedback-report');
  if (parts.length > 1) return together(severalOf(parts, mail), mail);
  return reading(mail, given ?? NO_FIELDS, originalFor(part, mail));
};

/** Each feedback report of a mail with the message that belongs to it. */
const severalOf = (parts: readonly Part[], mail: Mail): Reading[] =>
  originalsFor(parts, mail).map((original, n) =>
    reading(mail, feedbackFields(parts[n]!, mail) ?? NO_FIELDS, original),
  );

/** Feedback reports that somebody forwards as attachments. Whoever vouches for them is who forwards them. */
const passedOn = (mail: Mail): Reading | undefined => {
  const found: Reading[] = [];
  for (const part of mail.parts)
    for (const message of messagesIn(part, mail)) {
      if (found.length > mail.budget.complaints) break; // one more than are taken
      if (!message.type.startsWith('multipart/')) continue;
      if (!/message\/feedback-report/i.test(message.body.slice(0, 200_000))) continue;
      const root = expand(message, mail.budget, new Problems());
      const reading = report({ ...mail, root, parts: [...leaves(root)] });
      if (reading) found.push(...severalIn(reading));
    }
  if (found.length > 0) mail.problems.add('somebody passed the feedback report on');
  const all = together(found, mail);
  return all && { ...all, channel: 'direct' };
};

const severalIn = ({ further = [], ...first }: Reading): Reading[] => [
  first,
  ...further.map((reported) => ({ kind: first.kind, ...reported })),
];

const reading = (mail: Mail, given: Fields, original: Part | undefined): Reading => {
  const read = readingOf(given, original, mail.problems);
  return read.kind === 'complaint' && isTrap(mail) ? { ...read, channel: 'trap' } : read;
};

/** What the fields of a feedback report say about a message, however the two got here. */
export const readingOf = (given: Fields, original: Part | undefined, problems: Problems): Reading => {
  const { fields, otherFields } = arfFields(given, problems);
  if (fields.feedbackType === undefined) problems.add('no Feedback-Type: taken for abuse');
  fields.feedbackType ??= 'abuse';
  const microsoft = fields.userAgent?.toLowerCase().startsWith('jmrp') ?? false;
  if (original && microsoft) deriveFields(fields, original.headers);
  if (!original) problems.add('the original message is not in it');
  return {
    kind: kindOf(fields.feedbackType),
    ...(microsoft ? { format: 'jmrp' } : {}),
    fields,
    otherFields,
    ...(original ? { original } : {}),
    recipients: recipientsOf(fields, given, original),
    channel: 'feedback-loop',
  };
};

/** What a Feedback-Type means, whichever reader found it; one that nobody registered is a complaint. */
export const kindOf = (type: string): Kind => KINDS.get(type.replaceAll('_', '-')) ?? 'complaint';
const KINDS = new Map<string, Kind>([
  ['auth-failure', 'auth-failure'],
  ['dkim', 'auth-failure'], // of drafts before RFC 6591
  ['not-spam', 'not-spam'],
  ['notspam', 'not-spam'],
  ['miscategorized', 'not-spam'],
  ['opt-out', 'opt-out'],
  ['opt-out-list', 'opt-out'], // of drafts before RFC 5965
  ['unsubscribe', 'opt-out'],
]);

/** Whom the report names; else whom the original was delivered to. A redacted address names nobody, and what the
 *  original's To says is then of no use either: it is redacted too, or it was forgotten and must stay unknown. */
const recipientsOf = (fields: ReportFields, given: Fields, original: Part | undefined): Recipient[] => {
  if (fields.originalRcptTo) return toRecipients(fields.originalRcptTo);
  const removal = all(given, 'removal-recipient')
    .map(addressIn)
    .filter((address): address is string => address !== undefined && address !== '');
  if (removal.length > 0) return toRecipients(removal.slice(0, 1));
  if (given.has('redacted-address') || !original) return [];
  const delivered = recipientOf(original.headers);
  return delivered ? toRecipients([delivered[0]]) : [];
};

/** The fields of a part. Empty lines among them end nothing, and base64 that nobody announced is undone. */
const feedbackFields = (part: Part, mail: Mail): Fields | undefined => {
  const body = unixText(content(part, 256 * 1024));
  const plain = allFields(body, mail);
  if (plain.has('feedback-type') || plain.has('user-agent')) return plain;
  const decoded = allFields(unixText(fromBase64(body, 256 * 1024)), mail);
  return decoded.has('feedback-type') ? decoded : plain.size > 0 ? plain : undefined;
};

const allFields = (body: string, mail: Mail): Fields => {
  const together = body.replace(/\n{2,1000}/g, '\n').replace(/^\n/, '');
  return readHeaders(together, 0, mail.budget, mail.problems).fields;
};

/** A feedback report in a part of another type. Two of its three required fields make one. */
const disguised = (mail: Mail, announced: boolean): Fields | undefined => {
  for (const part of mail.parts) {
    if (part.type.startsWith('multipart/') || part.message || part.body.length > 256 * 1024) continue;
    if (part === mail.root && !announced) continue; // a person may quote a report
    if (savedMail(part, mail)) continue; // one that holds a report is passed on
    const body = content(part, 256 * 1024);
    if (!/^feedback-type[ \t]?:/im.test(body)) continue;
    const fields = allFields(unixText(body), mail);
    if (fields.has('feedback-type') && (fields.has('user-agent') || fields.has('version'))) {
      mail.problems.add('the feedback report is of another media type');
      return fields;
    }
  }
  return undefined;
};

/** Networks of spam traps say so; whom they report for must stay unknown to the sender. */
const isTrap = (mail: Mail): boolean => /\bspam ?trap ?hit\b/i.test(mail.subject().slice(0, 500));
