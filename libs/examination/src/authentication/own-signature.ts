import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify';
import { addressesIn, domainOf, isWithin } from '../fields/address';
import type { Budget } from '../mime/budget';
import { openMail } from '../mail';
import { networkLines } from '../mime/lines';
import type { Part } from '../mime/message';
import { Problems } from '../mime/budget';
import { originalsOf } from '../parse-report';
import { excessOf } from './excess';
import { codeOf, isAbsent, type Resolver } from './resolver';

/** Whether the reported message carries a signature of our own that verifies. `verified`: all of it is as it was sent.
 *  `headers`: its header fields are, and the body is missing or was changed. Either proves that the message is ours, and
 *  neither that it was delivered to whoever reports it. `unknown`: DNS gave no answer. */
export interface OwnSignature {
  readonly result: 'verified' | 'headers' | 'none' | 'unknown';
  /** Whose signature is good. */
  readonly domains: readonly string[];
  /** With which keys, as DNS names them: `selector._domainkey.domain`. */
  readonly keys: readonly string[];
  /** To whom the message says it was sent, where that is one and signed: nobody who passes it on can change it. */
  readonly to?: string;
}
export const UNSIGNED: OwnSignature = { result: 'none', domains: [], keys: [] };

/** Looks for a signature by one of `domains` (or below it) on each of the messages that a report holds. */
export const ownSignatures = async (
  bytes: Uint8Array,
  domains: readonly string[],
  at: number,
  resolver: Resolver,
  budget: Budget,
): Promise<OwnSignature[]> => {
  const found: OwnSignature[] = [];
  // One after the other: each may be as large as all of them together.
  for (const original of originalsOf(openMail(bytes, budget, new Problems())))
    found.push(await ownSignature(original, domains, at, resolver));
  return found;
};

const ownSignature = async (
  original: Part | undefined,
  domains: readonly string[],
  at: number,
  resolver: Resolver,
): Promise<OwnSignature> => {
  if (original?.source === undefined) return UNSIGNED;
  const message = networkLines(Buffer.from(original.source, 'latin1'));
  if (excessOf(message) !== undefined) return UNSIGNED;
  const { results } = await dkimVerify(message, { resolver: resolver as never, curTime: new Date(at) });
  const ours = (results as Checked[]).filter((result) =>
    domains.some((domain) => isWithin(domainOf(result.signingDomain ?? ''), domain)),
  );
  const passed = ours.filter(({ status }) => status.result === 'pass');
  if (passed.length > 0) return { result: 'verified', ...saidBy(passed) };
  let unknown = ours.some(({ status }) => status.result === 'temperror');
  const good: Checked[] = [];
  for (const result of ours)
    try {
      if (await headersVerify(result, resolver)) good.push(result);
    } catch (error) {
      if (!isAbsent(error) && codeOf(error) !== 'ERR_OSSL_UNSUPPORTED') unknown = true;
    }
  if (good.length > 0) return { result: 'headers', ...saidBy(good) };
  return { ...UNSIGNED, result: unknown ? 'unknown' : 'none' };
};

const saidBy = (good: readonly Checked[]): Omit<OwnSignature, 'result'> => {
  const domains = good.map(({ signingDomain }) => domainOf(signingDomain ?? ''));
  const keys = good.map(({ selector }, i) => `${(selector ?? '').toLowerCase()}._domainkey.${domains[i]}`);
  const to = [...new Set(good.flatMap(signedTo))];
  return {
    domains: [...new Set(domains)],
    keys: [...new Set(keys)],
    ...(to.length === 1 && { to: to[0]! }),
  };
};

/** The addresses of the To fields that this signature covers: one put above them by somebody else is none of those. */
const signedTo = ({ signingHeaders }: Checked): string[] =>
  Buffer.from(signingHeaders?.canonicalizedHeader ?? '', 'base64')
    .toString('utf8')
    .split(/\r\n(?![ \t])/)
    .filter((field) => /^to[ \t]{0,9}:/i.test(field))
    .flatMap((field) => addressesIn(field.slice(field.indexOf(':') + 1)));

interface Checked {
  readonly signingDomain?: string;
  readonly selector?: string;
  readonly algo?: string;
  readonly signature?: string;
  readonly signingHeaders?: { readonly canonicalizedHeader: string };
  readonly status: { readonly result: string };
}

/** A DKIM signature covers the header fields and a hash of the body: it may be good though the body is gone. mailauth
 *  does not look at it then, but hands out what was signed. */
const headersVerify = async (result: Checked, resolver: Resolver): Promise<boolean> => {
  const { signingDomain, selector, algo, signature, signingHeaders } = result;
  if (!signingDomain || !selector || !signature || !signingHeaders) return false;
  const key = keyOf(await resolver(`${selector}._domainkey.${signingDomain}`, 'TXT'));
  if (!key) return false;
  const signed = Buffer.from(signingHeaders.canonicalizedHeader, 'base64');
  const isRsa = key.asymmetricKeyType === 'rsa';
  if (isRsa && (key.asymmetricKeyDetails?.modulusLength ?? 0) < 1024) return false;
  return verify(
    isRsa ? (algo?.toLowerCase() === 'rsa-sha1' ? 'RSA-SHA1' : 'RSA-SHA256') : null,
    isRsa ? signed : createHash('sha256').update(signed).digest(),
    key,
    Buffer.from(signature, 'base64'),
  );
};

/** RFC 6376 section 3.6.1, RFC 8463: the p= of a key record. Undefined when it was revoked or is none. */
const keyOf = (records: unknown): KeyObject | undefined => {
  const record = Array.isArray(records) ? (records as unknown[])[0] : undefined;
  const text = Array.isArray(record) ? record.join('') : typeof record === 'string' ? record : '';
  const p = /(?:^|;)\s{0,20}p\s{0,5}=\s{0,20}([A-Za-z0-9+/=\s]{20,4000})/.exec(text)?.[1];
  if (p === undefined) return undefined;
  const der = Buffer.from(p, 'base64');
  try {
    return der.length === 32
      ? createPublicKey({
          key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), der]),
          format: 'der',
          type: 'spki',
        })
      : createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    return undefined; // no key after all
  }
};
