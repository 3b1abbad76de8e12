import { toRecipients } from '../derive';
import { addressIn, isWithin, domainOf } from '../fields/address';
import { parseDate, toRfc3339 } from '../fields/date';
import { ipIn } from '../fields/ip';
import { first } from '../mime/headers';
import type { Part } from '../mime/message';
import type { ReportFields } from '../normalised';
import { objectIn, type JsonObject, isObject, listOf, textOf } from './json';
import type { FormatReader, Mail } from './reader';

/** Amazon SES by SNS: JSON in a mail (or the body of a call), its long line broken by mail servers on the way. */
export const ses: FormatReader = {
  format: 'ses',
  read(mail) {
    if (!looksLikeSns(mail)) return undefined;
    const notification = notificationIn(mail);
    if (!notification) return undefined;
    const type = textOf(notification, 'notificationType') ?? textOf(notification, 'eventType');
    const complaint = notification['complaint'];
    if (type !== 'Complaint' || !isObject(complaint)) {
      if (type === undefined) return undefined;
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

const looksLikeSns = (mail: Mail): boolean =>
  mail.root.headers.has('x-amz-sns-message-id') ||
  mail.header.from.some((address) => isWithin(domainOf(address), 'sns.amazonaws.com')) ||
  mail.root.type === 'application/json';

const notificationIn = (mail: Mail): JsonObject | undefined => {
  const text =
    mail.root.type === 'application/json'
      ? Buffer.from(mail.root.body, 'latin1').toString('utf8')
      : mail.text();
  // Sendmail breaks a line longer than 998 characters by "!", a line end and a space.
  const found = objectIn(text) ?? objectIn(text.replaceAll('!\n ', ''));
  const inner = found && textOf(found, 'Message'); // the envelope that SNS puts around it over HTTP
  return inner === undefined ? found : objectIn(inner);
};

const complaintOf = (complaint: JsonObject, about: JsonObject) => {
  const fields: ReportFields = {
    feedbackType: textOf(complaint, 'complaintFeedbackType')?.toLowerCase() ?? 'abuse',
  };
  const userAgent = textOf(complaint, 'userAgent');
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
  const messageId = textOf(about, 'messageId');
  if (!first(original.headers, 'message-id') && messageId !== undefined) fields.originalMessageId = messageId;
  return {
    kind: 'complaint' as const,
    channel: 'feedback-loop' as const,
    fields,
    ...(original.headers.size > 0 ? { original } : {}),
    recipients: known ? toRecipients([only]) : [],
    complaints: 1,
  };
};

const originalOf = (about: JsonObject): Part => {
  const headers = new Map<string, string[]>();
  for (const header of listOf(about, 'headers').slice(0, 200)) {
    if (!isObject(header)) continue;
    const name = textOf(header, 'name')?.toLowerCase();
    const value = textOf(header, 'value')?.slice(0, 8_192);
    if (name === undefined || value === undefined) continue;
    const known = headers.get(name);
    if (known) known.push(value);
    else headers.set(name, [value]);
  }
  return { headers, type: 'text/plain', params: new Map(), body: '', parts: [] };
};
