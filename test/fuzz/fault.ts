/** Something that must not happen did. `oracle` names what was asked of the code. */
export class Fault extends Error {
  constructor(
    readonly oracle: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** Fails with the oracle's name when it does not hold. */
export const must = (oracle: string, holds: boolean, detail: () => string): void => {
  if (!holds) throw new Fault(oracle, detail());
};

/** What of an error tells it from others: not its numbers, which change with each input. */
export const keyOf = (target: string, oracle: string, message: string, stack = ''): string => {
  const frame = /\n\s+at .*?([\w-]+\.[jt]s):(\d+)/.exec(stack);
  const where = oracle === 'throws' && frame ? ` at ${frame[1]}:${frame[2]}` : '';
  return `${target}, ${oracle}: ${message.replace(/\d+/g, '#').slice(0, 80)}${where}`;
};
