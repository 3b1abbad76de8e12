// Just enough MIME to find a delivery report: linear, bounded, and deaf to what it does not know. The bytes come from outside.

export interface Part {
  /** By name in lower case; a repeated field keeps its first value. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const LONGEST = 512 * 1024; // octets; reports stand at the beginning, what follows is our own mail, sent back
const MOST_FIELDS = 500;
const MOST_PARTS = 20;
const DEEPEST = 5;

/** One octet is one character: what is looked for is ASCII. */
export const readPart = (bytes: Uint8Array): Part =>
  partOf(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, LONGEST)).toString('latin1'));

const partOf = (text: string): Part => {
  const end = /\r?\n\r?\n/.exec(text);
  if (/^\r?\n/.test(text)) return { headers: new Map(), body: text.replace(/^\r?\n/, '') };
  if (!end) return { headers: fieldsOf(text), body: '' };
  return { headers: fieldsOf(text.slice(0, end.index)), body: text.slice(end.index + end[0].length) };
};

/** Header fields, or those of a delivery report: the same syntax. Folded lines are one. */
export const fieldsOf = (text: string): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>();
  let name: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^[ \t]/.test(line)) {
      if (name !== undefined && fields.get(name)!.length < 4_000)
        fields.set(name, `${fields.get(name)} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    const found = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    const isNew = found !== '' && !fields.has(found) && fields.size < MOST_FIELDS;
    name = isNew ? found : undefined;
    if (name !== undefined)
      fields.set(
        name,
        line
          .slice(colon + 1)
          .trim()
          .slice(0, 4_000),
      );
  }
  return fields;
};

export const mediaType = ({ headers }: Part): string =>
  (headers.get('content-type') ?? 'text/plain').split(';')[0]!.trim().toLowerCase();

/** The first part of one of these media types, within multiparts only: what is attached as a message is not looked into. */
export const findPart = (part: Part, types: readonly string[], depth = 0): Part | undefined => {
  const type = mediaType(part);
  if (types.includes(type)) return part;
  if (!type.startsWith('multipart/') || depth === DEEPEST) return undefined;
  for (const inner of partsOf(part)) {
    const found = findPart(inner, types, depth + 1);
    if (found) return found;
  }
  return undefined;
};

const partsOf = ({ headers, body }: Part): Part[] => {
  const [, quoted, bare] =
    /boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(headers.get('content-type') ?? '') ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return [];
  const parts: Part[] = [];
  let from: number | undefined;
  let at = 0;
  for (const line of body.split('\n')) {
    const mark = line.trimEnd();
    const closes = mark === `--${boundary}--`;
    if (closes || mark === `--${boundary}`) {
      if (from !== undefined) parts.push(partOf(body.slice(from, at)));
      if (closes || parts.length === MOST_PARTS) return parts;
      from = at + line.length + 1;
    }
    at += line.length + 1;
  }
  if (from !== undefined) parts.push(partOf(body.slice(from))); // never closed, and read all the same
  return parts;
};

/** The body as it was before its transfer encoding. */
export const decoded = ({ headers, body }: Part): string => {
  switch (headers.get('content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('latin1');
    case 'quoted-printable':
      return body
        .replace(/=[ \t]*\r?\n/g, '')
        .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    default:
      return body;
  }
};
