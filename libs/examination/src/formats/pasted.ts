import { readHeaders } from '../mime/headers';
import type { Part } from '../mime/message';
import { attributionIn, inlineMessages, type Inline } from './inline';
import type { Mail } from './reader';

/** The first message that stands in a text. */
export const pastedMessage = (text: string, mail: Mail): Part | undefined => pastedMessages(text, mail)[0];

/** The messages that stand in a text: as pasted source, below headings, or quoted. Of the source most is to be learnt, so
 *  that it is looked for first. None when nothing there looks like a message. */
export const pastedMessages = (text: string, mail: Mail): readonly Part[] => {
  const folded = refolded(text);
  const start = sourceStart(folded);
  const pasted = start < 0 ? undefined : source(unquoted(folded.slice(start)), mail);
  if (pasted) return [pasted];
  const found = inlineMessages(text);
  const quoted = found.length > 0 ? undefined : attributionIn(text);
  return [...found, ...(quoted ? [quoted] : [])].map((one) => shown(one, mail));
};

/** Header fields that people do not write themselves: where one stands above another field, source was pasted. */
const TELLING =
  /^(?:received|return-path|delivered-to|x-apparently-to|dkim-signature|arc-seal|message-id|mime-version|x-originating-ip|authentication-results|received-spf) ?:./i;
const FIELD = /^[a-z][\w-]{1,60} ?:/i;

/** Fields that servers write over several lines. Some programs paste those without the space that they go on with, and then
 *  they begin with a word or a tag that only they have. */
const STRUCTURED =
  /^(?:received|received-spf|dkim-signature|arc-[a-z-]{4,40}|(?:x-)?authentication-results) ?:/i;
const GOES_ON =
  /^(?:(?:by|for|id|with|via|envelope-from) |\(|[a-z]{1,10}=|(?:mon|tue|wed|thu|fri|sat|sun), \d)/i;

/** The same text with those lines indented again. */
const refolded = (text: string): string => {
  if (!/^received ?:/im.test(text)) return text;
  let structured = false;
  return text
    .split('\n')
    .map((line) => {
      if (FIELD.test(line)) structured = STRUCTURED.test(line);
      else if (structured && GOES_ON.test(line)) return ` ${line}`;
      else if (!/^[ \t]/.test(line)) structured = false;
      return line;
    })
    .join('\n');
};

/** Where pasted source begins, its first fields included; -1 when there is none. */
const sourceStart = (text: string): number => {
  let begins = -1; // of the run of fields that the line is in
  let telling = false;
  let fields = 0;
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    const line = text.slice(at, Math.min(stop, at + 200)).replace(/^(?:> ?){1,5}/, '');
    const isField = FIELD.test(line);
    if (isField) {
      if (begins < 0) begins = at;
      fields++;
      telling ||= TELLING.test(line);
      if (telling && fields > 1) return begins;
    } else if (begins < 0 || !/^[ \t]+\S/.test(line)) {
      begins = -1;
      telling = false;
      fields = 0;
    } else if (telling) return begins; // a field of several lines is none that people write
    at = stop + 1;
  }
  return -1;
};

const unquoted = (text: string): string => text.replace(/^(?:> ?){1,5}/gm, '');

const binary = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const part = (headers: Part['headers'], body: string): Part => ({
  headers,
  type: 'text/plain',
  params: new Map(),
  body,
  parts: [],
});

/** A message as its source shows it. Its sender has to be there, or enough of the rest. */
export const source = (text: string, mail: Mail): Part | undefined => {
  const bytes = binary(text.trimStart());
  const { fields, end } = readHeaders(bytes, 0, mail.budget, mail.problems);
  const enough = ['from', 'date', 'message-id', 'received', 'subject'].filter((name) => fields.has(name));
  return enough.length < 2 ? undefined : part(fields, bytes.slice(end));
};

const shown = ({ fields, body }: Inline, mail: Mail): Part =>
  part(
    new Map([...fields].map(([name, value]) => [name, [binary(value.slice(0, mail.budget.field))]])),
    binary(body),
  );
