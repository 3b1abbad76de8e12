import { readHeaders } from '../mime/headers';
import { content, type Part } from '../mime/message';
import { messagesIn } from './attached';
import type { Mail } from './reader';

/** The message that belongs to the feedback report of a mail, in `feedback` when it stands in a part of its own: behind it,
 *  else the last before it. */
export const originalFor = (feedback: Part | undefined, mail: Mail): Part | undefined => {
  const at = feedback ? mail.parts.indexOf(feedback) : mail.parts.length;
  return (
    messagesAmong(mail.parts.slice(at + 1), mail)[0] ??
    messagesAmong(mail.parts.slice(0, at), mail).at(-1) ??
    asText(mail)
  );
};

/** The same for each of several reports, in their order: as many messages as reports belong together one by one, whichever
 *  stands first; otherwise to each report what stands between it and the next. */
export const originalsFor = (feedback: readonly Part[], mail: Mail): readonly (Part | undefined)[] => {
  const messages = messagesAmong(mail.parts, mail);
  if (messages.length === feedback.length) return messages;
  const places = feedback.map((part) => mail.parts.indexOf(part));
  return places.map((at, n) => messagesAmong(mail.parts.slice(at + 1, places[n + 1]), mail)[0]);
};

const messagesAmong = (parts: readonly Part[], mail: Mail): readonly Part[] =>
  parts.flatMap((part) => messagesIn(part, mail));

/** Some send the headers as text/plain, in the last part. */
const asText = (mail: Mail): Part | undefined => {
  const text = mail.parts.filter((p) => p.type === 'text/plain' && p !== mail.root).at(-1);
  if (!text || mail.parts.indexOf(text) < 2) return undefined;
  const { fields, end } = readHeaders(content(text, mail.budget.decoded), 0, mail.budget, mail.problems);
  return fields.has('from') && fields.has('date')
    ? { ...text, headers: fields, body: text.body.slice(end) }
    : undefined;
};
