import { toRecipients } from '../derive';
import { addressIn } from '../fields/address';
import { parseDate, toRfc3339 } from '../fields/date';
import { ipIn } from '../fields/ip';
import { first } from '../mime/headers';
import { DEFAULT_BUDGET } from '../mime/budget';
import { decodeUtf8 } from '../mime/decode';
import { content, type Part } from '../mime/message';
import type { ReportFields } from '../normalised';
import { kindOf } from './arf';
import { fieldOf, isObject, listOf, objectIn, objectOf, textOf, unbroken, type JsonObject } from './json';
import type { FormatReader, Mail } from './reader';

/** Amazon SES by SNS: JSON in a mail (or the body of a call), its long line broken by mail servers on the way. */
export const ses: FormatReader = {
  format: 'ses',
  read(mail) {
    const found = jsonIn(mail);
    if (!found) return undefined;
    if (SUBSCRIBING.has(textOf(found, 'Type') ?? '') && textOf(found, 'SubscribeURL') !== undefined) {
      mail.problems.add(
        'SNS asks whether to send here: to be answered where it was posted, it reports nothing',
      );
      return { kind: 'not-a-complaint', complaints: 0 };
    }
    const notification = notificationIn(found);
    const greets =
      notification && textOf(notification, 'notificationType') === 'AmazonSnsSubscriptionSucceeded';
    if (!notification || greets) {
      if (!greets && textOf(found, 'TopicArn') === undefined) return undefined; // JSON of somebody else
      mail.problems.add('SNS passes on something else than a notification of SES');
      return { kind: 'not-a-complaint', complaints: 0 };
    }
    const type = textOf(notification, 'notificationType') ?? textOf(notification, 'eventType');
    const complaint = notification['complaint'];
    if (type === undefined && !isObject(complaint)) return undefined;
    if (type !== 'Complaint' || !isObject(complaint)) {
      if (!isObject(notification['mail'])) return undefined; // JSON of somebody else
      mail.problems.add('a notification of another kind than a complaint');
      return { kind: 'not-a-complaint', complaints: 0 };
    }
    if (textOf(complaint, 'complaintSubType') === 'OnAccountSuppressionList') {
      mail.problems.add('sent to an address on the account suppression list: nobody complained');
      return { kind: 'not-a-complaint', complaints: 0 };
    }
    return complaintOf(complaint, isObject(notification['mail']) ? notification['mail'] : {});
  },
};

const SUBSCRIBING = new Set(['SubscriptionConfirmation', 'UnsubscribeConfirmation']);

/** The object that was posted, or that the text of the mail begins with. */
const jsonIn = (mail: Mail): JsonObject | undefined => {
  const { root, parts } = mail;
  if (root.type === 'application/json') return objectIn(Buffer.from(root.body, 'latin1').toString('utf8'));
  const attached = parts.find((p) => p.type === 'application/json');
  const text = attached ? decodeUtf8(content(attached, mail.budget.text * 4)) : mail.text();
  if (!/^\s{0,100}\{/.test(text)) return undefined;
  // Sendmail breaks a line longer than 998 characters by "!", a line end and a space; others by a line end alone.
  return objectIn(text) ?? objectIn(text.replaceAll('!\n ', '')) ?? objectIn(unbroken(text));
};

/** What SES says, out of the envelope that SNS puts around it (unless raw delivery was asked for). */
const notificationIn = (found: JsonObject): JsonObject | undefined => {
  const inner = textOf(found, 'Message');
  return inner === undefined ? found : objectIn(inner);
};

const complaintOf = (complaint: JsonObject, about: JsonObject) => {
  const fields: ReportFields = {
    feedbackType: fieldOf(complaint, 'complaintFeedbackType')?.trim().toLowerCase() ?? 'abuse',
  };
  const userAgent = fieldOf(complaint, 'userAgent');
  if (userAgent !== undefined) fields.userAgent = userAgent;
  const at = parseDate(textOf(complaint, 'arrivalDate') ?? textOf(complaint, 'timestamp') ?? '');
  if (at !== undefined) fields.arrivalDate = toRfc3339(at);
  const source = addressIn(textOf(about, 'source') ?? '');
  if (source !== undefined) fields.originalMailFrom = source;
  const ip = ipIn(textOf(about, 'sourceIp') ?? '');
  if (ip !== undefined) fields.sourceIp = ip;
  const recipients = listOf(complaint, 'complainedRecipients')
    .filter(isObject)
    .map((r) => addressIn(textOf(r, 'emailAddress') ?? ''))
    .filter((address): address is string => address !== undefined && address !== '');
  // Several "may have complained": who did is unknown, and nobody is to be suppressed for it (domain rules, B4).
  const [only, ...others] = recipients;
  const known = only !== undefined && others.length === 0;
  if (known) fields.originalRcptTo = [only];
  const original = originalOf(about);
  const messageId = fieldOf(about, 'messageId');
  if (!first(original.headers, 'message-id') && messageId !== undefined) fields.originalMessageId = messageId;
  return {
    kind: kindOf(fields.feedbackType ?? 'abuse'),
    channel: 'feedback-loop' as const,
    fields,
    ...(original.headers.size > 0 ? { original } : {}),
    recipients: known ? toRecipients([only]) : [],
    complaints: 1,
  };
};

/** What SES says of the message's own headers when it was not told to send them all. */
const COMMON = [
  ['from', 'from'],
  ['to', 'to'],
  ['subject', 'subject'],
  ['date', 'date'],
  ['message-id', 'messageId'],
] as const;

const originalOf = (about: JsonObject): Part => {
  const headers = new Map<string, string[]>();
  for (const header of listOf(about, 'headers').slice(0, 200)) {
    if (!isObject(header)) continue;
    const name = fieldOf(header, 'name')?.toLowerCase();
    const value = fieldOf(header, 'value');
    if (name === undefined || value === undefined) continue;
    const known = headers.get(name);
    if (known) known.push(value);
    else headers.set(name, [value]);
  }
  const common = objectOf(about, 'commonHeaders');
  for (const [name, key] of COMMON) {
    const value = fieldOf(common, key) ?? listOf(common, key).find((one) => typeof one === 'string');
    if (!headers.has(name) && typeof value === 'string')
      headers.set(name, [Buffer.from(value.slice(0, DEFAULT_BUDGET.field), 'utf8').toString('latin1')]);
  }
  return { headers, type: 'text/plain', params: new Map(), body: '', parts: [] };
};
