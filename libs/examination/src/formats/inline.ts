import { addressIn } from '../fields/address';
import { parseDate } from '../fields/date';

/** A message as a mail program shows it inside another one: the few header fields it names, in English, and its text. */
export interface Inline {
  readonly fields: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Header names as mail programs translate them when they forward: English, Dutch, German, French, Romanian, Italian,
 *  Spanish, Portuguese, Polish, Swedish, Danish, Norwegian, Russian. */
const NAMES = new Map(Object.entries({
  from: 'from', van: 'from', von: 'from', de: 'from', 'de la': 'from', expéditeur: 'from', absender: 'from',
  afzender: 'from', expeditor: 'from',
  to: 'to', aan: 'to', an: 'to', à: 'to', a: 'to', pour: 'to', către: 'to', catre: 'to', pentru: 'to', empfänger: 'to',
  destinataire: 'to', ontvanger: 'to',
  cc: 'cc', kopie: 'cc', 'copie à': 'cc', bcc: 'bcc', cci: 'bcc',
  subject: 'subject', onderwerp: 'subject', betreff: 'subject', objet: 'subject', sujet: 'subject', subiect: 'subject',
  date: 'date', sent: 'date', datum: 'date', verzonden: 'date', verstuurd: 'date', gesendet: 'date', envoyé: 'date',
  'envoyé le': 'date', trimis: 'date', data: 'date', dată: 'date', received: 'received', ontvangen: 'other',
  'reply-to': 'reply-to', 'reply to': 'reply-to', 'antwoord aan': 'reply-to', 'antwort an': 'reply-to',
  'répondre à': 'reply-to', 'răspuns către': 'reply-to', importance: 'other', belang: 'other', urgentie: 'other',
  wichtigkeit: 'other', priority: 'other', attachments: 'other', bijlagen: 'other', anlagen: 'other',
  'pièces jointes': 'other', categories: 'other', 'antw. aan': 'reply-to',
  da: 'from', mittente: 'from', od: 'from', nadawca: 'from', från: 'from', fra: 'from', 'от кого': 'from', от: 'from',
  para: 'to', destinatario: 'to', do: 'to', adresat: 'to', till: 'to', til: 'to', кому: 'to',
  oggetto: 'subject', asunto: 'subject', assunto: 'subject', temat: 'subject', ämne: 'subject', emne: 'subject', тема: 'subject',
  inviato: 'date', fecha: 'date', enviado: 'date', 'enviado el': 'date', 'enviada em': 'date', 'enviado em': 'date',
  wysłano: 'date', skickat: 'date', sendt: 'date', dato: 'date', дата: 'date', отправлено: 'date',
  'rispondi a': 'reply-to', 'responder a': 'reply-to',
})); // prettier-ignore

/** A line above a message that was forwarded whole, without the quotes before it: `---------- Forwarded message ---------`,
 *  `Begin doorgestuurd bericht:`, a row of underscores. */
const isHeading = (line: string): boolean => {
  if (line.length > 120) return false;
  if (/^_{20,80}$/.test(line)) return true;
  const words = line.replace(/^[-\s*]{1,80}/, '').replace(/[-\s*:]{1,80}$/, '').toLowerCase(); // prettier-ignore
  return (line.startsWith('-') || line.endsWith(':')) && HEADINGS.has(words);
};
const HEADINGS = new Set([
  'forwarded message', 'original message', 'begin forwarded message', 'original mail', 'forwarded mail',
  'doorgestuurd bericht', 'oorspronkelijk bericht', 'begin doorgestuurd bericht', 'origineel bericht',
  'weitergeleitete nachricht', 'ursprüngliche nachricht', 'anfang der weitergeleiteten nachricht', 'originalnachricht',
  'message transféré', 'message transmis', "message d'origine", 'message d’origine', 'message original',
  'début du message réexpédié', 'début du message transféré',
  'mesaj redirecționat', 'mesaj redirecţionat', 'mesaj înaintat', 'mesaj original', 'mesaj reexpediat',
  'începutul mesajului redirecționat', 'începutul mesajului redirecţionat', 'începutul mesajului reexpediat',
  'the forwarded message follows',
  'messaggio inoltrato', 'messaggio originale', 'inizio messaggio inoltrato',
  'mensaje reenviado', 'mensaje original', 'inicio del mensaje reenviado',
  'mensagem encaminhada', 'mensagem reencaminhada', 'mensagem original', 'início da mensagem encaminhada',
  'przekazana wiadomość', 'wiadomość oryginalna', 'vidarebefordrat meddelande', 'ursprungligt meddelande',
  'videresendt meddelelse', 'oprindelig meddelelse', 'videresendt melding', 'opprinnelig melding', 'пересылаемое сообщение',
]); // prettier-ignore

/** Lines of a text that are looked at: a complaint stands near its beginning. */
const LINES = 2_000;

/** The innermost message that was forwarded or quoted whole in a text: below a heading, or below a block of the header
 *  fields that a heading would have announced. */
export const inlineMessage = (text: string): Inline | undefined => {
  const lines = text.split('\n', LINES).map(unquoted);
  let found: Inline | undefined;
  let announced = -10;
  for (let at = 0; at < lines.length; at++) {
    if (isHeading(lines[at]!)) announced = at;
    else if (found === undefined || announced > 0) {
      const block = isLabelled(lines[at]!) ? blockAt(lines, at) : undefined;
      if (!block || !isEnough(block.fields, at - announced <= 3)) continue;
      found = { fields: block.fields, body: lines.slice(block.end).join('\n') };
      at = block.end;
      announced = -10; // what stands below without a heading is the message's own
    }
  }
  return found;
};

const isEnough = (fields: ReadonlyMap<string, string>, announced: boolean): boolean => {
  const has = (name: string) => fields.has(name);
  if (!has('from')) return false;
  return announced ? has('subject') || has('date') : [has('subject'), has('date'), has('to')].filter(Boolean).length >= 2;
}; // prettier-ignore

const unquoted = (line: string): string => line.slice(0, 4_000).replace(/^(?: ?> ?){1,5}/, '').trim(); // prettier-ignore

interface Labelled {
  readonly name: string;
  readonly value: string;
}

/** `Von: x`, `*From:* x`, `De : x`, and header fields as they are. */
const labelOf = (line: string): Labelled | undefined => {
  const colon = line.indexOf(':');
  if (colon < 1 || colon > 40) return undefined;
  const label = line.slice(0, colon).replaceAll('*', '').trim().toLowerCase();
  const name = NAMES.get(label) ?? (/^(?:message-id|return-path|feedback-id|list-[a-z-]{2,20}|x-[a-z\d-]{2,60}|sender)$/.test(label) ? label : undefined); // prettier-ignore
  if (name === undefined) return undefined;
  const value = line.slice(colon + 1).trim();
  return { name, value: stars(value) };
};
const isLabelled = (line: string): boolean => labelOf(line) !== undefined;

/** Bold as plain text shows it. */
const stars = (value: string): string => value.replace(/^\*{1,4}/, '').replace(/\*{1,4}$/, '').trim(); // prettier-ignore

/** The labelled lines from `start`, with what was wrapped onto lines of its own between them. */
const blockAt = (lines: readonly string[], start: number): { fields: Map<string, string>; end: number } => {
  const fields = new Map<string, string>();
  let last: string | undefined;
  let at = start;
  for (; at < Math.min(lines.length, start + 60); at++) {
    const line = lines[at]!;
    if (line === '') {
      if (goesOnBehind(lines[at + 1], fields)) continue;
      break;
    }
    const labelled = labelOf(line);
    if (labelled) {
      const { name, value } = labelled;
      last = fields.has(name) ? undefined : name;
      if (last !== undefined) fields.set(name, value);
    } else if (last !== undefined && (fields.get(last) === '' || goesOn(lines, at)))
      fields.set(last, `${fields.get(last)!} ${line}`.trim());
    else break;
  }
  return { fields, end: at };
};

/** Mail in HTML has empty lines between its fields, as text: one, and then a field that was not there yet. */
const goesOnBehind = (line: string | undefined, fields: ReadonlyMap<string, string>): boolean => {
  const next = labelOf(line ?? '')?.name;
  return next !== undefined && next !== 'other' && !fields.has(next);
};

/** Whether a line without a label belongs to the field before it: a labelled one follows soon, with no empty one between. */
const goesOn = (lines: readonly string[], at: number): boolean =>
  [1, 2, 3].some(
    (more) =>
      isLabelled(lines[at + more] ?? '') && lines.slice(at, at + more).every((between) => between !== ''),
  );

const WROTE =
  /(?:\bwrote|\bschreef\b.{0,300}|\bgeschreven|\bschrieb\b.{0,300}|(?:^|\s)a écrit|(?:^|\s)a scris|\bwrites|\bhat .{0,300}geschrieben|\bha scritto|\bescribió|\bescreveu\b.{0,300}|\bnapisał(?:\(a\)|a)?|\bskrev\b.{0,300})\s?:$/i;

/** What stands above a message that a reply quotes: `On <date>, <who> wrote:`, on one line or two. Whose address is not
 *  told is of no use. */
export const attributionIn = (text: string): Inline | undefined => {
  const lines = text.split('\n', LINES).map(unquoted);
  for (let at = 0; at < lines.length; at++) {
    if (!lines[at]!.endsWith(':')) continue;
    const found = [at, at - 1, at - 2].flatMap((from) =>
      from < 0 ? [] : wrote(lines.slice(from, at + 1).join(' ')),
    );
    const [best] = [...found.filter((fields) => fields.has('date')), ...found];
    if (best) return { fields: best, body: lines.slice(at + 1).join('\n') };
  }
  return undefined;
};

/** Who is said to have written, and when, if the line says so: a wrapped one does when its beginning is before it. */
const wrote = (line: string): Map<string, string>[] => {
  const sender = line.length > 400 || !WROTE.test(line) ? undefined : senderIn(line);
  if (sender === undefined) return [];
  const date = parseDate(line.slice(0, 100).replace(/<[^<>]{0,100}>?/g, ' '));
  return [
    new Map([
      ['from', sender],
      ...(date === undefined ? [] : [['date', new Date(date).toUTCString()] as const]),
    ]),
  ];
};

/** `Shop <news@shop.example>`, its name as far as it stands beside it. */
const senderIn = (line: string): string | undefined => {
  const open = line.indexOf('<');
  const address = addressIn(open < 0 ? line : line.slice(open, line.indexOf('>', open) + 1));
  return address === undefined || address === '' ? undefined : `<${address}>`;
};
