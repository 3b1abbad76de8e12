/** Which recipients we take mail for. A pattern is an address in which `*` stands for any run of characters:
 *  `abuse@example.org`, `answer+*@example.org`, `*@example.org`, `*`. Case does not matter. */
export const accepts = (patterns: readonly string[]): ((address: string) => boolean) => {
  const all = patterns.map((pattern) => pattern.toLowerCase().split('*'));
  return (address) => all.some((parts) => matches(parts, address.toLowerCase()));
};

/** Each part at its first place behind the one before: linear, where a regular expression of an operator's making need
 *  not be. */
const matches = (parts: readonly string[], text: string): boolean => {
  const [first, ...rest] = parts as [string, ...string[]];
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= end;
};
