import { isAttribution } from './formats/inline';
import { isHeading, labelOf } from './formats/forward-headings';

/** Lines that are looked at: what somebody wrote stands above what they answer. */
const LINES = 5_000;

/** What somebody wrote in a reply: without what they quote, whether it is marked (`> `), announced (`On … wrote:`), or put
 *  below a heading or the header fields of the message it answers; and without a signature (`-- `, RFC 3676 section 4.3).
 *  Answers between quoted lines stay. Linear in the text. */
export const writtenIn = (text: string): string => {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n', LINES)
    .map((line) => line.slice(0, 4_000).trimEnd());
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (line === '--' || isHeading(line.trim()) || beginsHeader(lines, at)) break;
    if (isQuoted(line)) continue;
    const wraps = attributionAt(lines, at);
    if (wraps === 0) {
      kept.push(line);
      continue;
    }
    // Quoted lines are left out one by one; where none is marked, all that follows is the other's.
    const next = lines.slice(at + wraps, at + wraps + 3).find((one) => one.trim() !== '');
    if (next !== undefined && !isQuoted(next)) break;
    at += wraps - 1;
  }
  return kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
};

const isQuoted = (line: string): boolean => /^ {0,2}>/.test(line);

/** How many lines an attribution that begins here takes; programs wrap it onto two or three. 0: none begins here. */
const attributionAt = (lines: readonly string[], at: number): number => {
  if (lines[at]!.trim() === '') return 0;
  for (let n = 1; n <= 3 && at + n <= lines.length; n++) {
    const last = lines[at + n - 1]!.trim();
    if (last === '') return 0;
    if (last.endsWith(':')) return isAttribution(lines.slice(at, at + n).join(' ')) ? n : 0;
  }
  return 0;
};

/** `From: … Sent: … To: … Subject: …` without a line above that says so, as Outlook writes it. */
const beginsHeader = (lines: readonly string[], at: number): boolean => {
  if (labelOf(lines[at]!.trim())?.name !== 'from') return false;
  const names = lines.slice(at + 1, at + 5).map((line) => labelOf(line.trim())?.name);
  return names.includes('date') || (names.includes('to') && names.includes('subject'));
};
