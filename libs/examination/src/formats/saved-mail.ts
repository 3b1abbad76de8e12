import { DEFAULT_BUDGET, Problems, type Budget } from '../mime/budget';
import { decodeWords, type Binary } from '../mime/decode';
import { first } from '../mime/headers';
import { unixText } from '../mime/lines';
import { content, openMessage, type Part } from '../mime/message';

/** Of a message within a message, less is looked at. What is wrong in there is not the report's fault. */
export const WITHIN: Budget = { ...DEFAULT_BUDGET, parts: 20, depth: 3 };

/** The messages in a part that holds saved mail: web mailers attach one under a type that says nothing; its name does. A
 *  text file is one when a sender or identifier stands at its head; a mailbox file holds several. */
export const savedMails = (part: Part, budget: Budget): readonly Part[] => {
  if (part.type.startsWith('multipart/') || part.message || !isSaved(part)) return NONE;
  let found = opened.get(part);
  if (found === undefined) opened.set(part, (found = open(part, budget)));
  return found;
};

/** The first of them. */
export const savedMail = (part: Part, budget: Budget): Part | undefined => savedMails(part, budget)[0];

/** Several readers ask for the same part, and each would decode megabytes anew. */
const opened = new WeakMap<Part, readonly Part[]>();
const NONE: readonly Part[] = [];

const open = (part: Part, budget: Budget): readonly Part[] => {
  const found: Part[] = [];
  for (const text of mailsOf(content(part, budget.decoded), budget)) {
    const saved = openMessage(Buffer.from(text, 'latin1'), WITHIN, new Problems());
    const telling = ['from', 'message-id', 'received'].filter((name) => saved.headers.has(name));
    if (telling.length > (part.type === 'text/plain' ? 1 : 0)) found.push(saved);
  }
  return found;
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

const isSaved = (part: Part): boolean =>
  TYPES.has(part.type) || /\.(?:eml|mbox|txt)(?:["'\s;]|$)/i.test(fileName(part));

/** As its sender named it, in whichever of the ways (RFC 2183, 2231, 2047); for looking into, not for showing. */
export const fileName = ({ params, headers }: Part): string => {
  const type = params.get('name') ?? params.get('name*') ?? '';
  const disposition = first(headers, 'content-disposition') ?? '';
  return decodeWords(`${type} ${disposition}`.slice(0, 1_000)).replace(/%21/g, '!');
};
