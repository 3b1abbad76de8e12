import type { Locale } from '@app/kernel';
import { markup, Html } from './html';
import { STYLE } from './style';
import { words } from './words';

interface Framed {
  readonly locale: Locale;
  readonly locales: readonly Locale[];
  readonly title: string;
  readonly brand?: string;
  readonly caseId?: string;
  readonly content: Html;
}

const STYLED = new Html(`<style>${STYLE}</style>`); // nothing between: the policy names the hash of what stands inside

/** The page around the content: landmarks, a way past them, and the other languages. */
export const framed = ({ locale, locales, title, brand, caseId, content }: Framed): string => {
  const say = words[locale];
  const page = markup`<!DOCTYPE html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>${title}${brand !== undefined && ` – ${brand}`}</title>
        ${STYLED}
      </head>
      <body>
        <a class="skip" href="#main">${say.skip}</a>
        <header>
          <p>${brand !== undefined && say.desk(brand)}</p>
          ${locales.length > 1 && languages(locale, locales)}
        </header>
        <main id="main" tabindex="-1">${content}</main>
        <footer>
          <p>${caseId !== undefined && say.case(caseId)}</p>
        </footer>
      </body>
    </html>`;
  return page.source;
};

const languages = (locale: Locale, locales: readonly Locale[]): Html => {
  const item = (other: Locale) =>
    other === locale
      ? markup`<li><strong aria-current="true">${words[other].language}</strong></li>`
      : markup`<li>
          <a href="?lang=${other}" hreflang="${other}" lang="${other}">${words[other].language}</a>
        </li>`;
  return markup`<nav aria-label="${words[locale].languages}">
    <ul>
      ${locales.map(item)}
    </ul>
  </nav>`;
};
