import type { Dice } from '../dice';
import { NAMES, TOKENS, valuesFor } from './nasty';
import { fieldsOf, repeated, replaced, type Binary, type Mutation, type Place } from './text';

/** Header fields, and those of reports: dropped, repeated, renamed, folded, filled with what their name makes nasty. */
const onField =
  (change: (field: string, place: Place, dice: Dice, text: Binary) => string): Mutation =>
  (text, dice) => {
    const places = fieldsOf(text);
    if (places.length === 0) return text;
    const place = dice.pick(places);
    return replaced(text, place.from, place.to, change(text.slice(place.from, place.to), place, dice, text));
  };

const valued = (name: string, value: string): string => `${name}:${value}\r\n`;
const inserted = (text: string, dice: Dice, put: string): string => {
  const at = dice.below(text.length + 1);
  return replaced(text, at, at, put);
};

const huge = (dice: Dice): string => dice.pick([...TOKENS, 'a', 'a b ', 'a@b.example, ']).repeat(dice.size(60_000)).slice(0, 200_000); // prettier-ignore

const encodedWord = (text: string, dice: Dice): string => {
  const charset = dice.pick(['utf-8', 'iso-8859-1', 'windows-1252', 'gb18030', 'iso-2022-jp', 'utf-16', 'x']);
  const word = dice.chance(0.5)
    ? `=?${charset}?B?${Buffer.from(text, 'latin1').toString('base64').slice(dice.below(4))}?=`
    : `=?${charset}?q?${text.replace(/[^A-Za-z0-9]/g, (c) => `=${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}?=`;
  return dice.chance(0.2) ? word.slice(0, -dice.size(4)) : word;
};

const otherCase = (text: string, dice: Dice): string =>
  dice.chance(0.5) ? text.toLowerCase() : text.toUpperCase();

export const FIELD_MUTATIONS: readonly Mutation[] = [
  onField(() => ''),
  onField((field, _, dice) => repeated(field, dice.size(3_000))),
  onField((field, { name }, dice) => otherCase(name, dice) + field.slice(name.length)),
  onField((field, { name }, dice) => dice.pick(NAMES) + field.slice(name.length)),
  onField((_, { name }, dice) => valued(name, ` ${dice.pick(valuesFor(name))}`)),
  onField((_, { name }, dice) => valued(name, ` ${dice.pick(valuesFor(name))}`)),
  onField((_, { name }, dice) => valued(name, ` ${dice.pick(valuesFor(dice.pick(NAMES)))}`)),
  onField((field, _, dice) => field + valued(dice.pick(NAMES), ` ${dice.pick(valuesFor(dice.pick(NAMES)))}`)),
  onField((_, { name }, dice) => valued(name, huge(dice))),
  onField((_, { name }) => valued(name, '')),
  onField((field, _, dice) => inserted(field, dice, dice.pick(['\r\n ', '\n\t', '\r\n \r\n ', '\r ', '\r\n  \t ']))),
  onField((field, _, dice) => inserted(field, dice, dice.pick(TOKENS))),
  onField((field, _, dice) => inserted(field, dice, dice.noise(dice.size(40)))),
  onField((field, { name, from, value, to }, dice, text) => dice.chance(0.5)
    ? field.replace(':', dice.pick(['', ' :', '::', '\t:', '\xef\xbc\x9a']))
    : valued(name, ` ${encodedWord(text.slice(value, to).trim(), dice)}${from % 2 ? ' ' : ''}`)),
  // The value of one under the name of another, and one block among the lines of another.
  (text, dice) => {
    const places = fieldsOf(text);
    if (places.length < 2) return text;
    const [from, to] = [dice.pick(places), dice.pick(places)];
    return replaced(text, to.value, to.to, text.slice(from.value, from.to));
  },
  (text, dice) => {
    const places = fieldsOf(text);
    if (places.length < 2) return text;
    const [from, to] = [dice.pick(places), dice.pick(places)];
    return replaced(text, to.from, to.from, text.slice(from.from, from.to));
  },
]; // prettier-ignore
