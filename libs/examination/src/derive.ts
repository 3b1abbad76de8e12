import { addressesIn, addressIn, domainOf, isPlaceholder } from './fields/address';
import { parseDate, toRfc3339 } from './fields/date';
import { ipIn, ipWithin, isPrivate } from './fields/ip';
import { all, first, type Fields } from './mime/headers';
import type { Recipient, ReportFields } from './normalised';
import { tagValue } from './original';

/** A value and the header it came from. */
type Derived<T> = readonly [value: T, from: string] | undefined;

/** Fills in what a sparse report leaves to the headers of the original, and notes which header said it. Microsoft's
 *  reports since June 2026 say next to nothing themselves; for others, whose silence may be meant, this is not called. */
export const deriveFields = (fields: ReportFields, original: Fields): void => {
  const derivedFrom: Record<string, string> = { ...fields.derivedFrom };
  const fill = <K extends keyof ReportFields>(name: K, derived: Derived<NonNullable<ReportFields[K]>>) => {
    if (fields[name] !== undefined || !derived) return;
    fields[name] = derived[0];
    derivedFrom[name] = derived[1];
  };
  fill('sourceIp', sourceIp(original));
  fill('arrivalDate', arrivalDate(original));
  fill('originalMailFrom', mailFrom(original));
  const recipient = recipientOf(original);
  fill('originalRcptTo', recipient && [[recipient[0]], recipient[1]]);
  if (fields.reportedDomain === undefined) {
    const domain = domainOf(fields.originalMailFrom || (addressIn(first(original, 'from') ?? '') ?? ''));
    if (domain !== '') fields.reportedDomain = [domain];
  }
  if (Object.keys(derivedFrom).length > 0) fields.derivedFrom = derivedFrom;
};

/** Headers a provider writes when it delivers, surest first. */
const RECIPIENT_HEADERS = [
  'x-hmxmroriginalrecipient',
  'delivered-to',
  'x-apparently-to',
  'x-original-to',
  'envelope-to',
  'x-rcpt-to',
];

/** Whom the message was delivered to, and who says so. `To` only if it names one: it is what the sender wrote. */
export const recipientOf = (original: Fields): Derived<string> => {
  for (const name of RECIPIENT_HEADERS) {
    const address = addressIn(first(original, name) ?? '');
    if (address && !isPlaceholder(address)) return [address, name];
  }
  const [only, ...more] = all(original, 'to').flatMap(addressesIn);
  return only !== undefined && more.length === 0 && !isPlaceholder(only) ? [only, 'to'] : undefined;
};

export const toRecipients = (addresses: readonly string[]): Recipient[] =>
  addresses.map((address) => ({ address, placeholder: isPlaceholder(address) }));

const sourceIp = (original: Fields): Derived<string> => {
  for (const spf of all(original, 'received-spf')) {
    const ip = ipIn(tagValue(spf, 'client-ip') ?? '');
    if (ip !== undefined) return [ip, 'received-spf'];
  }
  for (const results of all(original, 'authentication-results')) {
    const said = results.toLowerCase().indexOf('sender ip is');
    const ip = said < 0 ? undefined : ipIn(results.slice(said + 12));
    if (ip !== undefined) return [ip, 'authentication-results'];
  }
  for (const name of ['x-sender-ip', 'x-originating-ip']) {
    const ip = ipIn(first(original, name) ?? '');
    if (ip !== undefined) return [ip, name];
  }
  const hops = all(original, 'received').slice(0, 20);
  const received = receivedFrom(hops.find(fromOutside) ?? hops[0] ?? '');
  return received === undefined ? undefined : [received, 'received'];
};

/** Whether a server took the message from somebody else's: providers hand it on among their own before and after. */
const fromOutside = (received: string): boolean => {
  const [from, by] = [FROM, BY].map((host) =>
    host.exec(received.slice(0, 2_000))?.[1]?.toLowerCase().split('.').slice(-2).join('.'),
  );
  const ip = receivedFrom(received);
  return ip !== undefined && !isPrivate(ip) && from !== by;
};

const FROM = /^from ([^\s()[\];]{1,255})/i;
const BY = /\sby ([^\s()[\];]{1,255})/i;

/** RFC 5321 section 4.4: the address stands in brackets behind `from name`. */
const receivedFrom = (received: string): string | undefined => {
  const by = received.search(/\sby\s/);
  const from = by < 0 ? received : received.slice(0, by);
  const open = from.indexOf('[');
  return (open < 0 ? undefined : ipIn(from.slice(open + 1))) ?? ipWithin(from);
};

const arrivalDate = (original: Fields): Derived<string> => {
  const received = first(original, 'received');
  const at = received === undefined ? undefined : parseDate(received.slice(received.lastIndexOf(';') + 1));
  return at === undefined ? undefined : [toRfc3339(at), 'received'];
};

const mailFrom = (original: Fields): Derived<string> => {
  const returnPath = first(original, 'return-path');
  const path = returnPath === undefined ? undefined : addressIn(returnPath);
  if (path !== undefined) return [path, 'return-path'];
  for (const spf of all(original, 'received-spf')) {
    const address = addressIn(tagValue(spf, 'envelope-from') ?? '');
    if (address) return [address, 'received-spf'];
  }
  for (const results of all(original, 'authentication-results')) {
    const address = addressIn(tagValue(results, 'smtp.mailfrom') ?? '');
    if (address) return [address, 'authentication-results'];
  }
  return undefined;
};
