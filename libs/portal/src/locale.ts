import type { Locale } from '@app/kernel';

/** The language of the page: what the link asks for (`?lang=`), else the best of Accept-Language (RFC 9110 section 12.5.4),
 *  else the first the brand speaks. Never one that the brand does not speak. */
export const chooseLocale = (
  acceptLanguage: string | undefined,
  asked: string | undefined,
  spoken: readonly Locale[],
): Locale =>
  spoken.find((locale) => locale === asked) ?? accepted(acceptLanguage, spoken) ?? spoken[0] ?? 'en';

const LONGEST = 1_000; // characters; browsers send below 100

const accepted = (header: string | undefined, spoken: readonly Locale[]): Locale | undefined => {
  let best: { locale: Locale; weight: number } | undefined;
  for (const range of (header ?? '').slice(0, LONGEST).split(',')) {
    const [tag = '', ...parameters] = range.toLowerCase().split(';');
    const locale = spoken.find((l) => tag.trim() === l || tag.trim().startsWith(`${l}-`));
    const weight = weightOf(parameters);
    if (locale && weight > (best?.weight ?? 0)) best = { locale, weight };
  }
  return best?.locale;
};

const weightOf = (parameters: readonly string[]): number => {
  const [, weight] = /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/.exec(parameters[0] ?? 'q=1') ?? [];
  return weight === undefined ? 0 : Number(weight);
};
