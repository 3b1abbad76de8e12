import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minutes, seconds } from '@app/kernel';
import { loadSettings } from './load';
import { redacted } from './redacted';
import { SettingsError } from './settings-error';

const folder = mkdtempSync(join(tmpdir(), 'settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An admin key, as short as one may be. */
const KEY = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

const load = (environment: Record<string, string> = {}) =>
  loadSettings({ environment, workingDir: '/work-here' });
const withFile = (yaml: string, environment: Record<string, string> = {}) => {
  const file = join(folder, 'desk.yaml');
  writeFileSync(file, yaml);
  return load({ MELDKAMER_CONFIG: file, ...environment });
};
const refusal = (act: () => unknown): SettingsError => {
  try {
    act();
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
};
const refused = (act: () => unknown) =>
  refusal(act)
    .message.split('\n')
    .slice(1)
    .map((line) => line.trim());

describe('settings', () => {
  it('are complete and right as shipped', () => {
    const settings = load();
    expect(settings.http).toMatchObject({ host: '127.0.0.1', port: 3000 });
    expect(settings.smtp).toMatchObject({ port: 2525, size: 25 * 1024 * 1024, recipients: 100 });
    expect(settings.platform).toEqual({ kind: 'simulated', timeout: seconds(10) });
    expect(Object.keys(settings.brands)).toEqual(expect.arrayContaining(['iconneqt', 'spotler']));
    expect(settings.dataDir).toMatch(/^\/.*\/data$/);
    expect(settings.mail.relay).toBeUndefined();
  });

  it('take a variable before the file, and the file before what is shipped', () => {
    const yaml = 'http: { port: 4000, host: 0.0.0.0 }';
    expect(withFile(yaml, { MELDKAMER_HTTP__PORT: '5000' }).http).toMatchObject({
      port: 5000,
      host: '0.0.0.0',
      requestTimeout: 30_000,
    });
  });

  it('read numbers, truth, durations, sizes, lists and levels from variables', () => {
    const settings = load({
      MELDKAMER_HTTP__PORT: '0',
      MELDKAMER_SMTP__ENABLED: 'false',
      MELDKAMER_SMTP__SIZE: '1MiB',
      MELDKAMER_HTTP__BODY_LIMIT: '2048',
      MELDKAMER_PLATFORM__TIMEOUT: '2m',
      MELDKAMER_HTTP__TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      MELDKAMER_HTTP__RATES__KEY: '{ count: 1, per: 1m, burst: 2 }',
      MELDKAMER_HTTP__PUBLIC_URL: 'https://abuse.example',
      MELDKAMER_BRANDS__SPOTLER__ENFORCEMENT: 'shadow',
      MELDKAMER_LOG_LEVEL: '',
    });
    expect(settings.http).toMatchObject({
      port: 0,
      bodyLimit: 2048,
      trustedProxies: ['10.0.0.0/8', '::1'],
      rates: { key: { count: 1, per: 60_000, burst: 2 } },
      publicUrl: 'https://abuse.example',
    });
    expect(settings.smtp).toMatchObject({ enabled: false, size: 1024 * 1024 });
    expect(settings.platform.timeout).toBe(minutes(2));
    expect(settings.brands).toMatchObject({ spotler: { enforcement: 'shadow', policy: 'spotler' } });
    expect(settings.logLevel).toBe('info');
  });

  it('name every variable of interface.md', () => {
    expect(
      load({
        MELDKAMER_DATA_DIR: '/d',
        MELDKAMER_POLICIES_DIR: '/p',
        MELDKAMER_SOURCES_DIR: '/s',
        MELDKAMER_MAIL__RELAY: 'smtp://relay.example:25',
        MELDKAMER_PLATFORM__KIND: 'webhook',
        MELDKAMER_PLATFORM__URL: 'http://127.0.0.1:9/orders',
        MELDKAMER_PLATFORM__SECRET: 'shh',
        MELDKAMER_STORE__KIND: 'sqlite',
        MELDKAMER_STORE__KURRENTDB_URL: 'esdb://127.0.0.1:2113',
        MELDKAMER_STORE__POSTGRES_URL: 'postgres://127.0.0.1/desk',
        MELDKAMER_KEYS__MASTER_FILE: '/k',
        MELDKAMER_DNS__ZONE_FILE: '/z',
        MELDKAMER_DNS__SERVERS: '127.0.0.1:5353,[2001:db8::53]:53,192.0.2.53',
        MELDKAMER_BLOCKLISTS_DIR: '/b',
        MELDKAMER_ADMIN_KEY: KEY,
        MELDKAMER_LOG_LEVEL: 'debug',
      }),
    ).toMatchObject({
      dataDir: '/d',
      policiesDir: '/p',
      sourcesDir: '/s',
      blocklistsDir: '/b',
      mail: { relay: 'smtp://relay.example:25' },
      platform: { kind: 'webhook', url: 'http://127.0.0.1:9/orders', secret: 'shh' },
      store: { kurrentdbUrl: 'esdb://127.0.0.1:2113', postgresUrl: 'postgres://127.0.0.1/desk' },
      keys: { masterFile: '/k' },
      dns: { zoneFile: '/z', servers: ['127.0.0.1:5353', '[2001:db8::53]:53', '192.0.2.53'] },
      adminKey: KEY,
      logLevel: 'debug',
    });
  });

  it('take relative paths from the folder of the file, or from where the program was started', () => {
    const settings = withFile('policiesDir: mine', { MELDKAMER_DATA_DIR: './store' });
    expect([settings.policiesDir, settings.dataDir]).toEqual([join(folder, 'mine'), '/work-here/store']);
  });

  it('let a file add a brand, change one and take one away', () => {
    const { brands } = withFile(`
brands:
  iconneqt: null
  spotler: { name: Ours }
  other-brand:
    { policy: p, name: n, from: a@b.example, replyDomain: r.example, locales: [en], timeZone: UTC, enforcement: shadow,
      staffedHours: [{ days: [mon], from: '09:00', to: '17:00' }] }`);
    expect(Object.keys(brands).sort()).toEqual(['aino', 'conectoo', 'other-brand', 'reference', 'spotler']);
    expect(brands).toMatchObject({ spotler: { name: 'Ours', policy: 'spotler' } });
  });
});

describe('wrong settings', () => {
  it('are refused all at once, each with its path, its value, who set it and what is allowed', () => {
    const lines = refused(() =>
      load({ MELDKAMER_HTTP__PORT: '99999', MELDKAMER_LOG_LEVEL: 'loud', MELDKAMER_SMTP__SIZE: 'big' }),
    );
    expect(lines).toEqual([
      'logLevel = "loud" (MELDKAMER_LOG_LEVEL): is not allowed; allowed: trace | debug | info | warn | error | fatal | silent',
      'http.port = 99999 (MELDKAMER_HTTP__PORT): is not allowed; allowed: a port from 0 to 65535, 0 for any free one',
      'smtp.size = "big" (MELDKAMER_SMTP__SIZE): is not allowed; allowed: a number of bytes, or one with its unit: 512KiB, 10MiB, 1GiB',
    ]);
  });

  it('suggest the name that was probably meant', () => {
    expect(refused(() => load({ MELDKAMER_HTTP__PRT: '1' }))).toEqual([
      'MELDKAMER_HTTP__PRT: no such setting; did you mean MELDKAMER_HTTP__PORT?',
    ]);
    expect(refused(() => withFile('htpp: { port: 1 }'))).toEqual([
      `htpp (${folder}/desk.yaml): no such setting; did you mean http?`,
    ]);
    expect(refused(() => withFile('http: { zzz: 1 }'))[0]).toMatch(
      /http\.zzz .*: no such setting; known here: host, port/,
    );
    expect(refused(() => load({ MELDKAMER_BRANDS__SPOTLER__NAAM: 'x' }))[0]).toMatch(
      /did you mean MELDKAMER_BRANDS__SPOTLER__NAME\?/,
    );
  });

  it('are not taken when nothing in this version would read them', () => {
    expect(
      refused(() =>
        load({ MELDKAMER_STORE__KIND: 'kurrentdb', MELDKAMER_NATS__URL: 'nats://u:pass@127.0.0.1:4222' }),
      ),
    ).toEqual([
      'store.kind = "kurrentdb" (MELDKAMER_STORE__KIND): is not available in this version; allowed: sqlite',
      'nats.url = "nats://***@127.0.0.1:4222" (MELDKAMER_NATS__URL): is not available in this version; allowed: nothing: leave it out',
    ]);
    expect(refused(() => load({ MELDKAMER_PLATFORM__ORDER_TIMEOUT: '2h' }))).toEqual([
      'MELDKAMER_PLATFORM__ORDER_TIMEOUT: no such setting', // how long an order may take, its policy says
    ]);
  });

  it('never print a secret', () => {
    const { message } = refusal(() =>
      withFile('adminKey: 12345678\nstore: { kind: kurrentdb, kurrentdbUrl: "http://u:pass-word@h" }', {
        MELDKAMER_MAIL__RELAY: 'ftp://user:pass-word@relay',
      }),
    );
    expect(message).toMatch(/mail\.relay = "ftp:\/\/\*\*\*@relay"/);
    expect(message).toMatch(/adminKey \(.*\): is not allowed/);
    expect(message).toMatch(/store\.kurrentdbUrl = "http:\/\/\*\*\*@h"/);
    expect(message).not.toMatch(/12345678|pass-word/);
  });

  it('include an admin key that can be guessed, and never print it', () => {
    const refusedAs = (key: string, host = '0.0.0.0') =>
      refused(() => load({ MELDKAMER_ADMIN_KEY: key, MELDKAMER_HTTP__HOST: host }));
    expect(refusedAs('k')).toEqual([
      'adminKey (MELDKAMER_ADMIN_KEY): is too short, with 1 characters; allowed: letters, digits and signs without spaces, ' +
        'as `openssl rand -hex 32` prints them: 32 to 512, or 8 at least where the API listens on this machine only',
    ]);
    expect(refusedAs(KEY.slice(1))).toEqual([expect.stringContaining('is too short, with 31 characters')]);
    expect(refusedAs('password'.repeat(8))).toEqual([expect.stringContaining('is too easily guessed')]);
    expect(refusedAs(`${KEY} ${KEY}`)).toEqual([expect.stringContaining('holds a space')]);
    expect(refusedAs(KEY.repeat(17))).toEqual([expect.stringContaining('is too long')]);
    expect(refusedAs('2short', '127.0.0.1')).toEqual([expect.stringContaining('is too short')]);
    for (const host of ['127.0.0.1', 'localhost', '::1'])
      expect(load({ MELDKAMER_ADMIN_KEY: 'for-a-try', MELDKAMER_HTTP__HOST: host }).adminKey).toBe(
        'for-a-try',
      );
    expect(load({ MELDKAMER_ADMIN_KEY: KEY }).adminKey).toBe(KEY);
  });

  it('say what a kind needs', () =>
    expect(refused(() => load({ MELDKAMER_PLATFORM__KIND: 'webhook' }))).toEqual([
      'platform.url: needed when platform.kind is webhook; allowed: http://… or https://…',
      expect.stringMatching(
        /^platform\.secret: needed when platform\.kind is webhook; allowed: the secret shared/,
      ),
    ]));

  it('include a secret that can be guessed, when the platform is on another machine', () => {
    const at = (url: string, secret: string) => () =>
      load({
        MELDKAMER_PLATFORM__KIND: 'webhook',
        MELDKAMER_PLATFORM__URL: url,
        MELDKAMER_PLATFORM__SECRET: secret,
      });
    expect(refused(at('https://platform.example/orders', 'shh'))).toEqual([
      expect.stringMatching(/^platform\.secret .*is too short, with 3 characters/),
    ]);
    expect(at('http://[::1]:9/orders', 'shh')().platform.secret).toBe('shh');
    expect(at('https://platform.example/orders', KEY)().platform.secret).toBe(KEY);
  });

  it('include half a brand, an item of a list, hours that end before they begin, an unknown zone', () => {
    expect(refused(() => withFile('brands: { new: { policy: p } }')).length).toBeGreaterThan(4);
    expect(refused(() => withFile('brands: { spotler: { locales: [fr], timeZone: Mars/Base } }'))).toEqual([
      expect.stringMatching(/^brands\.spotler\.locales\[0\] = "fr" .*allowed: a list of nl, en/),
      expect.stringMatching(/^brands\.spotler\.timeZone = "Mars\/Base" .*IANA/),
    ]);
    expect(
      refused(() =>
        withFile('brands: { spotler: { staffedHours: [{ days: [mon], from: "17:00", to: "09:00" }] } }'),
      ),
    ).toEqual([expect.stringMatching(/staffedHours\[0\]\.to .*must be later than from/)]);
    expect(refused(() => withFile('brands: { "Bad Id": { policy: p } }')).join()).toMatch(/Bad Id/);
  });

  it('include a file that is absent, is no YAML, or names a prototype', () => {
    expect(refused(() => load({ MELDKAMER_CONFIG: 'nowhere.yaml' }))).toEqual([
      expect.stringMatching(/^\/work-here\/nowhere\.yaml: cannot be read/),
    ]);
    expect(refused(() => withFile('a: b: c'))).toEqual([expect.stringMatching(/is no YAML/)]);
    expect(refused(() => withFile('- a'))).toEqual([expect.stringMatching(/settings by name/)]);
    expect(refused(() => withFile('__proto__: { polluted: true }'))).toEqual([
      expect.stringMatching(/^__proto__ .*no such setting/),
    ]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('printed settings', () =>
  it('hide keys, secrets and the passwords in URLs', () => {
    const settings = load({
      MELDKAMER_ADMIN_KEY: `TOPSECRET-${KEY}`,
      MELDKAMER_PLATFORM__SECRET: 'TOPSECRET',
      MELDKAMER_MAIL__RELAY: 'smtp://me:TOPSECRET@relay.example:587',
    });
    const printed = JSON.stringify(redacted(settings));
    expect(printed).not.toContain('TOPSECRET');
    expect(redacted(settings)).toMatchObject({
      mail: { relay: 'smtp://***@relay.example:587' },
      adminKey: '[hidden]',
    });
  }));

describe('mailboxes', () => {
  const fbl = '{ name: fbl, host: imap.example, user: fbl, passwordFile: secrets/fbl }';

  it('are a list, in a file or in a variable, whose paths are relative to where it stands', () => {
    expect(withFile(`imap: [${fbl}]`).imap).toEqual([
      { name: 'fbl', host: 'imap.example', user: 'fbl', passwordFile: join(folder, 'secrets/fbl') },
    ]);
    expect(load({ MELDKAMER_IMAP: `[${fbl}]` }).imap[0]?.passwordFile).toBe('/work-here/secrets/fbl');
  });

  it('have a password, in a file or here, and say what is wrong without printing it', () => {
    const both = '{ name: fbl, host: imap.example, user: fbl, password: hunter2, passwordFile: x }';
    const none = '{ name: fbl, host: imap.example, user: fbl }';
    for (const account of [both, none])
      expect(refused(() => withFile(`imap: [${account}]`))).toEqual([
        expect.stringMatching(/^imap\[0\]\.passwordFile .*is needed, or password, and not both/),
      ]);
    const text = refusal(() => withFile('imap: { fbl: { password: hunter2 } }')).message;
    expect(text).toMatch(/allowed: a list of \{name, host/);
    expect(text).not.toMatch(/hunter2/);
    const settings = withFile('imap: [{ name: fbl, host: imap.example, user: fbl, password: hunter2 }]');
    expect(JSON.stringify(redacted(settings))).not.toMatch(/hunter2/);
  });

  it('have names of their own, and folders apart from what is read', () => {
    expect(refused(() => withFile(`imap: [${fbl}, ${fbl}]`))).toEqual([
      expect.stringMatching(/^imap\[1\]\.name .*another account/),
    ]);
    const reads = fbl.replace('}', ', mailboxes: [Failed] }');
    expect(refused(() => withFile(`imap: [${reads}]`))).toEqual([
      expect.stringMatching(/^imap\[0\]\.mailboxes.*holds Failed/),
    ]);
  });
});
