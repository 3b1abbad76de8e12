import { addressIn, domainOf } from '../fields/address';
import { parseDate } from '../fields/date';
import { isHeading, isLabelled, labelOf, unglued } from './forward-headings';

/** A message as a mail program shows it inside another one: the few header fields it names, in English, and its text. */
export interface Inline {
  readonly fields: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Lines of a text that are looked at: a complaint stands near its beginning. */
const LINES = 2_000;

/** The messages that were forwarded or quoted whole in a text: below a heading, or below a block of the header fields that
 *  a heading would have announced. Of one forwarded within another the innermost; of several one below the other each. */
export const inlineMessages = (text: string): readonly Inline[] => {
  const lines = text.split('\n', LINES).map(unquoted).flatMap(unglued);
  const found: { fields: Inline['fields']; from: number; to: number }[] = [];
  let announced = -10;
  for (let at = 0; at < lines.length; at++) {
    if (isHeading(lines[at]!)) announced = at;
    else if (found.length === 0 || announced > 0) {
      const block = isLabelled(lines[at]!) ? blockAt(lines, at) : undefined;
      if (!block || !isEnough(block.fields, at - announced <= 3)) continue;
      const above = found.at(-1);
      if (above && isBeside(above.fields, block.fields)) above.to = announced;
      else found.pop();
      found.push({ fields: block.fields, from: block.end, to: lines.length });
      at = block.end;
      announced = -10; // what stands below without a heading is the message's own
    }
  }
  return found.map(({ fields, from, to }) => ({ fields, body: lines.slice(from, to).join('\n') }));
};

/** Whoever got both forwards one below the other. Nobody can tell of one that does not say to whom it went; and whoever
 *  forwards something writes so in the subject, or is of the same house. */
const isBeside = (above: Inline['fields'], below: Inline['fields']): boolean => {
  const addressOf = (fields: Inline['fields'], name: string) =>
    addressIn(fields.get(name) ?? '')?.toLowerCase() ?? '';
  const to = addressOf(below, 'to');
  return (
    to !== '' &&
    to === addressOf(above, 'to') &&
    domainOf(to) !== domainOf(addressOf(above, 'from')) &&
    !/^(?:fwd?|fw|wg|doorst|tr|rv|vs|i|enc|pd)\s?:/i.test(above.get('subject') ?? '')
  );
};

const isEnough = (fields: ReadonlyMap<string, string>, announced: boolean): boolean => {
  const has = (name: string) => fields.has(name);
  if (!has('from')) return false;
  return announced ? has('subject') || has('date') : [has('subject'), has('date'), has('to')].filter(Boolean).length >= 2;
}; // prettier-ignore

const unquoted = (line: string): string => line.slice(0, 4_000).replace(/^(?: ?> ?){1,5}/, '').trim(); // prettier-ignore

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

/** `On <date>, <who> wrote:`, whoever that was, and whether or not an address is told. */
export const isAttribution = (line: string): boolean => line.length <= 600 && WROTE.test(line);

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

/** `Shop <news@shop.example>`, with its name when that stands between a time of day and the address. */
const senderIn = (line: string): string | undefined => {
  const open = line.indexOf('<');
  const address = addressIn(open < 0 ? line : line.slice(open, line.indexOf('>', open) + 1));
  if (address === undefined || address === '') return undefined;
  const name = open < 0 ? '' : (NAME.exec(line.slice(0, open))?.[1] ?? '').replaceAll('"', '').trim();
  return name === '' ? `<${address}>` : `${name} <${address}>`;
};

const NAME =
  /\d[:.h]\d{2}(?::\d{2})?(?: [AP]\.?M\.?)?(?: (?:Uhr|uur|GMT|UTC|CES?T|MES?Z|EES?T))?(?:[+-]\d{1,2}(?::?\d{2})?)? ?,? (?:schreef |heeft |schrieb |hat |escreveu |skrev |napisał )?([^<>@]{1,100})$/i;
