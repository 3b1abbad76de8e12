import { addressesIn, addressIn } from '../fields/address';
import { parseDate, toRfc3339 } from '../fields/date';
import { ipIn, ipWithin } from '../fields/ip';
import type { Problems } from '../mime/budget';
import { decodeUtf8 } from '../mime/decode';
import { all, first, type Fields } from '../mime/headers';
import type { ReportFields } from '../normalised';
import { withoutComments } from '../mime/content-type';
import { bareId } from '../original';

/** Fields with a name of their own in ReportFields; the others are kept beside them, as they are. */
const KNOWN = new Set([
  'feedback-type',
  'user-agent',
  'version',
  'original-mail-from',
  'original-rcpt-to',
  'arrival-date',
  'received-date',
  'source-ip',
  'source-port',
  'reporting-mta',
  'reported-domain',
  'reported-uri',
  'original-envelope-id',
  'authentication-results',
  'incidents',
  'auth-failure',
  'dkim-domain',
  'dkim-identity',
  'dkim-selector',
  'original-message-id',
]);

/** The fields of a message/feedback-report part: RFC 5965 section 3, RFC 6591 section 3.2, RFC 6692 (Source-Port). */
export const arfFields = (
  given: Fields,
  problems: Problems,
): { fields: ReportFields; otherFields: Fields } => {
  const text = (name: string): string | undefined => {
    const value = first(given, name);
    return value === undefined || value === '' ? undefined : decodeUtf8(value);
  };
  const list = (name: string): string[] | undefined => {
    const values = all(given, name)
      .filter((value) => value !== '')
      .map(decodeUtf8);
    return values.length === 0 ? undefined : [...new Set(values)];
  };
  const number = (name: string, max: number): number | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (/^\d{1,10}$/.test(value) && Number(value) <= max) return Number(value);
    problems.add(`${name} is no number`);
    return undefined;
  };
  const date = text('arrival-date') ?? text('received-date');
  const arrival = date === undefined ? undefined : parseDate(date);
  if (date !== undefined && arrival === undefined) problems.add('Arrival-Date is no date');
  const ip = text('source-ip');
  const sourceIp = ip === undefined ? undefined : (ipIn(ip) ?? ipWithin(ip));
  if (ip !== undefined && sourceIp === undefined) problems.add('Source-IP is no IP address');
  const mailFrom = text('original-mail-from');

  const fields: ReportFields = withoutAbsent({
    feedbackType: feedbackType(text('feedback-type')),
    userAgent: text('user-agent'),
    version: text('version'),
    originalMailFrom: mailFrom === undefined ? undefined : addressIn(mailFrom),
    originalRcptTo: recipients(given),
    sourceIp,
    sourcePort: number('source-port', 65_535),
    arrivalDate: arrival === undefined ? undefined : toRfc3339(arrival),
    reportingMta: text('reporting-mta')?.replace(/^[a-z0-9-]{1,20}[ ]?;\s*/i, ''), // RFC 5965: as in a DSN, `dns; name`
    reportedDomain: list('reported-domain'),
    reportedUri: list('reported-uri'),
    originalEnvelopeId: text('original-envelope-id'),
    authenticationResults: list('authentication-results'),
    incidents: number('incidents', 4_294_967_295) ?? 1, // absent is one: RFC 5965 section 3.2
    authFailure: text('auth-failure')?.toLowerCase(),
    dkimDomain: text('dkim-domain'),
    dkimIdentity: text('dkim-identity'),
    dkimSelector: text('dkim-selector'),
    originalMessageId: bareId(text('original-message-id')),
  });
  return { fields, otherFields: new Map([...given].filter(([name]) => !KNOWN.has(name))) };
};

/** Distinct addresses, each written once; a local part may differ by case, a mailbox seldom does. */
const recipients = (given: Fields): string[] | undefined => {
  const found = new Map<string, string>();
  for (const value of all(given, 'original-rcpt-to').map(decodeUtf8)) {
    for (const address of value.includes(',') ? addressesIn(value) : [addressIn(value)])
      if (address && !found.has(address.toLowerCase())) found.set(address.toLowerCase(), address);
  }
  return found.size === 0 ? undefined : [...found.values()];
};

/** One word: comments and what ends a parameter are no part of it. */
const feedbackType = (text: string | undefined): string | undefined => {
  const word =
    text &&
    withoutComments(text.slice(0, 200))
      .replace(/[\s;,.]{1,200}$/, '')
      .toLowerCase();
  return word === '' ? undefined : word;
};

export const withoutAbsent = <T extends object>(given: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
