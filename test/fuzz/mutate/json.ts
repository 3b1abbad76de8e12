import type { Dice } from '../dice';
import { TOKENS } from './nasty';
import { replaced, type Binary, type Mutation } from './text';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
const ODD: readonly Json[] = [
  null, true, 0, -1, 1e308, 2 ** 53, '', ' ', [], {}, [[]], [null], 'a'.repeat(70_000), '\ud800', 'AAAA', 'From: a@b.example\r\n\r\nx',
  '2026-02-31T25:00:00Z', '192.0.2.300', '4.0.0', 'a@b', { content_type: 'message/rfc822', payload: '====' },
]; // prettier-ignore
const KEYS: readonly string[] = ['constructor', 'toString', 'length', 'type', 'category', 'Type', 'Message', 'evidence', 'payload', 'to', '']; // prettier-ignore

const isTree = (value: Json): value is Json[] | { [key: string]: Json } =>
  typeof value === 'object' && value !== null;

/** Some place below: its holder, and its key there. */
const placeIn = (value: Json, dice: Dice): [Json[] | { [key: string]: Json }, string] | undefined => {
  let found: [Json[] | { [key: string]: Json }, string] | undefined;
  for (let at = value; isTree(at) && Object.keys(at).length > 0 && !(found && dice.chance(0.4));) {
    const key = dice.pick(Object.keys(at));
    found = [at, key];
    at = (at as Record<string, Json>)[key]!;
  }
  return found;
};

const changed = (value: Json, dice: Dice): Json => {
  const place = placeIn(value, dice);
  if (!place) return dice.pick(ODD);
  const [holder, key] = place as [Record<string, Json>, string];
  switch (dice.below(6)) {
    case 0:
      delete holder[key];
      break;
    case 1: {
      const one = holder[key]!;
      const most = Math.ceil(200_000 / (JSON.stringify(one).length + 1)); // a copy of copies of copies grows fast
      holder[key] = Array.from({ length: Math.min(dice.size(5_000), most) }, () => one);
      break;
    }
    case 2:
      holder[dice.pick(KEYS)] = dice.pick(ODD);
      break;
    case 3:
      if (typeof holder[key] === 'string') holder[key] += dice.pick(TOKENS).repeat(dice.size(3_000));
      break;
    case 4:
      for (let n = dice.size(200); n > 0; n--) holder[key] = dice.chance(0.5) ? [holder[key]!] : { a: holder[key]! }; // prettier-ignore
      break;
    default:
      holder[key] = dice.pick(ODD);
  }
  return value;
};

/** Where JSON stands in a text: all of it, or a mail's body. */
const jsonIn = (text: Binary): [number, number] | undefined => {
  const from = text.search(/^\s{0,20}[{[]/m);
  const to = text.lastIndexOf('}') + 1;
  return from < 0 || to <= from ? undefined : [from, to];
};

/** As a tree where it parses, and as text in ways that no tree has: doubled keys, `__proto__`, endless nesting. */
export const mutateJson: Mutation = (text, dice) => {
  const place = jsonIn(text);
  if (!place) return text;
  const json = text.slice(...place);
  if (dice.chance(0.25)) {
    const open = json.indexOf('{') + 1;
    const put = dice.pick([
      '"__proto__":{"polluted":1},', '"constructor":{"prototype":{"polluted":1}},', `"a":${'['.repeat(dice.size(50_000))}`, `"a":${'{"a":'.repeat(dice.size(20_000))}`,
      ',', '"type":"spam","type":"malware",', '"a":1e999,', '/* */', '"\\ud800":"\\u0000",', '\xef\xbb\xbf',
    ]); // prettier-ignore
    return replaced(text, place[0] + open, place[0] + open, put);
  }
  try {
    let value = JSON.parse(json) as Json;
    for (let n = dice.size(5); n > 0; n--) value = changed(value, dice);
    const written = Buffer.from(JSON.stringify(value)).toString('latin1');
    return replaced(text, ...place, written.slice(0, 800_000));
  } catch {
    return text;
  }
};
