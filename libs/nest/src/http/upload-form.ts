/** A little above what files and answers may have together: whoever posts has no key. */
export const UPLOAD_BODY_LIMIT = 12 * 1024 * 1024;
const MOST_PARTS = 100;
const LONGEST_HEAD = 4 * 1024;
const MOST_TEXT = 256 * 1024; // bytes of all fields that are no files

export interface UploadedFile {
  readonly field: string;
  /** As the sender called it. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** A posted form with files, by RFC 7578. */
export class UploadForm {
  constructor(
    /** Without a prototype; of a field sent twice the last. */
    readonly fields: Readonly<Record<string, string>>,
    readonly files: readonly UploadedFile[],
  ) {}
}

/** A string: what is wrong with it. One pass, and no copy of a file. What a part says of its own type and encoding does not
 *  count: RFC 7578 section 4.7 leaves no encoding, and types are told by content. */
export const uploadForm = (body: Buffer, contentType: string): UploadForm | string => {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType.slice(0, 500));
  if (!boundary) return 'a form with files needs a boundary in its Content-Type';
  const line = Buffer.from(`--${boundary[1] ?? boundary[2]}`, 'latin1');
  const between = Buffer.concat([CRLF, line]);
  const fields = Object.create(null) as Record<string, string>;
  const files: UploadedFile[] = [];
  if (!body.subarray(0, line.length).equals(line)) return 'the form does not begin with its boundary';
  let at = line.length;
  let text = 0;
  for (let parts = 0; !startsWith(body, at, '--'); parts++) {
    if (parts >= MOST_PARTS) return `the form has more than ${MOST_PARTS} fields`;
    if (!startsWith(body, at, '\r\n')) return 'a boundary of the form is not followed by a line end';
    const headEnd = body.subarray(at, at + LONGEST_HEAD).indexOf(HEAD_END);
    const end = headEnd < 0 ? -1 : body.indexOf(between, at + headEnd + 2);
    if (headEnd < 0 || end < 0) return 'the form is cut off, or a field has too long a head';
    const name = dispositionOf(body.subarray(at + 2, at + headEnd + 2).toString('utf8'));
    if (!name) return 'a field of the form has no name';
    const content = body.subarray(Math.min(at + headEnd + HEAD_END.length, end), end);
    if (name.file === undefined) {
      if ((text += content.length) > MOST_TEXT) return `the fields have more than ${MOST_TEXT} bytes`;
      fields[name.field] = content.toString('utf8');
    } else if (name.file !== '' || content.length > 0)
      files.push({ field: name.field, name: name.file, bytes: content });
    at = end + between.length;
  }
  return new UploadForm(fields, files);
};

const CRLF = Buffer.from('\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');

const startsWith = (body: Buffer, at: number, text: string): boolean =>
  body.subarray(at, at + text.length).equals(Buffer.from(text));

/** Undefined: no form-data, or of no name. `file` is there for a file alone: of one that was not chosen it is empty. */
const dispositionOf = (head: string): { field: string; file?: string } | undefined => {
  const disposition = head.split('\r\n').find((line) => /^content-disposition:\s*form-data\s*;/i.test(line));
  if (disposition === undefined) return undefined;
  const parameter = (name: string) =>
    new RegExp(`;\\s*${name}="([^"]{0,1000})"`, 'i').exec(disposition)?.[1]?.replaceAll('%22', '"');
  const [field, file] = [parameter('name'), parameter('filename')];
  if (field === undefined || field === '') return undefined;
  return file === undefined ? { field } : { field, file };
};
