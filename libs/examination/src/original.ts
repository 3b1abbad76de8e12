import { contentFindings } from './content-checks';
import { addressIn } from './fields/address';
import { parseDate } from './fields/date';
import { parseParameterised } from './mime/content-type';
import { decodeUtf8 } from './mime/decode';
import { all, first, last } from './mime/headers';
import { Problems, WITHIN } from './mime/budget';
import { expand, leaves, type Part } from './mime/message';
import type { OriginalMessage } from './normalised';

/** What the reported message says of itself, for tracing. Nothing is decided here: a header is what anybody wrote. */
export const originalMessage = (part: Part): OriginalMessage => {
  const { headers } = part;
  const sentAt = parseDate(decodeUtf8(first(headers, 'date') ?? ''));
  const messageId = bareId(last(headers, 'message-id'));
  return {
    headers,
    ...(messageId === undefined ? {} : { messageId }),
    innerMessageIds: innerIds(part),
    ...(sentAt === undefined ? {} : { sentAt }),
    signatures: all(headers, 'dkim-signature')
      .slice(0, 10)
      .map(signatureOf)
      .filter((s) => s.domain !== ''),
    returnPaths: returnPaths(part),
    feedbackIds: all(headers, 'feedback-id'),
    cfblFeedbackIds: all(headers, 'cfbl-feedback-id')
      .map((value) => value.replace(/\s{1,1000}/g, '')) // folded in the middle of an identifier
      .filter((value) => value !== '')
      .slice(0, 10),
    findings: contentFindings(part),
  };
};

/** Whether a part that should hold a message does: some providers put `REDACTED` there, or nothing. */
export const isMessage = (part: Part): boolean => part.headers.size > 0;

/** Without angle brackets and surrounding space; some mailers write none. */
export const bareId = (value: string | undefined): string | undefined => {
  const id = value?.trim().replace(/^<{1,64}|>{1,64}$/g, '');
  return id === undefined || id === '' || id.length > 998 ? undefined : id;
};

const signatureOf = (value: string): { domain: string; selector: string } => {
  const tags = parseParameterised(`;${value}`).params;
  return { domain: (tags.get('d') ?? '').toLowerCase(), selector: tags.get('s') ?? '' };
};

/** Only looked for where there is something: most messages hold no other. */
const innerIds = (part: Part): string[] => {
  const found: string[] = [];
  let at: Part | undefined = part;
  for (let depth = 0; at && depth < 4 && /message\/rfc822/i.test(at.body.slice(0, 200_000)); depth++) {
    const inside: Part | undefined = [...leaves(expand(at, WITHIN, new Problems()))].find(
      (p) => p.message,
    )?.message;
    const id = inside && bareId(last(inside.headers, 'message-id'));
    if (id !== undefined) found.push(id);
    at = inside;
  }
  return found;
};

/** Where it was to bounce to, by every header that tells: VERP addresses are found among them. */
const returnPaths = ({ headers }: Part): string[] => {
  const found = new Set<string>();
  const add = (text: string | undefined) => {
    const address = text === undefined ? undefined : addressIn(text);
    if (address !== undefined && address !== '' && found.size < 10) found.add(address);
  };
  all(headers, 'return-path').forEach(add);
  for (const spf of all(headers, 'received-spf')) add(tagValue(spf, 'envelope-from'));
  for (const results of all(headers, 'authentication-results')) add(tagValue(results, 'smtp.mailfrom'));
  add(first(headers, 'x-envelope-from'));
  add(first(headers, 'errors-to'));
  return [...found];
};

/** `name=value` somewhere in a header value, quoted or not. */
export const tagValue = (text: string, name: string): string | undefined => {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(`${name}=`); at >= 0; at = lower.indexOf(`${name}=`, at + 1)) {
    if (at > 0 && /[a-z0-9.-]/.test(lower[at - 1]!)) continue;
    const value = text.slice(at + name.length + 1);
    const quoted = /^"([^"]{0,400})"/.exec(value);
    return quoted ? quoted[1] : /^[^\s;)]{0,400}/.exec(value)?.[0];
  }
  return undefined;
};
