import { momentInWords, type Locale } from '@app/kernel';
import { framed } from './frame';
import { markup } from './html';
import type { ExpiredPage, ReceivedPage } from './page';
import { words } from './words';

/** After a form was taken in. */
export const renderReceived = (page: ReceivedPage, locale: Locale): string => {
  const say = words[locale];
  const moment = (at: ReceivedPage['at']) => momentInWords(at, page.brand.timeZone, locale);
  const missing = page.missing.map((field) => markup`<li>${say.empty[field]}</li>`);
  return framed({
    locale,
    locales: [locale], // the address is the form's: asking for it in another language would not show this page again
    title: say.thanks,
    brand: page.brand.name,
    caseId: page.caseId,
    content: markup`<h1>${say.thanks}</h1>
      <p>${say.receivedAt(moment(page.at))}</p>
      ${
        missing.length === 0 &&
        markup`<p>
          ${page.decideBy === undefined ? say.complete : say.objection.received(moment(page.decideBy))}
        </p>`
      }
      ${
        missing.length > 0 &&
        markup`<p><strong>${say.stillMissing}</strong></p>
          <ul>
            ${missing}
          </ul>`
      }
      ${missing.length > 0 && page.deadline !== undefined && markup`<p><strong>${say.deadline(moment(page.deadline))}</strong></p>`}
      <p><a href="?lang=${locale}">${say.back}</a></p>`,
  });
};

/** For a link that is past its time, or that leads nowhere. Says nothing of a case: who holds it may be anybody. */
export const renderExpired = (page: ExpiredPage, locale: Locale): string => {
  const { title, text } = words[locale].unavailable[page.because];
  return framed({
    locale,
    locales: page.locales,
    title,
    brand: page.brand?.name,
    content: markup`<h1>${title}</h1>
      ${text.map((one) => markup`<p>${one}</p>`)}`,
  });
};
