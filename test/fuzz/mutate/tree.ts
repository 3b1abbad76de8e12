import type { Dice } from '../dice';
import { TYPES } from './nasty';
import { bodyOf, linesOf, repeated, replaced, type Binary, type Mutation } from './text';

/** The MIME tree: boundaries missing, doubled, nested; parts of the wrong type, encoded and cut short. */
const onMarks =
  (change: (mark: string, dice: Dice) => string): Mutation =>
  (text, dice) => {
    const lines = linesOf(text);
    const marks = lines.flatMap((line, i) => (line.startsWith('--') && line.length < 200 ? [i] : []));
    if (marks.length === 0) return text;
    const at = dice.pick(marks);
    lines[at] = change(lines[at]!, dice);
    return lines.join('');
  };

const deep = (open: (i: number) => string, depth: number): string => {
  let text = '';
  for (let i = 0; i < depth; i++) text += open(i);
  return text;
};

/** The body of a part: from an empty line to the next boundary. */
const partBody = (text: Binary, dice: Dice): [number, number] => {
  const starts = [...text.slice(0, 200_000).matchAll(/\r?\n\r?\n/g)].map((m) => m.index + m[0].length);
  if (starts.length === 0) return [0, text.length];
  const from = dice.pick(starts);
  const next = text.indexOf('\n--', from);
  return [from, next < 0 ? text.length : next];
};

const base64 = (text: string): string =>
  Buffer.from(text, 'latin1').toString('base64').replace(/.{76}/g, '$&\r\n');
const quoted = (text: string): string =>
  text.replace(/[^ -<>-~\r\n]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`).replace(/[^\r\n]{72}/g, '$&=\r\n'); // prettier-ignore

/** Encodes a part and says so, or says something else, or cuts it off. */
const encode: Mutation = (text, dice) => {
  const [from, to] = partBody(text, dice);
  const [encoding, encoded] = dice.pick([
    ['base64', base64],
    ['quoted-printable', quoted],
  ] as const);
  const full = encoded(text.slice(from, Math.min(to, from + 100_000)));
  const cut = dice.chance(0.4) ? full.slice(0, dice.below(full.length + 1)) : full;
  const said = dice.chance(0.1) ? 'base64, quoted-printable' : encoding;
  const put = replaced(text, from, to, cut);
  const blank = /\r?\n\r?\n$/.exec(put.slice(0, from));
  if (!blank || dice.chance(0.1)) return put;
  return replaced(put, from - blank[0].length, from, `\r\nContent-Transfer-Encoding: ${said}\r\n\r\n`);
};

export const TREE_MUTATIONS: readonly Mutation[] = [
  onMarks(() => ''),
  onMarks((mark, dice) => mark.repeat(dice.size(5_000))),
  onMarks((mark) => mark.replace(/\r?\n?$/, '--\r\n')),
  onMarks((mark) => mark.replace(/--(\r?\n?)$/, '$1')),
  onMarks((mark, dice) => mark.replace(/\r?\n?$/, dice.pick([' \r\n', 'x\r\n', '\t\n', '\r', '--x\r\n', ' '.repeat(300)]))),
  onMarks((mark, dice) => `${mark}Content-Type: ${dice.pick(TYPES)}\r\n\r\n${mark}`),
  (text, dice) => text.replace(/boundary="?[^"\r\n;]*"?/gi, (found) => dice.chance(0.5) ? found : dice.pick(['', 'boundary=', 'boundary="', 'boundary=b', `${found}; ${found}x`, `boundary="${'b'.repeat(dice.size(3_000))}"`, found.toUpperCase()])), // as they stand, or half of them
  (text, dice) => text.replace(/^Content-Type:[^\r\n]*/gim, (found) => (dice.chance(0.6) ? found : `Content-Type: ${dice.pick(TYPES)}`)),
  (text, dice) => deep((i) => `From: a@b.example\r\nContent-Type: multipart/mixed; boundary=n${i}\r\n\r\n--n${i}\r\n`, dice.size(1_000)) + text,
  (text, dice) => deep(() => `Content-Type: multipart/mixed; boundary=n\r\n\r\n--n\r\n`, dice.size(1_000)) + text,
  (text, dice) => deep((i) => `From: a@b.example\r\nSubject: Fwd: ${i}\r\nContent-Type: message/rfc822\r\n\r\n`, dice.size(1_000)) + text,
  (text, dice) => {
    const [end, body] = bodyOf(text);
    const depth = dice.size(20);
    const open = deep((i) => `Content-Type: multipart/mixed; boundary=n${i + 1}\r\n\r\n--n${i + 1}\r\n`, depth);
    const closed = Array.from({ length: depth }, (_, i) => `\r\n--n${depth - i}--\r\n`).join('');
    return `${text.slice(0, end)}\r\nContent-Type: multipart/mixed; boundary=n0\r\n\r\n--n0\r\n${open}\r\n${text.slice(body)}${closed}--n0--\r\n`;
  },
  (text, dice) => text.slice(0, dice.below(text.length + 1)),
  (text, dice) => text.slice(dice.below(Math.min(text.length, 4_000) + 1)),
  encode,
  encode,
  // A part over and over.
  (text, dice) => {
    const [from, to] = partBody(text, dice);
    const part = text.slice(Math.max(0, text.lastIndexOf('\n--', from)), to);
    return replaced(text, to, to, repeated(part, dice.size(1_500)));
  },
  // Two messages: cut together, one within the other, one behind the other.
  (text, dice, other) => text.slice(0, dice.below(text.length + 1)) + other.slice(dice.below(other.length + 1)),
  (text, dice, other) => {
    const [from, to] = partBody(text, dice);
    return replaced(text, dice.pick([from, to]), to, `\r\n${other}\r\n`);
  },
  (text, dice, other) => {
    const [a, b] = [linesOf(text), linesOf(other)];
    const [from, to] = dice.stretch(b.length, 60);
    a.splice(dice.below(a.length + 1), dice.chance(0.5) ? 0 : to - from, ...b.slice(from, to));
    return a.join('');
  },
]; // prettier-ignore
