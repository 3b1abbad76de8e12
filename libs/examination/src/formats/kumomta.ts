import { toRecipients } from '../derive';
import { addressIn } from '../fields/address';
import { Problems } from '../mime/budget';
import type { Fields } from '../mime/headers';
import { openMessage, type Part } from '../mime/message';
import { isMessage } from '../original';
import { readingOf } from './arf';
import { isObject, objectIn, objectOf, textOf, type JsonObject } from './json';
import type { FormatReader, Mail, Reading } from './reader';

/** KumoMTA's log, posted record by record: one of the type Feedback is a feedback report that the mail server has read
 *  already. Its sender and recipient are those of the report's own journey, and say nothing about the message.
 *  https://docs.kumomta.com/reference/log_record/ and the source of its rfc5965 module. */
export const kumomta: FormatReader = {
  format: 'kumomta',
  read(mail) {
    if (mail.root.type !== 'application/json') return undefined;
    const record = objectIn(Buffer.from(mail.root.body, 'latin1').toString('utf8'));
    if (!record || !isRecord(record)) return undefined;
    const report = record['feedback_report'];
    if (textOf(record, 'type') === 'Feedback' && isObject(report)) return complaint(report, mail);
    mail.problems.add('a log record of another type than Feedback, or without its report');
    return { kind: 'not-a-complaint', complaints: 0 };
  },
};

const isRecord = (object: JsonObject): boolean =>
  Object.hasOwn(object, 'feedback_report') ||
  (['type', 'id', 'sender', 'recipient', 'queue', 'site'] as const).every(
    (name) => textOf(object, name) !== undefined,
  );

const complaint = (report: JsonObject, mail: Mail): Reading => {
  const original = messageIn(report, mail);
  const reading = readingOf(fieldsIn(report), original, mail.problems);
  // Whom the server itself once noted in a header of the message, when nobody else says it.
  const noted = addressIn(textOf(objectOf(report, 'supplemental_trace'), 'recipient') ?? '');
  if ((reading.recipients ?? []).length > 0 || !noted) return reading;
  const fields = { ...reading.fields, originalRcptTo: [noted] };
  fields.derivedFrom = { ...fields.derivedFrom, originalRcptTo: 'supplemental_trace' };
  return { ...reading, fields, recipients: toRecipients([noted]) };
};

/** With the names that the report itself had: `original_mail_from` is Original-Mail-From. */
const fieldsIn = (report: JsonObject): Fields => {
  const fields = new Map<string, string[]>();
  const take = (object: JsonObject) => {
    for (const [key, value] of Object.entries(object).slice(0, 200)) {
      const values = (Array.isArray(value) ? (value as unknown[]) : [value]).slice(0, 1_000).flatMap(written);
      if (values.length === 0) continue;
      const name = key.toLowerCase().replaceAll('_', '-').slice(0, 200);
      const known = NAMES.get(name) ?? name;
      fields.set(known, [...(fields.get(known) ?? []), ...values]);
    }
  };
  take({ ...report, extensions: null, original_message: null, supplemental_trace: null });
  take(objectOf(report, 'extensions'));
  return fields;
};

/** Its own spelling. */
const NAMES = new Map([['original-rcpto-to', 'original-rcpt-to']]);

const written = (value: unknown): string[] => {
  if (typeof value === 'string') return [binary(value.slice(0, 8_192))];
  if (typeof value === 'number') return [String(value)];
  const name = isObject(value) ? textOf(value, 'name') : undefined; // of a server: { mta_type, name }
  return name === undefined ? [] : [binary(name.slice(0, 8_192))];
};

const messageIn = (report: JsonObject, mail: Mail): Part | undefined => {
  const text = textOf(report, 'original_message');
  if (text === undefined || text === '') return undefined;
  const message = openMessage(Buffer.from(text, 'utf8'), mail.budget, new Problems());
  return isMessage(message) ? message : undefined;
};

/** As the readers of mail work on them: a character is a byte. */
const binary = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** The records of what KumoMTA posted: it sends one, or as many as its batch size says, in an array or line by line. Each
 *  is a report of its own. Undefined when it is no JSON of that kind, or more than `most`. */
export const recordsIn = (body: string, most = 1_000): string[] | undefined => {
  const text = body.trim();
  try {
    const values: unknown[] = text.startsWith('[')
      ? (JSON.parse(text) as unknown[])
      : text
          .split('\n', most + 1)
          .filter((line) => line.trim() !== '')
          .map((line): unknown => JSON.parse(line));
    return values.length > 0 && values.length <= most && values.every(isObject)
      ? values.map((value) => JSON.stringify(value))
      : undefined;
  } catch {
    return isObject(objectIn(text)) ? [text] : undefined; // one record on several lines
  }
};
