import { readHeaders } from '../mime/headers';
import type { Part } from '../mime/message';
import type { Mail } from './reader';

/** Header names as mail programs translate them when they forward (English, Dutch, German, French, Romanian). */
const NAMES = new Map(Object.entries({
  from: 'from', van: 'from', von: 'from', de: 'from', 'de la': 'from',
  to: 'to', aan: 'to', an: 'to', à: 'to', către: 'to', pentru: 'to', catre: 'to',
  cc: 'cc',
  subject: 'subject', onderwerp: 'subject', betreff: 'subject', objet: 'subject', subiect: 'subject',
  date: 'date', sent: 'date', datum: 'date', verzonden: 'date', verstuurd: 'date', gesendet: 'date',
  envoyé: 'date', trimis: 'date', data: 'date', dată: 'date',
})); // prettier-ignore

/** What stands above a message that was forwarded or quoted whole: Gmail, Outlook, Apple Mail, Thunderbird and old
 *  mailers, in five languages. Each is looked for at the beginning of a line. */
const HEADINGS =
  /^[>\s]{0,10}(?:-{3,40}\s{0,3}(?:forwarded message|original message|doorgestuurd bericht|oorspronkelijk bericht|weitergeleitete nachricht|ursprüngliche nachricht|message transféré|message d['’]origine|mesaj redirec[tț]ionat|mesaj original|the forwarded message follows)\s{0,3}-{0,40}|begin (?:forwarded message|doorgestuurd bericht)\s?:|anfang der weitergeleiteten nachricht\s?:|début du message (?:réexpédié|transféré)\s?:|începutul mesajului redirec[tț]ionat\s?:|_{20,80})\s{0,5}$/im;

/** A message that stands in a text, below a heading or as pasted source: its header lines, as far as they are there.
 *  Undefined when nothing there looks like one. */
export const pastedMessage = (text: string, mail: Mail): Part | undefined => {
  const heading = HEADINGS.exec(text);
  if (heading) {
    const behind = unquoted(text.slice(heading.index + heading[0].length)).replace(/^\s{1,200}/, '');
    const found = translated(behind, mail) ?? source(behind, mail);
    if (found) return found;
  }
  const start = sourceStart(text);
  return start < 0 ? undefined : source(unquoted(text.slice(start)), mail);
};

/** Where pasted source begins: a header line that people do not write, with another right below it. */
const sourceStart = (text: string): number => {
  const found =
    /^[> ]{0,6}(?:received|return-path|delivered-to|x-apparently-to|dkim-signature|arc-seal)[ ]?:[^\n]{3,}\n[> ]{0,6}(?:[ \t]|[\w-]{2,60}:)/im.exec(
      text,
    );
  return found ? found.index : -1;
};

const unquoted = (text: string): string => text.replace(/^(?:> ?){1,5}/gm, '');

const binary = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

export const source = (text: string, mail: Mail): Part | undefined => {
  const bytes = binary(text.trimStart());
  const { fields, end } = readHeaders(bytes, 0, mail.budget, mail.problems);
  const enough = ['from', 'date', 'message-id', 'received', 'subject'].filter((name) => fields.has(name));
  if (enough.length < 2) return undefined;
  return {
    headers: fields,
    type: 'text/plain',
    params: new Map(),
    body: bytes.slice(end),
    parts: [],
  };
};

/** The few headers a forwarding program shows, in its user's language: `Van: …`, `*Von:* …`. */
const translated = (text: string, mail: Mail): Part | undefined => {
  const fields = new Map<string, string[]>();
  const lines = text.split('\n', 15);
  let at = 0;
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = colon < 0 ? '' : line.slice(0, colon).replaceAll('*', '').trim().toLowerCase();
    const known =
      NAMES.get(name) ?? (/^(?:message-id|reply-to|return-path|feedback-id)$/.test(name) ? name : undefined);
    if (known === undefined && line.trim() === '' && fields.size > 0) break;
    if (known === undefined && name === '' && fields.size === 0 && line.trim() !== '') return undefined;
    if (known !== undefined && !fields.has(known)) {
      const value = line
        .slice(colon + 1)
        .replace(/^[* ]{1,5}/, '')
        .trim();
      fields.set(known, [binary(value.slice(0, mail.budget.field))]);
    }
    at += line.length + 1;
  }
  if (!fields.has('from') || (!fields.has('subject') && !fields.has('date'))) return undefined;
  return { headers: fields, type: 'text/plain', params: new Map(), body: binary(text.slice(at)), parts: [] };
};
