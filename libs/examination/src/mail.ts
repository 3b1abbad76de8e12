import { addressesIn } from './fields/address';
import { parseDate } from './fields/date';
import type { Mail } from './formats/reader';
import type { Budget, Problems } from './mime/budget';
import { decodeCharset, decodeWords } from './mime/decode';
import { all, first } from './mime/headers';
import { unixText } from './mime/lines';
import { content, leaves, openMessage, type Part } from './mime/message';
import { plainText } from './mime/plain-text';
import type { Envelope822 } from './normalised';
import { bareId } from './original';
import { unwrapSubject, unwrapText } from './ticket-system';

/** Opens a report and prepares what readers ask of it; texts are decoded when one asks. */
export const openMail = (bytes: Uint8Array, budget: Budget, problems: Problems): Mail => {
  const root = openMessage(bytes, budget, problems);
  const header = headerOf(root);
  let text: string | undefined;
  let subject: string | undefined;
  return {
    root,
    parts: [...leaves(root)],
    header,
    budget,
    problems,
    text: () => (text ??= unwrapText(firstText(root, budget))),
    subject: () => (subject ??= unwrapSubject(header.subject ?? '')),
  };
};

const headerOf = ({ headers }: Part): Envelope822 => {
  const subject = first(headers, 'subject');
  const messageId = bareId(first(headers, 'message-id'));
  const sentAt = parseDate(first(headers, 'date') ?? '');
  return {
    from: all(headers, 'from').flatMap(addressesIn).slice(0, 10),
    fromFields: all(headers, 'from').length,
    to: all(headers, 'to').flatMap(addressesIn).slice(0, 1_000),
    cc: all(headers, 'cc').flatMap(addressesIn).slice(0, 1_000),
    ...(subject === undefined ? {} : { subject: decodeWords(subject) }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(sentAt === undefined ? {} : { sentAt }),
    automatic: isAutomatic(headers),
    list: headers.has('list-id') || headers.has('mailing-list'),
  };
};

/** RFC 3834 section 2: a message that says so, or one that answers itself. */
const isAutomatic = (headers: Part['headers']): boolean => {
  const submitted = first(headers, 'auto-submitted')?.toLowerCase() ?? 'no';
  return (
    !submitted.startsWith('no') ||
    headers.has('x-autoreply') ||
    headers.has('x-autorespond') ||
    first(headers, 'precedence')?.toLowerCase() === 'auto_reply'
  );
};

/** The first text/plain part that is no attachment, else the first text/html one stripped of its markup. */
const firstText = (root: Part, budget: Budget): string => {
  const inline = [...leaves(root)].filter(
    (part) => !part.message && !/^\s*attachment/i.test(first(part.headers, 'content-disposition') ?? ''),
  );
  const plain = inline.find((part) => part.type === 'text/plain' && part.body.trim() !== '');
  const part = plain ?? inline.find((p) => p.type === 'text/html');
  return part === undefined ? '' : textOf(part, budget);
};

/** A text part as people read it, cut at the budget. */
export const textOf = (part: Part, budget: Budget): string => {
  const decoded = decodeCharset(
    unixText(content(part, budget.text * 4)).slice(0, budget.text * 4),
    part.params.get('charset'),
  );
  return (part.type === 'text/html' ? plainText(decoded) : decoded).slice(0, budget.text);
};
