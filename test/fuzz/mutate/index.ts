import type { Dice } from '../dice';
import { BYTE_MUTATIONS } from './bytes';
import { FIELD_MUTATIONS } from './fields';
import { mutateJson } from './json';
import { LONGEST, type Binary, type Mutation } from './text';
import { TREE_MUTATIONS } from './tree';
import { VALID_MUTATIONS } from './valid';

export { mutateJson, type Binary };

const HOSTILE: readonly (readonly Mutation[])[] = [
  FIELD_MUTATIONS, FIELD_MUTATIONS, FIELD_MUTATIONS, TREE_MUTATIONS, TREE_MUTATIONS, BYTE_MUTATIONS, [mutateJson],
]; // prettier-ignore

const times = (text: Binary, dice: Dice, most: number, next: () => Mutation, other: () => Binary): Binary => {
  for (let n = dice.size(most); n > 0; n--) text = next()(text, dice, other()).slice(0, LONGEST);
  return text;
};

/** Between one and a dozen mutations of any kind. */
export const hostile = (text: Binary, dice: Dice, other: () => Binary): Binary =>
  times(text, dice, 12, () => dice.pick(dice.pick(HOSTILE)), other);

/** The same of those that leave it a proper mail. */
export const stillValid = (text: Binary, dice: Dice, other: () => Binary): Binary =>
  times(text, dice, 6, () => dice.pick(VALID_MUTATIONS), other);
