const ENTITIES = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ', // and letters of the languages that complaints come in, without their case
    agrave: 'à', igrave: 'ì', ograve: 'ò', ugrave: 'ù', aacute: 'á', iacute: 'í', oacute: 'ó', uacute: 'ú', ntilde: 'ñ',
    atilde: 'ã', aring: 'å', oslash: 'ø', aelig: 'æ', acirc: 'â', ccedil: 'ç', eacute: 'é', egrave: 'è', ecirc: 'ê', euml: 'ë', icirc: 'î', iuml: 'ï',
    ocirc: 'ô', ucirc: 'û', auml: 'ä', ouml: 'ö', uuml: 'ü', szlig: 'ß', abreve: 'ă', scaron: 'š', euro: '€',
    rsquo: '’', lsquo: '‘', ldquo: '“', rdquo: '”', laquo: '«', raquo: '»', ndash: '–', mdash: '—', hellip: '…',
  }),
); // prettier-ignore
/** Elements that begin a line. */
const BLOCKS = new Set([
  'p',
  'br',
  'div',
  'tr',
  'li',
  'h1',
  'h2',
  'h3',
  'hr',
  'blockquote',
  'table',
  'pre',
  'dt',
  'dd',
]);
/** Elements that stand apart on a line. */
const CELLS = new Set(['td', 'th']);
/** Elements whose content nobody reads. */
const SILENT = new Set(['script', 'style', 'head', 'title', 'template']);

/** HTML with its markup taken out: for looking into, and for a person to read as text. One pass, nothing is rendered,
 *  fetched or trusted; what comes out is text and has to be escaped like any other. */
export const plainText = (html: string): string => {
  let out = '';
  let silent: string | undefined;
  let pre = false;
  let spaced = true; // what was written last ends with a space or a line
  for (let at = 0; at < html.length;) {
    const open = html.indexOf('<', at);
    if (silent === undefined) {
      const shown = asShown(html.slice(at, open < 0 ? html.length : open), pre, spaced);
      out += shown;
      // Remembered, and not looked up in `out`: to look there flattens it, each time anew.
      if (shown !== '') spaced = /[ \n]$/.test(shown.slice(-1));
    }
    if (open < 0) break;
    const close = html.startsWith('<!--', open) ? html.indexOf('-->', open) + 2 : html.indexOf('>', open);
    if (close <= open) break; // never closed: the rest is markup
    const name = /^\/?([a-z0-9]{1,12})/i.exec(html.slice(open + 1, open + 15))?.[1]?.toLowerCase() ?? '';
    const ends = html[open + 1] === '/';
    if (silent === undefined && SILENT.has(name) && !ends) silent = name;
    else if (ends && name === silent) silent = undefined;
    else if (silent === undefined && BLOCKS.has(name)) {
      out += '\n';
      spaced = true;
    } else if (silent === undefined && CELLS.has(name) && ends) {
      out += '\t';
      spaced = true;
    }
    if (name === 'pre') pre = !ends;
    at = close + 1;
  }
  return unescape(out)
    .replace(/[ \t]{1,1000}\n/g, '\n')
    .replace(/\n{3,1000}/g, '\n\n')
    .trim();
};

/** Line ends and spaces in markup are one space, and none at the beginning of a line; preformatted text is as it stands. */
const asShown = (text: string, pre: boolean, spaced: boolean): string => {
  if (pre) return text;
  const shown = text.replace(/[ \t\r\n]{1,10000}/g, ' ');
  return spaced ? shown.trimStart() : shown;
};

const unescape = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, dec, hex, name: string) => {
    const code = dec ? Number(dec) : hex ? parseInt(String(hex), 16) : undefined;
    if (code === undefined) return ENTITIES.get(name.toLowerCase()) ?? whole;
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
