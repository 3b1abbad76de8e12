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
export const isHeading = (line: string): boolean => {
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

export interface Labelled {
  readonly name: string;
  readonly value: string;
}

/** `Von: x`, `*From:* x`, `De : x`, and header fields as they are. */
export const labelOf = (line: string): Labelled | undefined => {
  const colon = line.indexOf(':');
  if (colon < 1 || colon > 40) return undefined;
  const label = line.slice(0, colon).replaceAll('*', '').trim().toLowerCase();
  const name = NAMES.get(label) ?? (/^(?:message-id|return-path|feedback-id|list-[a-z-]{2,20}|x-[a-z\d-]{2,60}|sender)$/.test(label) ? label : undefined); // prettier-ignore
  if (name === undefined) return undefined;
  const value = line.slice(colon + 1).trim();
  return { name, value: stars(value) };
};
export const isLabelled = (line: string): boolean => labelOf(line) !== undefined;

/** Bold as plain text shows it. */
const stars = (value: string): string => value.replace(/^\*{1,4}/, '').replace(/\*{1,4}$/, '').trim(); // prettier-ignore

/** Yahoo writes a forward's heading and its fields on one line, nothing between a value and the next label: `----- Forwarded
 *  Message ----- From: Shop <a@b>To: jan@cSent: Tuesday …GMT+1Subject: Spring`. Each on a line of its own; any other line as
 *  it stands. */
export const unglued = (line: string): string[] => {
  const heading = /^-{3,20} ?[^-]{3,60}-{3,20}(?= ?\S)/.exec(line)?.[0];
  if (heading === undefined || !isHeading(heading)) return [line];
  const lines = [heading];
  let begin = heading.length;
  for (const { 0: label, index } of line.slice(0, 2_000).matchAll(GLUED)) {
    if (index <= begin) continue;
    // Short ones are found within other words: they stand behind the address before them, or first.
    const before = line.slice(begin, index).trim();
    if (before !== '' && label.length < 5 && !before.endsWith('>')) continue;
    if (before !== '') lines.push(before);
    begin = index;
  }
  lines.push(line.slice(begin).trim());
  return lines;
};

const GLUED = new RegExp(
  `(?:${[...NAMES.keys()]
    .filter((name) => /^\p{L}+$/u.test(name))
    .map((name) => name[0]!.toUpperCase() + name.slice(1))
    .sort((a, b) => b.length - a.length)
    .join('|')})[ \u00a0]?:`,
  'g',
);
