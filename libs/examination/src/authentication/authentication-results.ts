import { domainOf } from '../fields/address';
import type { Verdict, VerdictWord } from './verdict';

const WORDS: readonly string[] = ['pass', 'fail', 'softfail', 'neutral', 'policy', 'none', 'permerror'];

/** What our own mail server found of the envelope, by the Authentication-Results field it put on top (RFC 8601). Only a
 *  field under `authservId` is read, of several only the first: our server writes above what was there. It must remove
 *  fields that came from outside under its name (section 5), for whoever writes one would vouch for himself. Undefined:
 *  there is none, or it says nothing of SPF. */
export const spfByOwnServer = (
  fields: readonly string[], // values, unfolded, in the order of the message
  authservId: string,
): Verdict['spf'] | undefined => {
  const own = fields
    .map((value) => withoutComments(value).split(';'))
    .find(([id]) => id?.trim().split(/\s/)[0]?.toLowerCase() === authservId.toLowerCase());
  for (const result of own?.slice(1) ?? []) {
    const [said = '', ...properties] = result.trim().toLowerCase().split(/\s+/);
    const [method, word] = said.split('=');
    if (method?.split('/')[0] !== 'spf' || word === undefined) continue;
    const domain = properties
      .map((property) => /^smtp\.(?:mailfrom|helo)=(.*)$/.exec(property)?.[1])
      .find((value) => value !== undefined && value !== '');
    return {
      result: WORDS.includes(word) ? (word as VerdictWord) : 'unknown',
      ...(domain === undefined ? {} : { domain: domainOf(domain) }),
    };
  }
  return undefined;
};

/** RFC 5322 comments nest, and may hold what looks like a result. */
const withoutComments = (value: string): string => {
  let depth = 0;
  let quoted = false;
  let kept = '';
  for (let i = 0; i < value.length; i++) {
    const char = value[i]!;
    if (char === '\\' && (quoted || depth > 0)) i++;
    else if (char === '"' && depth === 0) quoted = !quoted;
    else if (char === '(' && !quoted) depth++;
    else if (char === ')' && !quoted && depth > 0) depth--;
    else if (depth === 0) kept += char;
  }
  return kept;
};
