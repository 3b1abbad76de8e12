import { withoutComments } from '../mime/content-type';

/** What stands between the angle brackets, or the one word with an @ in it: `rfc822;a@b`, `Name <a@b>`, `a@b (Name)`,
 *  `[a@b]`. '' for the null sender `<>`; undefined when there is no address. */
export const addressIn = (text: string): string | undefined => {
  const cut = text.slice(0, 2_000).trim();
  const open = cut.lastIndexOf('<');
  const close = cut.indexOf('>', open);
  if (open >= 0 && close > open) {
    const inner = cut.slice(open + 1, close).trim();
    if (inner === '') return '';
    return clean(inner) ?? wordIn(cut.slice(0, open));
  }
  return wordIn(cut);
};

const wordIn = (text: string): string | undefined =>
  withoutComments(text)
    .split(/[\s,;]+/)
    .map(clean)
    .find((word) => word !== undefined);

const clean = (word: string): string | undefined => {
  const bare = word
    .replace(/^["'[(<]{0,9}(?:(?:rfc822|utf-8|mailto)[;:])?["'[(<]{0,9}/i, '')
    .replace(/["'\])>,;.]{1,99}$/, '');
  const at = bare.lastIndexOf('@');
  return at > 0 && at < bare.length - 1 && bare.length <= 320 && !/\s/.test(bare) ? bare : undefined;
};

/** Every address of a header field such as To, in order, 100 at most. */
export const addressesIn = (text: string): string[] => {
  const found: string[] = [];
  let quoted = false;
  let start = 0;
  const take = (end: number) => {
    const address = addressIn(text.slice(start, end));
    if (address !== undefined && address !== '' && found.length < 100) found.push(address);
    start = end + 1;
  };
  for (let i = 0; i < text.length; i++)
    if (text[i] === '"') quoted = !quoted;
    else if (!quoted && (text[i] === ',' || text[i] === ';')) take(i);
  take(text.length);
  return found;
};

/** In lower case, without a trailing dot; '' when there is none. */
export const domainOf = (address: string): string =>
  address
    .slice(address.lastIndexOf('@') + 1)
    .replace(/[.>\s]{1,64}$/, '')
    .toLowerCase();

/** The domain itself, or one below it. */
export const isWithin = (domain: string, parent: string): boolean =>
  domain === parent || domain.endsWith(`.${parent}`);

/** What providers write in place of the recipient (domain rules, section D), as a whole local part. */
const PLACEHOLDERS = new Set([
  'redacted',
  'redacted-address',
  'address-redacted',
  'hashed',
  'undisclosed',
  'undisclosed-recipients',
  'recipient',
  'hidden',
  'removed',
  'anonymous',
  'anonymised',
  'anonymized',
  'x',
  'this-local-part-does-not-exist',
]);

/** Whether an address stands for "somebody": suppressing it would suppress nobody. A hash is as long as MD5, SHA-1 or
 *  SHA-256 make it, in hex. */
export const isPlaceholder = (address: string): boolean => {
  const at = address.lastIndexOf('@');
  const local = (at < 0 ? address : address.slice(0, at))
    .toLowerCase()
    .replace(/^[<"']{1,64}|[>"']{1,64}$/g, '');
  if (local === '' || at === address.length - 1) return true;
  if (PLACEHOLDERS.has(local) || local.startsWith('this-local-part-does-not-exist')) return true;
  return [32, 40, 64].includes(local.length) && /^[0-9a-f]+$/.test(local);
};
