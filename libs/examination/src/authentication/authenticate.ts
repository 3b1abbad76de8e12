import { arc as checkArc } from 'mailauth/lib/arc';
import { dkimVerify } from 'mailauth/lib/dkim/verify';
import { dmarc as checkDmarc } from 'mailauth/lib/dmarc';
import { spf as checkSpf } from 'mailauth/lib/spf';
import type { ARCData, ARCResult, DKIMVerifyResult, DNSResolver } from 'mailauth';
import { domainOf, isWithin } from '../fields/address';
import { networkLines } from '../mime/lines';
import { spfByOwnServer } from './authentication-results';
import { excessOf } from './excess';
import { codeOf, DnsError, isAbsent, type Resolver } from './resolver';
import { UNVERIFIED, type SignatureVerdict, type Verdict, type VerdictWord } from './verdict';

/** How the message came to us, as far as the channel vouches for it. */
export interface Travelled {
  readonly mailFrom: string;
  readonly clientIp?: string | undefined;
  readonly helo?: string | undefined;
  /** Of the mail server of our own that handed it on, where we cannot know the client: its word on SPF is taken. */
  readonly authservId?: string | undefined;
}

/** DKIM, SPF, DMARC and ARC by mailauth, on the bytes as received. `receivedAt` (epoch ms) is when signatures have to be
 *  valid: a report that waited a day for DNS is judged by the day it came. `registered` are domains whose good signature
 *  decides alone: then neither SPF nor DMARC is asked for, nor the half dozen look-ups that they take. Never rejects for
 *  what a message holds. */
export const authenticate = async (
  bytes: Uint8Array,
  travelled: Travelled,
  receivedAt: number,
  resolver: Resolver,
  registered: readonly string[] = [],
): Promise<Verdict> => {
  const skipped = excessOf(bytes);
  if (skipped !== undefined) return { ...UNVERIFIED, skipped };
  const watched = watching(resolver);
  const options: Options = { resolver: watched.resolve as DNSResolver, minBitLength: 1024 };

  const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dkim = await dkimVerify(networkLines(message), {
    ...options,
    sender: travelled.mailFrom,
    curTime: new Date(receivedAt),
  });
  const from = dkim.headerFrom.length === 1 && onlyFrom(dkim) ? dkim.headerFrom[0] : undefined;
  const signatures = signaturesOf(dkim, from !== undefined);
  const decided = signatures.some(
    ({ domain, result, whole }) =>
      result === 'pass' && whole && registered.some((parent) => isWithin(domain, parent)),
  );
  const chain = dkim.arc?.chain ? await checkArc(dkim.arc as ARCData, options) : undefined;
  const spf = decided ? NO_SPF : (ownServersSpf(travelled, dkim) ?? (await spfVerdict(travelled, options)));
  return {
    ...(from === undefined ? {} : { from }),
    dkim: signatures,
    spf,
    dmarc: decided || from === undefined ? 'none' : await dmarcVerdict(from, signatures, spf, options),
    arc: arcVerdict(chain),
    dnsTrouble: watched.trouble(),
  };
};

interface Options {
  readonly resolver: DNSResolver;
  readonly minBitLength: number;
}

const NO_SPF: Verdict['spf'] = { result: 'none' };

const ownServersSpf = ({ clientIp, authservId }: Travelled, { headers }: DKIMVerifyResult) => {
  if (clientIp !== undefined || authservId === undefined) return undefined;
  const fields = headers?.parsed.filter(({ key }) => key === 'authentication-results') ?? [];
  // Its types say string, and it is a Buffer.
  const values = fields.map(({ line }) =>
    String(line)
      .replace(/^[^:]*:/, '')
      .replace(/\r?\n/g, ''),
  );
  return spfByOwnServer(values, authservId);
};

const spfVerdict = async (
  { mailFrom, clientIp, helo }: Travelled,
  options: Options,
): Promise<Verdict['spf']> => {
  if (clientIp === undefined) return NO_SPF;
  const { status, domain } = await checkSpf({
    ...options,
    sender: mailFrom,
    ip: clientIp,
    helo: helo ?? `[${clientIp}]`,
    mta: 'desk', // only goes into texts that nobody reads; the default asks the operating system each time
  });
  return { result: word(status.result), domain: domainOf(domain) };
};

const dmarcVerdict = async (
  from: string,
  signatures: readonly SignatureVerdict[],
  spf: Verdict['spf'],
  { resolver }: Options,
): Promise<VerdictWord> => {
  const passed = signatures.filter(({ result, whole }) => result === 'pass' && whole);
  const result = await checkDmarc({
    headerFrom: [from],
    spfDomains: spf.result === 'pass' && spf.domain !== undefined ? [spf.domain] : [],
    dkimDomains: passed.map(({ domain }) => ({ id: domain, domain })),
    resolver,
  });
  return result ? word(result.status.result) : 'none';
};

/** Two From fields: which one is verified and which one people see is anybody's guess. */
const onlyFrom = (dkim: DKIMVerifyResult): boolean =>
  dkim.headers?.parsed.filter(({ key }) => key === 'from').length === 1;

const signaturesOf = (dkim: DKIMVerifyResult, oneFrom: boolean): SignatureVerdict[] =>
  (dkim.results as Signature[])
    .filter(({ signingDomain }) => typeof signingDomain === 'string' && signingDomain !== '')
    .map((signature) => ({
      domain: domainOf(signature.signingDomain),
      result: signatureWord(signature),
      whole:
        !signature.canonBodyLengthLimited &&
        (signature.signingHeaders?.keys ?? '')
          .toLowerCase()
          .split(/[:\s]+/)
          .includes('from'),
      aligned: oneFrom && signature.status.aligned !== undefined && signature.status.aligned !== false,
    }));

/** What mailauth says of a signature beyond what it declares. */
type Signature = DKIMVerifyResult['results'][number] & {
  readonly canonBodyLengthLimited?: boolean;
  readonly signingHeaders?: { readonly keys: string };
  readonly signatureTimeValid?: boolean;
  readonly status: { readonly aligned?: boolean | string };
};

/** mailauth calls a missing key neutral, like a changed body; the one says nothing about the message, the other does. */
const signatureWord = ({ status, signatureTimeValid }: Signature): VerdictWord => {
  if (status.result === 'neutral' && status.comment === 'no key') return 'unknown';
  if (status.result === 'pass' && signatureTimeValid === false) return 'neutral'; // of the future
  return word(status.result);
};

const WORDS = new Set(['pass', 'fail', 'softfail', 'neutral', 'policy', 'none', 'permerror']);
const word = (result: string | undefined): VerdictWord =>
  result === undefined || result === 'skipped'
    ? 'none'
    : WORDS.has(result)
      ? (result as VerdictWord)
      : 'unknown'; // temperror

const arcVerdict = (result: ARCResult | undefined): Verdict['arc'] => {
  if (!result) return { result: 'none', vouchedFor: [] };
  const passed = word(result.status.result);
  if (passed !== 'pass') return { result: passed, vouchedFor: [] };
  const sealer = result.chain?.at(-1)?.['arc-seal']?.parsed?.['d']?.value;
  const said = (result.authenticationResults?.['dkim'] ?? []) as readonly {
    readonly result?: string;
    readonly header?: { readonly i?: string; readonly d?: string };
  }[];
  return {
    result: 'pass',
    ...(typeof sealer === 'string' ? { sealer: sealer.toLowerCase() } : {}),
    vouchedFor: said
      .filter((entry) => entry.result === 'pass')
      .map((entry) => domainOf(entry.header?.d ?? entry.header?.i ?? ''))
      .filter((domain) => domain !== ''),
  };
};

/** Notes whether a server that was asked did not answer. mailauth tells such trouble apart in DKIM and SPF only. */
const watching = (resolver: Resolver): { resolve: Resolver; trouble: () => boolean } => {
  let trouble = false;
  return {
    resolve: async (name, type) => {
      try {
        return await resolver(name, type);
      } catch (error) {
        if (isAbsent(error)) throw new DnsError('ENOTFOUND', name);
        trouble = true;
        throw new DnsError(codeOf(error), name);
      }
    },
    trouble: () => trouble,
  };
};
