import type { Locale } from '@app/kernel';
import type { Composed } from './notice';

/** What a notice is made of, before it is text or HTML. */
export type Block =
  | { readonly heading: string }
  | { readonly text: string }
  | { readonly important: string }
  | { readonly items: readonly string[] }
  | { readonly facts: readonly (readonly [label: string, value: string])[] }
  | { readonly quote: string }
  | { readonly link: string; readonly url: string };

export interface Letter {
  readonly subject: string;
  readonly locale: Locale;
  readonly blocks: readonly Block[];
}

export const rendered = (letter: Letter): Composed => ({
  subject: letter.subject,
  text: `${letter.blocks.map(textOf).join('\n\n')}\n`,
  html: htmlOf(letter),
});

const WIDTH = 76; // RFC 5322 section 2.1.1 asks for 78

const textOf = (block: Block): string => {
  if ('heading' in block) return `${block.heading}\n${'-'.repeat(block.heading.length)}`;
  if ('important' in block) return wrapped(block.important, '');
  if ('items' in block) return block.items.map((item) => wrapped(item, '- ')).join('\n');
  if ('facts' in block)
    return block.facts.map(([label, value]) => wrapped(`${label}: ${value}`, '  ')).join('\n');
  if ('quote' in block)
    return block.quote
      .split('\n')
      .map((line) => wrapped(line, '> ', '> '))
      .join('\n');
  if ('url' in block) return `${block.link}:\n${block.url}`;
  return wrapped(block.text, '');
};

/** Breaks at spaces only: a link stays whole however long it is. */
const wrapped = (text: string, first: string, rest = ' '.repeat(first.length)): string => {
  const lines = [first];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1]!;
    const bare = line === first || line === rest;
    if (bare || line.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = bare ? line + word : `${line} ${word}`;
    else lines.push(rest + word);
  }
  return lines.join('\n');
};

// No image, script, font or style from anywhere: nothing is fetched when it is read, and nobody learns that it was.
const htmlOf = ({ subject, locale, blocks }: Letter): string =>
  [
    '<!DOCTYPE html>',
    `<html lang="${locale}">`,
    `<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">',
    ...blocks.map(htmlBlock),
    '</body>',
    '</html>',
    '',
  ].join('\n');

const htmlBlock = (block: Block): string => {
  if ('heading' in block) return `<h2 style="font-size: 1.1em">${escaped(block.heading)}</h2>`;
  if ('important' in block) return `<p><strong>${escaped(block.important)}</strong></p>`;
  if ('items' in block)
    return `<ul>${block.items.map((item) => `\n<li>${escaped(item)}</li>`).join('')}\n</ul>`;
  if ('facts' in block)
    return `<dl>${block.facts.map(([label, value]) => `\n<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}\n</dl>`;
  if ('quote' in block)
    return `<blockquote><p>${block.quote.split('\n').map(escaped).join('<br>\n')}</p></blockquote>`;
  if ('url' in block) return `<p><a href="${escaped(block.url)}">${escaped(block.link)}</a></p>`;
  return `<p>${escaped(block.text)}</p>`;
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);

/** Text that others chose, on one line: without controls, and without what turns the direction of writing or hides. */
export const oneLine = (text: string, most = 200): string =>
  text.replace(CONTROLS, ' ').replace(HIDING, '').trim().slice(0, most);

/** The same with its lines kept. */
export const manyLines = (text: string, most = 4_000): string =>
  text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => oneLine(line, most))
    .join('\n')
    .trim()
    .slice(0, most);

const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const HIDING = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;
