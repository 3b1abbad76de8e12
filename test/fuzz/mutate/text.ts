import { Dice } from '../dice';

/** Bytes kept one to a character, as they are mutated. */
export type Binary = string;

/** No input is longer: what is longer is refused at the door, and would be most of the time spent. */
export const LONGEST = 1_500_000;

/** Lines with their ends. */
export const linesOf = (text: Binary): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

export const replaced = (text: Binary, from: number, to: number, put: string): Binary =>
  text.slice(0, from) + put + text.slice(to);

/** Over and over, as far as an input may be long. */
export const repeated = (text: string, times: number): string =>
  text.repeat(Math.min(times, Math.ceil(LONGEST / (text.length + 1))));

/** Where a header field stands, its folded lines included: of a mail, of its parts, of a feedback report, of the original. */
export interface Place {
  readonly name: string;
  readonly from: number;
  /** Behind the colon. */
  readonly value: number;
  /** Behind the line end. */
  readonly to: number;
}

const FIELD = /^([\w-]{1,80}):[^\n]*(?:\n[ \t][^\n]*)*\n?/gm;

export const fieldsOf = (text: Binary): Place[] =>
  [...text.slice(0, 200_000).matchAll(FIELD)].map((match) => ({
    name: match[1]!,
    from: match.index,
    value: match.index + match[1]!.length + 1,
    to: match.index + match[0].length,
  }));

/** The empty line behind the first header block: [its beginning, where the body begins]. */
export const bodyOf = (text: Binary): [number, number] => {
  const found = /\r?\n\r?\n/.exec(text);
  return found ? [found.index, found.index + found[0].length] : [text.length, text.length];
};

export type Mutation = (text: Binary, dice: Dice, other: Binary) => Binary;
