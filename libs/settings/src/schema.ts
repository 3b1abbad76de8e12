import { z } from 'zod';
import { brandId, duration, hours, locale, minutes, seconds } from '@app/kernel';
import {
  addressBlock,
  bytes,
  described,
  domain,
  flag,
  integer,
  list,
  mailbox,
  nameServer,
  oneOf,
  path,
  port,
  text,
  timeZone,
  url,
} from './fields';

// No defaults here: `config/default.yaml` holds every one of them, beside a comment that says what it is for. A setting
// that may be absent says so with `optional`.

const span = () => described(duration, 'a whole number and s, m, h or d: 90s, 15m, 24h, 30d');

/** A token bucket: `count` per `per` on average, `burst` at once. */
const rate = () =>
  z.strictObject({ count: integer(1, 1_000_000), per: span(), burst: integer(1, 1_000_000) });
export type Rate = z.output<ReturnType<typeof rate>>;

const http = z.strictObject({
  host: text('an address or host name to listen on'),
  port: port(),
  publicUrl: url('http', 'https').optional(),
  trustedProxies: list(addressBlock(), 'a list of IP addresses and blocks'),
  bodyLimit: bytes(),
  requestTimeout: span(),
  rates: z.strictObject({ key: rate(), address: rate() }),
});

const smtp = z.strictObject({
  enabled: flag(),
  host: text('an address or host name to listen on'),
  port: port(),
  hostname: domain().optional(),
  size: bytes(),
  recipients: integer(1, 10_000),
  accept: list(
    z.string().min(1),
    'a list of recipients such as fbl@desk.example or *@answers.example',
  ).optional(),
  connections: integer(1, 100_000),
  connectionsPerBlock: integer(1, 100_000),
  idleTimeout: span(),
  messageTimeout: span(),
  memory: bytes(),
  rates: z.strictObject({ messages: rate(), connections: rate(), bytes: rate().optional() }),
  tls: z
    .strictObject({ certFile: path('a certificate chain in PEM'), keyFile: path('its key in PEM') })
    .optional(),
});

const lmtp = z.strictObject({
  enabled: flag(),
  host: text('an address or host name to listen on'),
  port: port(),
  socket: path('a socket to listen on, instead of host and port').optional(),
});

const imapAccount = z
  .strictObject({
    name: described(
      z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
      'a name of its own: up to 32 lower-case letters, digits and hyphens',
    ),
    host: text('the address or host name of an IMAP server'),
    port: integer(1, 65_535).optional(),
    tls: oneOf('implicit', 'starttls', 'none').optional(),
    caFile: path('certificates in PEM').optional(),
    user: text('a user name'),
    password: text('a password', { secret: 'all' }).optional(),
    passwordFile: path('a file that holds the password').optional(),
    mailboxes: described(z.array(z.string().min(1)).min(1), 'a list of mailboxes').optional(),
    processed: text('a mailbox').optional(),
    failed: text('a mailbox').optional(),
    batch: integer(1, 1_000).optional(),
    batchBytes: bytes().optional(),
  })
  .superRefine(({ password, passwordFile, mailboxes = ['INBOX'], processed, failed }, context) => {
    const wrong = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if ((password === undefined) === (passwordFile === undefined))
      wrong('passwordFile', 'is needed, or password, and not both');
    for (const folder of [processed ?? 'Processed', failed ?? 'Failed'])
      if (mailboxes.includes(folder)) wrong('mailboxes', `holds ${folder}, where messages go that were read`);
  });

const imap = described(z.array(imapAccount), 'a list of {name, host, user, passwordFile, …}', {
  secret: 'all', // a list that is wrong as a whole is not printed: passwords stand in it
}).superRefine((accounts, context) => {
  accounts.forEach(({ name }, at) => {
    if (accounts.findIndex((other) => other.name === name) < at)
      context.addIssue({ code: 'custom', path: [at, 'name'], message: 'is another account’s name already' });
  });
});

const mail = z.strictObject({
  relay: url('smtp', 'smtps').optional(),
  timeout: span(),
});

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);
const SHORTEST_SECRET = 24;

const platform = z
  .strictObject({
    kind: oneOf('simulated', 'webhook'),
    url: url('http', 'https').optional(),
    secret: text(
      `the secret shared with the platform, as \`openssl rand -hex 32\` prints it: ${SHORTEST_SECRET} characters at least where it is on another machine`,
      { secret: 'all' },
    ).optional(),
    timeout: span(),
  })
  .superRefine(({ kind, ...given }, context) => {
    if (kind !== 'webhook') return;
    for (const needed of ['url', 'secret'] as const)
      if (given[needed] === undefined)
        context.addIssue({ code: 'custom', path: [needed], message: 'needed when platform.kind is webhook' });
    // Whoever guesses it confirms orders that nobody carried out.
    const { url: to, secret } = given;
    if (
      to !== undefined &&
      secret !== undefined &&
      !isLoopback(new URL(to).hostname) &&
      secret.length < SHORTEST_SECRET
    )
      context.addIssue({
        code: 'custom',
        path: ['secret'],
        message: `is too short, with ${secret.length} characters, for a platform on another machine`,
      });
  });

/** Named by the interface, and nothing reads it so far: a desk that took it would look connected, and would not be. */
const NOT_YET = 'is not available in this version';

const store = z
  .strictObject({
    kind: described(z.enum(['sqlite', 'kurrentdb']), 'sqlite'),
    kurrentdbUrl: url('esdb', 'esdb+discover', 'kurrentdb', 'kurrentdb+discover').optional(),
    postgresUrl: url('postgres', 'postgresql').optional(),
  })
  .superRefine(({ kind }, context) => {
    if (kind === 'kurrentdb') context.addIssue({ code: 'custom', path: ['kind'], message: NOT_YET });
  });

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const clockTime = () => described(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), 'a time of day: 09:00');
/** When somebody is at the desk, in the brand's time zone. */
const staffedHours = z
  .strictObject({
    days: list(oneOf(...DAYS), `a list of ${DAYS.join(', ')}`),
    from: clockTime(),
    to: clockTime(),
  })
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    message: 'must be later than from; hours over midnight are two entries',
  });

const brand = z.strictObject({
  policy: text('the id of a policy file'),
  name: text('the name customers know'),
  from: mailbox(),
  replyDomain: domain(),
  locales: described(z.array(locale).min(1), 'a list of nl, en; the first is the default'),
  timeZone: timeZone(),
  staffedHours: described(z.array(staffedHours).min(1), 'a list of {days, from, to}').optional(),
  enforcement: oneOf('live', 'shadow'),
  /** For the record of processing: where data and its backups are kept, in words. */
  residency: z
    .strictObject({ data: text('where data is kept'), backups: text('where backups are kept') })
    .optional(),
});
export type Brand = z.output<typeof brand>;

const sweep = z.strictObject({
  at: clockTime(),
  timeLimit: described(
    duration.refine((span) => span >= seconds(1) && span <= hours(12)),
    'a time from 1s to 12h',
  ),
  /** What we send from ourselves, or for several accounts. */
  own: z.strictObject({
    ips: list(addressBlock(), 'a list of IP addresses and blocks'),
    domains: list(domain(), 'a list of domains'),
  }),
});

const alertRule = z
  .strictObject({
    queues: described(
      z.array(z.string().min(1)).min(1),
      'a list of queues, as GET /v1/queues names them',
    ).optional(),
    after: span(),
    repeat: described(
      duration.refine((time) => time >= minutes(1)),
      'a time of 1m at least',
    ),
    mail: mailbox().optional(),
    url: url('http', 'https').optional(),
  })
  .refine(({ mail, url: to }) => mail !== undefined || to !== undefined, {
    path: ['mail'],
    message: 'is needed, or url: somebody has to be told',
  });

const alerts = z.strictObject({
  from: mailbox(),
  secret: text('a secret shared with whoever takes the posts', { secret: 'all' }).optional(),
  timeout: span(),
  rules: list(alertRule, 'a list of {queues, after, repeat, mail, url}'),
});

const limits = z.strictObject({
  freeDisk: bytes(),
  sendLogRows: integer(1_000, 1_000_000_000),
  examiners: integer(1, 64),
  examinationTimeout: span(),
});

const retention = z.strictObject({
  rawReports: span(),
  sendLog: span(),
  idempotencyKeys: span(),
});

const SHORTEST_KEY = 8;
const SHORTEST_KEY_ABROAD = 32;
const FEWEST_DIFFERENT = 8; // of 32 random hex digits there are fewer once in millions of keys
const adminKey = described(
  z.string(),
  'letters, digits and signs without spaces, as `openssl rand -hex 32` prints them: ' +
    `${SHORTEST_KEY_ABROAD} to 512, or ${SHORTEST_KEY} at least where the API listens on this machine only`,
  { secret: 'all' },
);
/** People choose it, and it opens everything: one that can be tried out from elsewhere is none. */
const weakness = (key: string, host: string): string | undefined => {
  const abroad = !isLoopback(host);
  if (!/^[\x21-\x7e]*$/.test(key)) return 'holds a space, or what is no ASCII';
  if (key.length < (abroad ? SHORTEST_KEY_ABROAD : SHORTEST_KEY))
    return `is too short, with ${key.length} characters`;
  if (key.length > 512) return `is too long, with ${key.length} characters`;
  if (abroad && new Set(key).size < FEWEST_DIFFERENT) return 'is too easily guessed: it repeats itself';
  return undefined;
};

export const settingsSchema = z
  .strictObject({
    dataDir: path('a folder'),
    policiesDir: path('a folder of policy files'),
    sourcesDir: path('a folder of feedback source files'),
    blocklistsDir: path('a folder of blocklist files'),
    adminKey: adminKey.optional(),
    logLevel: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    http,
    smtp,
    lmtp,
    imap,
    mail,
    platform,
    store,
    nats: z
      .strictObject({
        url: described(z.string().optional(), 'nothing: leave it out', { secret: 'credentials' }),
      })
      .superRefine(({ url: given }, context) => {
        if (given !== undefined) context.addIssue({ code: 'custom', path: ['url'], message: NOT_YET });
      }),
    keys: z.strictObject({ masterFile: path('the file of the master key').optional() }),
    dns: z.strictObject({
      zoneFile: path('a JSON file of DNS records').optional(),
      servers: list(nameServer(), 'a list of name servers by address').optional(),
      timeout: span(),
    }),
    brands: described(z.record(brandId, brand), 'brands by id: lower-case letters, digits and hyphens'),
    trace: z.strictObject({
      feedbackId: described(
        z.string().regex(/\{account\}/),
        'segments of a Feedback-ID of which one is {account}: {campaign}:{account}:{type}:{sender}',
      ),
      dkimDomains: list(domain(), 'a list of domains'),
    }),
    trust: z.strictObject({
      authservId: domain().optional(),
      mailboxDomains: list(domain(), 'a list of domains'),
      reportsPerComplainant: integer(1, 1_000_000),
      unvouchedReports: integer(1, 10_000_000),
    }),
    sweep,
    alerts,
    limits,
    retention,
  })
  .superRefine(({ adminKey: key, http: { host } }, context) => {
    const message = key === undefined ? undefined : weakness(key, host);
    if (message) context.addIssue({ code: 'custom', path: ['adminKey'], message });
  });

/** Durations are milliseconds, sizes bytes, paths absolute. */
export type Settings = z.output<typeof settingsSchema>;
