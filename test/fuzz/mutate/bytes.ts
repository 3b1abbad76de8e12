import { TOKENS } from './nasty';
import { linesOf, replaced, type Mutation } from './text';

/** Bytes that no writer wrote, and line ends as they come. */
export const BYTE_MUTATIONS: readonly Mutation[] = [
  (text, dice) => {
    const bytes = Buffer.from(text, 'latin1');
    if (bytes.length > 0)
      for (let n = dice.size(60); n > 0; n--) bytes[dice.below(bytes.length)]! ^= 1 << dice.below(8);
    return bytes.toString('latin1');
  },
  (text, dice) => {
    const at = dice.below(text.length + 1);
    return replaced(text, at, at, dice.noise(dice.size(300)));
  },
  (text, dice) => replaced(text, ...dice.stretch(text.length, 400), ''),
  (text, dice) => replaced(text, ...dice.stretch(text.length, 20), dice.pick(TOKENS).repeat(dice.size(5_000))),
  (text, dice) => {
    const [from, to] = dice.stretch(text.length, 200);
    return replaced(text, to, to, text.slice(from, to).repeat(dice.size(2_000)));
  },
  (text, dice) => replaced(text, ...dice.stretch(text.length, 10), dice.pick(TOKENS)),
  (text) => text.replaceAll('\r\n', '\n'),
  (text) => text.replace(/\r?\n/g, '\r'),
  (text) => text.replace(/\r?\n/g, '\r\r\n'),
  (text, dice) => text.replace(/\r?\n/g, () => dice.pick(['\r\n', '\n', '\r', '\n\r', '\r\r\n'])),
  (text, dice) => text.replace(/\r?\n/g, (end) => (dice.chance(0.05) ? dice.pick(['\0', ' \r\n', '\r\n\r\n', '', '\x85', '\x0b']) : end)),
  (text, dice) => {
    const lines = linesOf(text);
    for (let n = dice.size(8); n > 0 && lines.length > 0; n--) {
      const [from, to] = dice.stretch(lines.length, 12);
      lines.splice(dice.below(lines.length), 0, ...lines.splice(from, to - from));
    }
    return lines.join('');
  },
]; // prettier-ignore
