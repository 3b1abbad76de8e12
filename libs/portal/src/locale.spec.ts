import { chooseLocale } from './locale';

describe('the language of the page', () => {
  it.each([
    [undefined, undefined, 'nl'],
    ['', undefined, 'nl'],
    ['en-GB,en;q=0.9,nl;q=0.8', undefined, 'en'],
    ['en;q=0.5, nl-BE;q=0.7', undefined, 'nl'],
    ['de, fr;q=0.9', undefined, 'nl'],
    ['en;q=0, nl;q=0.1', undefined, 'nl'],
    ['en;q=0', undefined, 'nl'],
    ['en;q=nonsense', undefined, 'nl'],
    ['EN', undefined, 'en'],
    ['english', undefined, 'nl'],
    ['nl', 'en', 'en'],
    ['en', 'nl', 'nl'],
    ['en', 'fr', 'en'],
    ['en', '<script>', 'en'],
  ] as const)('with Accept-Language %j and ?lang=%s is %s', (header, asked, chosen) =>
    expect(chooseLocale(header, asked, ['nl', 'en'])).toBe(chosen),
  );

  it('is never one the brand does not speak', () => {
    expect(chooseLocale('en', 'en', ['nl'])).toBe('nl');
    expect(chooseLocale(undefined, undefined, [])).toBe('en');
  });
});
