import type { Channel } from '@app/kernel';
import { READERS } from './formats';
import type { Mail, Reading, Reported } from './formats/reader';
import { openMail } from './mail';
import { DEFAULT_BUDGET, Problems, type Budget } from './mime/budget';
import { decodeWords } from './mime/decode';
import { first } from './mime/headers';
import type { Part } from './mime/message';
import { incidentIn } from './priority';
import type { Kind, NormalisedReport, OriginalMessage, ReportedMessage, ReportFields } from './normalised';
import { originalMessage } from './original';
import { pairsOf, reportedIn } from './reported';
import { toRfc3339 } from './fields/date';

/** Bytes as received → what they report. Pure, linear in their size, and it never throws: what cannot be read comes back
 *  as `unreadable`, with the reason among its problems. Nothing in the result is true because it is said: who vouches
 *  for it is for `authenticate` to find out. */
export const parseReport = (bytes: Uint8Array, budget: Budget = DEFAULT_BUDGET): NormalisedReport => {
  const problems = new Problems();
  const mail = openMail(bytes, budget, problems);
  if (mail.root.headers.size === 0 && mail.root.parts.length === 0 && mail.root.type !== 'application/json')
    return unreadable(mail, bytes.length === 0 ? 'it is empty' : 'it has no header fields');
  const [format, reading] = readMail(mail);
  if (format === 'free-text' && mail.root.headers.size === 0)
    return unreadable(mail, 'it is JSON of no kind that is known, or too much of it');
  return normalise(mail, reading, reading.format ?? format);
};

const readMail = (mail: Mail): [string, Reading] => {
  for (const { format, read } of READERS) {
    const reading = read(mail);
    if (reading) return [format, reading];
  }
  throw new Error('the last reader takes anything');
};

/** The messages that a report is about, as they stood in it, in the order of the report's: undefined where it holds none. */
export const originalsOf = (mail: Mail): readonly (Part | undefined)[] =>
  reportedIn(mail, readMail(mail)[1]).map(({ original }) => original);

const unreadable = (mail: Mail, because: string): NormalisedReport => {
  mail.problems.add(because);
  return normalise(mail, { kind: 'unreadable', complaints: 0 }, 'unknown');
};

/** What a reader found, with what is worked out the same way for all. */
export const normalise = (mail: Mail, reading: Reading, format: string): NormalisedReport => {
  const { kind, channel = 'direct' } = reading;
  const [first, ...further] = reportedIn(mail, reading);
  const messages = [first, ...further].map(described);
  const claimed = kind === 'complaint' ? incidentIn(messages) : undefined;
  const incidentType = reading.incidentType ?? claimed;
  const wrapped = mail.header.subject !== undefined && mail.subject() !== mail.header.subject.trim();
  return {
    kind: claimed === undefined ? kind : 'incident',
    ...(incidentType === undefined ? {} : { incidentType }),
    format,
    channel: channel satisfies Channel,
    ...messages[0]!,
    further: messages.slice(1),
    complaints: reading.complaints ?? (isAboutMessages(kind) ? sum([first, ...further].map(pairsOf)) : 0),
    header: mail.header,
    ...(reading.text === undefined ? {} : { text: reading.text }),
    ...(wrapped ? { unwrappedSubject: mail.subject() } : {}),
    ...(reading.valid === undefined ? {} : { valid: reading.valid }),
    problems: mail.problems.list,
    ...(mail.problems.someLeft ? { leftOut: true as const } : {}),
  };
};

const isAboutMessages = (kind: Kind): boolean =>
  kind !== 'incident' && kind !== 'not-a-complaint' && kind !== 'unreadable';

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const described = (reported: Reported): ReportedMessage => {
  const { fields = {}, otherFields = new Map<string, string[]>(), recipients = [] } = reported;
  const original = reported.original ? originalMessage(reported.original) : undefined;
  if (original) describeOriginal(fields, original);
  return { fields, otherFields, ...(original ? { original } : {}), recipients };
};

/** What the original says, where the report does not say it. */
const describeOriginal = (fields: ReportFields, { headers, messageId, sentAt }: OriginalMessage): void => {
  if (messageId !== undefined) fields.originalMessageId = messageId;
  const from = first(headers, 'from');
  if (from !== undefined) fields.originalFrom ??= decodeWords(from);
  const subject = first(headers, 'subject');
  if (subject !== undefined) fields.originalSubject ??= decodeWords(subject);
  const date = first(headers, 'date');
  if (date !== undefined)
    fields.originalDate ??= sentAt === undefined ? decodeWords(date) : toRfc3339(sentAt);
};
