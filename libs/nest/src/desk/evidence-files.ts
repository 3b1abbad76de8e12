import type { EvidenceFile } from '@app/consent';

export const MOST_FILES = 5;
/** Bytes of one file: a scan of some pages, a screenshot. */
export const MOST_FILE_BYTES = 5 * 1024 * 1024;
/** Bytes of all files that come together. */
export const MOST_BYTES = 10 * 1024 * 1024;

export interface HandedIn {
  /** As whoever handed it in called it. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** One thing wrong with one of the files, counted from 0. */
export interface FileProblem {
  readonly file: number;
  readonly problem: 'too-many' | 'too-large' | 'empty' | 'unknown-type';
}

/** What is not taken. Nothing is unpacked or rendered to find out. */
export const fileProblems = (files: readonly HandedIn[]): FileProblem[] => {
  let all = 0;
  return files.flatMap(({ bytes }, file): FileProblem[] => {
    all += bytes.length;
    if (file >= MOST_FILES) return [{ file, problem: 'too-many' }];
    if (bytes.length > MOST_FILE_BYTES || all > MOST_BYTES) return [{ file, problem: 'too-large' }];
    if (bytes.length === 0) return [{ file, problem: 'empty' }];
    return typeOf(bytes) === undefined ? [{ file, problem: 'unknown-type' }] : [];
  });
};

export const FILE_SENTENCES: Readonly<Record<FileProblem['problem'], string>> = {
  'too-many': `more than ${MOST_FILES} files: send the rest after these`,
  'too-large': `a file may have ${MOST_FILE_BYTES / 1024 ** 2} MiB, and all together ${MOST_BYTES / 1024 ** 2} MiB`,
  empty: 'the file is empty',
  'unknown-type':
    'only PDF, PNG, JPEG and plain text are taken, and this is none of them, whatever its name says',
};

type FileType = EvidenceFile['type'];

/** By its first bytes, and of text by all of them; undefined: nothing that is taken. Neither its name nor what its sender
 *  called it counts. HTML and SVG are text, and are only ever handed out as such. */
export const typeOf = (bytes: Uint8Array): FileType | undefined => {
  const begins = (...start: readonly number[]) => start.every((byte, i) => bytes[i] === byte);
  if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf'; // %PDF-
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
  return isText(bytes) ? 'text/plain' : undefined;
};

const isText = (bytes: Uint8Array): boolean => {
  for (const byte of bytes) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

const EXTENSIONS: Readonly<Record<FileType, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'text/plain': 'txt',
};
const LONGEST_NAME = 80;

/** A name that is safe in a header, in a folder and in an archive, and ends as the file's own bytes say. `fallback` stands
 *  for one of which nothing is left. */
export const safeName = (name: string | null, type: FileType, fallback: string): string => {
  const stem = (name ?? '')
    .normalize('NFKD')
    .replace(/^.*[/\\]/s, '')
    .replace(/\.[^.]{0,8}$/, '')
    .replace(/[^\w -]/g, '')
    .trim()
    .slice(0, LONGEST_NAME);
  return `${stem || fallback}.${EXTENSIONS[type]}`;
};
