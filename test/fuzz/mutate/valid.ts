import type { Dice } from '../dice';
import { bodyOf, fieldsOf, replaced, type Binary, type Mutation } from './text';

const added = (text: Binary, dice: Dice): string => {
  const name = `X-${dice.pick(['A', 'Spam-Status', 'b', 'Long-Name-Of-A-Field', '9'])}`;
  const words = Array.from({ length: dice.size(30) }, () =>
    dice.pick([
      'a',
      'b;',
      'c=d',
      '"e"',
      '(f)',
      '<g@h.example>',
      '=?utf-8?q?i=C3=A9?=',
      ':',
      '--',
      'k,',
      '\\',
    ]),
  );
  return `${name}:${dice.pick([' ', '', '  '])}${words.join(dice.pick([' ', '  ', '\r\n ', '\r\n\t', ' \r\n ']))}${text.includes('\r\n') ? '\r\n' : '\n'}`;
};

/** A header field of the message itself, not of what it holds. */
const topField = (text: Binary, dice: Dice) => {
  const [end] = bodyOf(text);
  const places = fieldsOf(text.slice(0, end)).filter(({ name }) => !/^(content-|mime)/i.test(name));
  return places.length === 0 ? undefined : dice.pick(places);
};

const onTop =
  (change: (field: string, dice: Dice, name: string) => string): Mutation =>
  (text, dice) => {
    const place = topField(text, dice);
    return place
      ? replaced(text, place.from, place.to, change(text.slice(place.from, place.to), dice, place.name))
      : text;
  };

const wrapped = (text: Binary, parts: (body: Binary, mark: string) => string): Binary => {
  const [end, body] = bodyOf(text);
  const content = fieldsOf(text.slice(0, end)).filter(({ name }) => /^content-/i.test(name));
  const taken = content.map(({ from, to }) => text.slice(from, to).replace(/\r?\n?$/, '\r\n')).join('');
  const head = content.reduceRight((head, { from, to }) => replaced(head, from, to, ''), text.slice(0, end));
  let length = text.length;
  while (text.includes(`=_w${length}`)) length++; // a boundary within a part of its own name ends the outer one
  const mark = `=_w${length}`;
  return `${head.replace(/\r?\n$/, '')}\r\nContent-Type: multipart/mixed; boundary="${mark}"\r\n\r\n${parts(`${taken}\r\n${text.slice(body)}`, mark)}`;
};

/** What leaves a mail a mail that the standards allow: two readers must find the same in it. */
export const VALID_MUTATIONS: readonly Mutation[] = [
  (text, dice) => added(text, dice) + text,
  (text, dice) => added(text, dice) + text,
  onTop((field) => field.replace(/\r?\n?$/, '\r\n').repeat(2)),
  onTop((field, dice, name) => (dice.chance(0.5) ? name.toUpperCase() : name.toLowerCase()) + field.slice(name.length)), // prettier-ignore
  onTop((field, dice) => field.replace(/(?<=\S) (?=\S)/g, () => (dice.chance(0.5) ? ' ' : '\r\n '))),
  (text) => text.replace(/\r\n/g, '\n'),
  (text) => text.replace(/\r?\n/g, '\r\n'),
  (text) => wrapped(text, (part, mark) => `A preamble.\r\n--${mark}\r\n${part}\r\n--${mark}--\r\nAn epilogue.\r\n`), // prettier-ignore
  (text) => wrapped(text, (part, mark) => `--${mark}\r\nContent-Type: text/plain\r\n\r\nA note.\r\n--${mark} \r\n${part}\r\n--${mark}--\r\n`), // prettier-ignore
  (text, dice, other) => wrapped(text, (part, mark) => other.includes(mark) ? `--${mark}\r\n${part}\r\n--${mark}--` : `--${mark}\r\n${part}\r\n--${mark}\r\nContent-Type: message/rfc822\r\n\r\n${other}\r\n--${mark}--\r\n`), // prettier-ignore
];
