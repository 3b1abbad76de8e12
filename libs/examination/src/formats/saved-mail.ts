import { parseParameterised } from '../mime/content-type';
import { Problems, WITHIN, type Budget } from '../mime/budget';
import { decodeWords, type Binary } from '../mime/decode';
import { first } from '../mime/headers';
import { unixText } from '../mime/lines';
import { isUuencodedIn, uudecoded } from '../mime/uuencode';
import { content, openMessage, type Part } from '../mime/message';
import { messagesInMsg } from './outlook/msg';
import type { Mail } from './reader';

/** The messages in a part that holds saved mail: web mailers attach one under a type that says nothing; its name does. A
 *  text file is one when a sender or identifier stands at its head; a mailbox file holds several. */
export const savedMails = (part: Part, mail: Pick<Mail, 'budget' | 'problems'>): readonly Part[] => {
  if (part.type.startsWith('multipart/') || part.message) return NONE;
  const kind = kindOf(part);
  if (kind === undefined) return NONE;
  let found = opened.get(part);
  if (found === undefined)
    opened.set(part, (found = kind === 'outlook' ? openOutlooks(part, mail) : open(part, mail.budget, kind)));
  return found;
};

/** The first of them. */
export const savedMail = (part: Part, mail: Pick<Mail, 'budget' | 'problems'>): Part | undefined =>
  savedMails(part, mail)[0];

/** Several readers ask for the same part, and each would decode megabytes anew. */
const opened = new WeakMap<Part, readonly Part[]>();
const NONE: readonly Part[] = [];

const open = (part: Part, budget: Budget, kind: 'mail' | 'text' | 'uuencoded'): readonly Part[] => {
  const found: Part[] = [];
  const file = content(part, budget.decoded);
  const bytes = kind === 'uuencoded' ? (uudecoded(unixText(file), budget.decoded) ?? '') : file;
  for (const text of mailsOf(bytes, budget)) {
    const saved = openMessage(Buffer.from(text, 'latin1'), WITHIN, new Problems());
    const telling = ['from', 'message-id', 'received'].filter((name) => saved.headers.has(name));
    if (telling.length > (kind === 'mail' ? 0 : 1)) found.push(saved);
  }
  return found;
};

/** Its own format holds pictures and files beside the header fields, and needs more room. */
const openOutlooks = (
  part: Part,
  { budget, problems }: Pick<Mail, 'budget' | 'problems'>,
): readonly Part[] => {
  const bytes = Buffer.from(content(part, budget.decoded * 4), 'latin1');
  const found = messagesInMsg(bytes, budget.complaints + 1);
  const read = found.length > 0 ? found : open(part, budget, 'text'); // others give their own files that name
  if (read.length === 0) problems.leave('a message saved by Outlook could not be read: it is');
  return read;
};

/** RFC 4155: each message of a mailbox file stands behind a line that begins with `From `. One more than can be reported is
 *  enough to say that there are too many. */
const mailsOf = (text: Binary, { complaints }: Budget): Binary[] => {
  if (!FROM_LINE.test(text)) return [text];
  const lines = unixText(text);
  const found: Binary[] = [];
  let begin = 0;
  for (let at = lines.indexOf('\n\nFrom '); at >= 0; at = lines.indexOf('\n\nFrom ', at + 2)) {
    if (!FROM_LINE.test(lines.slice(at + 2, at + 1_200))) continue; // a sentence may begin so
    found.push(lines.slice(begin, at + 1));
    begin = at + 2;
    if (found.length > complaints) return found;
  }
  found.push(lines.slice(begin));
  return found;
};
const FROM_LINE = /^From [^\n]{1,998}\n[A-Za-z][\w-]{1,60}:/;

const TYPES = new Set([
  'application/eml',
  'application/mbox',
  'text/eml',
  'message/eml',
  'application/x-eml',
]);

/** How sure it is that a message is in it: `text` is one when it looks like one. */
const kindOf = (part: Part): 'outlook' | 'mail' | 'text' | 'uuencoded' | undefined => {
  const name = fileName(part);
  if (part.type === 'application/vnd.ms-outlook' || /\.msg(?:["'\s;]|$)/i.test(name)) return 'outlook';
  if (TYPES.has(part.type)) return 'mail';
  if (/\.(?:eml|mbox|txt)(?:["'\s;]|$)/i.test(name)) return part.type === 'text/plain' ? 'text' : 'mail';
  if (part.type === 'text/plain' && isUuencodedIn(part.body)) return 'uuencoded';
  return part.type === 'application/octet-stream' && !/name/i.test(name) ? 'text' : undefined;
};

/** As its sender named it, in whichever of the ways (RFC 2183, 2231, 2047); for looking into, not for showing. */
export const fileName = ({ params, headers }: Part): string => {
  const type = params.get('name') ?? '';
  const disposition = (first(headers, 'content-disposition') ?? '').slice(0, 1_000);
  const inPieces = parseParameterised(disposition).params.get('filename') ?? '';
  return decodeWords(`${type} ${inPieces} ${disposition}`.slice(0, 1_000)).replace(/%21/g, '!');
};
