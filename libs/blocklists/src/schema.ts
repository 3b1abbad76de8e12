import { isIP, isIPv4 } from 'node:net';
import { z } from 'zod';

/** A-labels in lower case, without the dot of the root; one label is enough (RFC 5782 section 5 tests `TEST`). */
export const isDomainName = (name: string): boolean =>
  name.length <= 253 && name.split('.').every((label) => /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/.test(label));

const domainName = z.string().refine(isDomainName, 'a domain in lower case, without a dot at the end');
const subject = z
  .string()
  .refine((text) => isIP(text) !== 0 || isDomainName(text), 'an address or a domain in lower case');

/** `listed`: for what was sent. `policy-range`: should send no mail of its own. `error`: the list answers nothing, and says
 *  why. */
const means = z.enum(['listed', 'policy-range', 'error']);
const named = { means, name: z.string().min(1).max(64) };
const answer = z
  .string()
  .refine((text) => isIPv4(text) && text.startsWith('127.'), 'an address in 127.0.0.0/8');

/** What one answer says: an address, or one bit of the last octet where a list sums up what it knows. */
export const code = z.union([
  z.strictObject({ code: answer, ...named }),
  z.strictObject({
    bit: z.int().refine((n) => [1, 2, 4, 8, 16, 32, 64, 128].includes(n), '1, 2, 4, … 128'),
    ...named,
  }),
]);
export type Code = z.output<typeof code>;

/** One file of `config/blocklists`. A list is asked when it is enabled, and only then. */
export const blocklistSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,64}$/, 'lower-case letters, digits and hyphens, up to 64'),
    name: z.string().min(1).max(100),
    enabled: z.boolean(),
    /** May hold the key of a registration: it is shown to nobody, and stored nowhere. */
    zone: domainName,
    of: z.enum(['ip', 'domain']),
    /** Whether it knows IPv6 addresses; only those that do are asked about them. */
    ipv6: z.boolean().default(false),
    codes: z.array(code).min(1).max(100),
    /** What it must list and what it must not, where its own are other than RFC 5782 section 5 has them. */
    test: z.strictObject({ listed: subject, absent: subject }).optional(),
    perSecond: z.number().min(0.1).max(10_000),
    atOnce: z.int().min(1).max(64),
    /** Where to ask to be taken off; `{subject}` stands for what is listed. */
    delisting: z
      .url({ protocol: /^https?$/ })
      .max(200)
      .nullable(),
    terms: z.string().min(1).max(1_000),
  })
  .superRefine(({ of, ipv6, codes, test }, context) => {
    const wrong = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if (of === 'domain' && ipv6) wrong(['ipv6'], 'a list of domains knows no addresses');
    if (codes.every((one) => one.means === 'error')) wrong(['codes'], 'one at least must mean a listing');
    codes.forEach((one, i) => {
      if ('code' in one && isReserved(one.code) && one.means !== 'error')
        wrong(
          ['codes', i, 'means'],
          `${one.code} is what a list answers that refuses: it can mean error only`,
        );
    });
    if (test)
      for (const which of ['listed', 'absent'] as const)
        if ((of === 'ip') !== (isIP(test[which]) !== 0))
          wrong(['test', which], of === 'ip' ? 'must be an address' : 'must be a domain');
  });
export type Blocklist = z.output<typeof blocklistSchema>;

/** Never a listing, whatever a file says: 127.0.0.1 is what answers everything (RFC 5782 section 2.1), and with 127.255.255.x
 *  Spamhaus and others refuse: a mistyped zone (252), a public resolver (254), too many questions (255). */
export const isReserved = (address: string): boolean =>
  address === '127.0.0.1' || address.startsWith('127.255.255.');
