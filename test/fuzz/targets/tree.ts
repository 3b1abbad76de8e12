import type { Readable } from 'node:stream';
import { MailParser } from 'mailparser';
import { DEFAULT_BUDGET, Problems } from '../../../libs/examination/src/mime/budget';
import { openMessage, type Part } from '../../../libs/examination/src/mime/message';

/** Header fields and parts, as two readers find them. */
interface Node {
  readonly type: string;
  readonly fields: readonly string[];
  readonly parts: readonly Node[];
}
/** What mailparser keeps of the tree and has no types for. */
interface TheirNode {
  readonly contentType: string | false;
  readonly headerLines: readonly { key: string; line: string }[];
  readonly children: readonly TheirNode[];
}

/** One space for each run, and bytes beyond ASCII left out: readers differ in how they decode them, and may. */
const plain = (text: string): string =>
  text
    .replace(/[^ -~]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();

const ofTheirs = ({ contentType, headerLines, children }: TheirNode): Node => ({
  type: (contentType || 'text/plain').toLowerCase(),
  fields: headerLines
    .filter(({ line }) => line.trim() !== '')
    .map(({ key, line }) => plain(`${key}: ${line.slice(line.indexOf(':') + 1)}`))
    .sort(),
  parts: children.map(ofTheirs),
});

const ofOurs = ({ type, headers, parts }: Part): Node => ({
  type,
  fields: [...headers].flatMap(([name, values]) => values.map((v) => plain(`${name}: ${v}`))).sort(),
  parts: parts.map(ofOurs),
});

/** Milliseconds after which mailparser is left where it is: of some attachments it waits for an end that never comes. */
const PATIENCE = 10_000;

/** ignoreEmbedded: neither looks into messages within. */
const theirs = (bytes: Buffer): Promise<Node | undefined> =>
  new Promise((resolve) => {
    const parser = new MailParser({ ignoreEmbedded: true, skipHtmlToText: true, skipTextToHtml: true } as never);
    const tired = setTimeout(() => resolve(undefined), PATIENCE);
    parser.on('data', (data: { type: string; content?: Readable; release?: () => void }) => {
      if (data.type !== 'attachment') return;
      data.content?.on('end', () => data.release?.());
      data.content?.resume();
    });
    parser.on('end', () => resolve(ofTheirs((parser as unknown as { tree: TheirNode }).tree)));
    parser.on('error', () => resolve(undefined)); // more than a thousand parts, for one
    parser.on('close', () => clearTimeout(tired));
    parser.end(bytes);
  }); // prettier-ignore

/** Why the two may differ, the first that applies. What we read differs by intention: each is a rule of the scanner. */
const reasons: readonly [string, (bytes: Buffer, problems: readonly string[], text: string) => boolean][] = [
  ['JSON, which mailparser takes for a mail', (_b, _p, text) => /^\s*(?:\[\s*)?\{/.test(text)],
  [
    'beyond our budget',
    (_, problems) => problems.some((p) => /more than|longer than|only the first/.test(p)),
  ],
  ['CR ends a line here', (_b, _p, text) => /\r(?!\n)/.test(text)],
  [
    'an mbox line, a BOM or empty lines before the header',
    (_b, _p, text) => /^(?:\xef\xbb\xbf|>?From |\s)/.test(text),
  ],
  [
    'a line among the header fields that is none',
    (_, problems) => problems.some((p) => p.includes('is none')),
  ],
  [
    'white space behind a boundary, which RFC 2046 allows',
    (_b, _p, text) => /^--[^\n]*[ \t]\r?$/m.test(text),
  ],
  [
    'a multipart that nothing closes: what stands behind its parent’s boundary is lost to mailparser',
    (_, problems) => problems.includes('no closing boundary'),
  ],
  ['UTF-16, by its mark', (_b, _p, text) => /^(?:\xff\xfe|\xfe\xff)/.test(text)],
  [
    'a digest, whose parts are messages unless they say otherwise (RFC 2046)',
    (_b, _p, text) => /multipart\/digest/i.test(text),
  ],
  ['a boundary that we guess', (_, problems) => problems.some((p) => /announces|without a boundary/.test(p))],
];

export type Comparison = 'same' | { readonly because: string } | { readonly unexplained: string };

const firstDifference = (a: Node, b: Node, path = ''): string => {
  if (a.type !== b.type) return `${path} type ${a.type} / ${b.type}`;
  const [more, less] = [a.fields.filter((f) => !b.fields.includes(f)), b.fields.filter((f) => !a.fields.includes(f))];
  if (more.length + less.length > 0) return `${path} fields ${JSON.stringify(more.slice(0, 2))} / ${JSON.stringify(less.slice(0, 2))}`.slice(0, 400);
  if (a.fields.length !== b.fields.length) return `${path} ${a.fields.length} / ${b.fields.length} fields`;
  if (a.parts.length !== b.parts.length) return `${path} ${a.parts.length} / ${b.parts.length} parts`;
  return a.parts.map((part, i) => firstDifference(part, b.parts[i]!, `${path}.${i}`)).find(Boolean) ?? '';
}; // prettier-ignore

/** Our scanner beside mailparser. */
export const compareTrees = async (bytes: Buffer): Promise<Comparison> => {
  const problems = new Problems();
  const ours = ofOurs(openMessage(bytes, DEFAULT_BUDGET, problems));
  const their = await theirs(bytes);
  if (!their) return { because: 'mailparser refused it, or came to no end' };
  const found = firstDifference(ours, their);
  if (found === '') return 'same';
  const text = bytes.toString('latin1');
  const reason = reasons.find(([, applies]) => applies(bytes, problems.list, text));
  return reason ? { because: reason[0] } : { unexplained: found };
};
