/** CRLF, LF and CR all end a line, mixed or not. At most two CRs belong to one line end: `\r+` would take quadratic time
 *  on a run of them. */
export const unixLines = (text: string): string =>
  text.includes('\r') ? text.replace(/\r{1,2}\n|\r/g, '\n') : text;
