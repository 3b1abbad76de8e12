import { DEFAULT_BUDGET, Problems, type Budget } from '../mime/budget';
import { decodeWords } from '../mime/decode';
import { first } from '../mime/headers';
import { content, openMessage, type Part } from '../mime/message';

/** Of a message within a message, less is looked at. What is wrong in there is not the report's fault. */
export const WITHIN: Budget = { ...DEFAULT_BUDGET, parts: 20, depth: 3 };

/** The message in a part that holds a saved mail: web mailers attach one under a type that says nothing; its name does.
 *  A text file is one when a sender or identifier stands at its head. */
export const savedMail = (part: Part, budget: Budget): Part | undefined => {
  if (part.type.startsWith('multipart/') || part.message || !isSaved(part)) return undefined;
  let found = opened.get(part);
  if (found === undefined) opened.set(part, (found = open(part, budget) ?? null));
  return found ?? undefined;
};

/** Several readers ask for the same part, and each would decode megabytes anew. */
const opened = new WeakMap<Part, Part | null>();

const open = (part: Part, budget: Budget): Part | undefined => {
  const bytes = Buffer.from(content(part, budget.decoded), 'latin1');
  const saved = openMessage(bytes, WITHIN, new Problems());
  const telling = ['from', 'message-id', 'received'].filter((name) => saved.headers.has(name));
  return telling.length > (part.type === 'text/plain' ? 1 : 0) ? saved : undefined;
};

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
