/** Lists that the guard is asked about in turn. */
export const LISTS = 1_000;
export const listId = (i: number): string => `list-${i}`;
/** Every second one waits for a person. */
export const waits = (i: number): boolean => i % 2 === 1;
