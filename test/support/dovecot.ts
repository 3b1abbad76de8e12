import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import type { ImapAccount } from '@app/channels';
import { freePort } from './desk-process';
import { eventually } from './eventually';

export interface DovecotOptions {
  /** With a certificate of its own making; `none` unless told otherwise. */
  readonly tls?: 'implicit' | 'starttls' | 'none';
  /** Below which all folders but INBOX lie, as on servers of old: `INBOX.`; none unless told otherwise. */
  readonly prefix?: string;
  /** What it says it can, instead of all it can. */
  readonly capability?: string;
  /** By name. */
  readonly passwords?: Readonly<Record<string, string>>;
}

const PATH = `${process.env['PATH']}:/usr/sbin:/usr/local/sbin`; // where Debian keeps it, and not every shell looks
const env = { ...process.env, PATH };

/** Why there is none here; undefined when there is. */
export const noDovecot = (): string | undefined => {
  try {
    execFileSync('dovecot', ['--version'], { stdio: 'ignore', env });
    return undefined;
  } catch {
    return 'there is no dovecot here (Debian: dovecot-imapd)';
  }
};

/** A real IMAP server in a folder of its own, on a port of its own, with Maildirs. */
export class Dovecot {
  private process: ChildProcess | undefined;
  readonly caFile: string;

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly options: DovecotOptions,
  ) {
    this.caFile = join(folder, 'cert.pem');
  }

  static async start(options: DovecotOptions = {}): Promise<Dovecot> {
    const folder = mkdtempSync(join(tmpdir(), 'dovecot-'));
    chmodSync(folder, 0o755); // its parts run as several users when it is started by root
    const dovecot = new Dovecot(folder, await freePort(), options);
    dovecot.configure();
    await dovecot.up();
    return dovecot;
  }

  async up(): Promise<void> {
    const child = (this.process = spawn('dovecot', ['-F', '-c', this.conf], {
      stdio: 'ignore',
      env,
      detached: true, // a group of its own, so that it can be killed with all its parts
    }));
    await eventually('dovecot answers', async () => {
      if (child.exitCode !== null) throw new Error(`dovecot ended with ${child.exitCode}:\n${this.log()}`);
      return this.with('abuse', () => Promise.resolve(true)).catch(() => false);
    });
  }

  /** All of it at once, as losing power would end it. */
  async kill(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  account(more: Partial<ImapAccount> = {}): ImapAccount {
    const { port, options } = this;
    const user = more.user ?? 'abuse';
    return {
      name: user,
      host: '127.0.0.1',
      port,
      user,
      password: this.passwordOf(user),
      tls: options.tls ?? 'none',
      ...more,
    };
  }

  setPassword(user: string, password: string): void {
    this.writeUsers({ ...this.options.passwords, [user]: password });
  }

  /** Over IMAP, so that whoever waits in IDLE is told. */
  deliver(mailbox: string, ...messages: string[]): Promise<void> {
    return this.with('abuse', async (client) => {
      for (const message of messages) await client.append(mailbox, message);
    });
  }

  /** Many at once, as a delivery agent does: into the Maildir of INBOX. */
  drop(messages: readonly string[]): void {
    const folder = join(this.folder, 'mail/abuse/new');
    messages.forEach((message, n) => writeFileSync(join(folder, `${1_700_000_000 + n}.M${n}.mx`), message));
    if (process.getuid?.() === 0) execFileSync('chown', ['-R', 'mail:mail', folder]);
  }

  /** As a person does who has looked at what lay there. */
  empty(mailbox: string): Promise<void> {
    return this.with('abuse', async (client) => {
      await client.mailboxOpen(mailbox);
      await client.messageDelete('1:*');
    });
  }

  makeMailbox(mailbox: string): Promise<void> {
    return this.with('abuse', async (client) => void (await client.mailboxCreate(mailbox)));
  }

  /** What lies there, by subject; undefined when there is no such mailbox. */
  subjects(mailbox: string, user = 'abuse'): Promise<string[] | undefined> {
    return this.with(user, async (client) => {
      if (!(await client.list()).some(({ path }) => path === mailbox)) return undefined;
      const { exists } = await client.mailboxOpen(mailbox, { readOnly: true });
      if (exists === 0) return []; // to ask for 1:* of nothing is an error
      const all = await client.fetchAll('1:*', { envelope: true });
      return all.map(({ envelope }) => envelope?.subject ?? '');
    });
  }

  /** INBOX gets a new UIDVALIDITY and its messages new UIDs, from 1: as after a restore, every UID that anybody remembers
   *  is void. */
  async reassignUids(): Promise<void> {
    const before = await this.uidValidity();
    const folder = join(this.folder, 'mail/abuse');
    for (const name of readdirSync(folder).filter((one) => /^dovecot[.-](uidlist|index)/.test(one)))
      rmSync(join(folder, name));
    execFileSync(
      'doveadm',
      [
        '-c',
        this.conf,
        'mailbox',
        'update',
        '-u',
        'abuse',
        '--uid-validity',
        String(before + 1000n),
        'INBOX',
      ],
      { stdio: 'pipe', env },
    );
  }

  uidValidity(): Promise<bigint> {
    return this.with('abuse', async (client) => (await client.mailboxOpen('INBOX')).uidValidity);
  }

  log(): string {
    const file = join(this.folder, 'log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  private get conf(): string {
    return join(this.folder, 'dovecot.conf');
  }

  private passwordOf(user: string): string {
    return this.options.passwords?.[user] ?? 'secret';
  }

  private async with<T>(user: string, use: (client: ImapFlow) => Promise<T>): Promise<T> {
    const { tls, password, ...account } = this.account({ user });
    const client = new ImapFlow({
      ...account,
      secure: tls === 'implicit',
      tls: { rejectUnauthorized: false },
      auth: { user, pass: password! },
      logger: false,
      disableAutoIdle: true,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await use(client);
    } finally {
      client.close();
    }
  }

  private writeUsers(passwords: Readonly<Record<string, string>>): void {
    const lines = Object.entries({ abuse: 'secret', ...passwords }).map(
      ([user, password]) => `${user}:{PLAIN}${password}::::::\n`,
    );
    writeFileSync(join(this.folder, 'users'), lines.join(''), { mode: 0o644 });
  }

  private configure(): void {
    const { folder, port } = this;
    const { tls = 'none', prefix = '', capability, passwords = {} } = this.options;
    const { name, group, internal, login } = owner();
    for (const part of ['mail', 'home']) mkdirSync(join(folder, part));
    if (name === 'mail')
      execFileSync('chown', [`${name}:${group}`, join(folder, 'mail'), join(folder, 'home')]);
    if (tls !== 'none') this.makeCertificate();
    this.writeUsers(passwords);
    writeFileSync(
      this.conf,
      `protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
ssl = ${tls !== 'none' ? `required\nssl_cert = <${this.caFile}\nssl_key = <${folder}/key.pem` : 'no'}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:${folder}/mail/%u
mail_uid = ${name}
mail_gid = ${group}
first_valid_uid = 1
mail_max_userip_connections = 100
default_internal_user = ${internal}
default_internal_group = ${internal === name ? group : internal}
default_login_user = ${login}
default_vsz_limit = 0
${capability === undefined ? '' : `imap_capability = ${capability}\n`}passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=${name} gid=${group} home=${folder}/home/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${tls === 'implicit' ? 0 : port}
  }
  inet_listener imaps {
    port = ${tls === 'implicit' ? port : 0}
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0 # a wrong password is answered at once
  }
}
service stats {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = ${prefix === '' ? '/' : prefix.at(-1)}
  prefix = ${prefix}
}
`,
    );
  }

  private makeCertificate(): void {
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject].concat([
        '-keyout',
        join(this.folder, 'key.pem'),
        '-out',
        this.caFile,
      ]),
      { stdio: 'ignore' },
    );
  }
}

/** Root may not own mail, so that Debian's users do; anybody else is everything himself. */
const owner = () => {
  const me = userInfo();
  if (me.uid === 0) return { name: 'mail', group: 'mail', internal: 'dovecot', login: 'dovenull' };
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  return { name: me.username, group, internal: me.username, login: me.username };
};
