/** Rows under headings, in columns as wide as they must be. */
export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = headings.map((heading, i) =>
    Math.max(heading.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  return [headings, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
};

/** One line of JSON. What a terminal obeys is escaped, which to whoever reads JSON is the same text. */
export const jsonLine = (value: unknown): string => `${harmless(JSON.stringify(value))}\n`;

/** The same over several lines, for people. */
export const jsonBlock = (value: unknown): string => harmlessLines(`${JSON.stringify(value, null, 2)}\n`);

/** Without what a terminal would obey: texts in reports and events are written by strangers. Controls of both sets (U+009B
 *  alone begins a sequence as ESC [ does), and what turns the direction of writing. */
export const harmless = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The same of a text that has lines of its own. */
export const harmlessLines = (text: string): string => text.split('\n').map(harmless).join('\n');
