/** HTML that may stand in a page as it is. Only `markup` makes it: everything else is escaped on its way in. */
export class Html {
  constructor(readonly source: string) {}
}
type One = Html | string | number | undefined | false;

/** A template whose values are text, unless they are Html already. Lists stand one after the other, nothing stands for false. */
export const markup = (literals: TemplateStringsArray, ...values: readonly (One | readonly One[])[]): Html =>
  new Html(
    literals.reduce((page, literal, n) => page + [values[n - 1]].flat().map(sourceOf).join('') + literal),
  );

const sourceOf = (one: One): string => {
  if (one instanceof Html) return one.source;
  return one === undefined || one === false ? '' : escaped(visible(String(one)));
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);

/** Without what hides text or turns its direction: part of it was chosen by others. */
const visible = (text: string): string =>
  text
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
