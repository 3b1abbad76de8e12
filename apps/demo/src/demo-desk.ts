import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { openDesk, type OpenedDesk } from '@app/nest';
import { hastyPolicies, Signer, type Zone } from '@app/testing';

/** A whole desk in a folder of its own, with policies that take seconds for hours: real SMTP, real HTTP, real stores, the
 *  platform as a process of its own. Only DNS is a file, because nobody here owns Yahoo's key. */
export class DemoDesk {
  private readonly zone: Zone = {};

  private constructor(
    readonly folder: string,
    readonly adminKey: string,
    private readonly zoneFile: string,
    private readonly desk: OpenedDesk,
  ) {}

  static async open(policies: string): Promise<DemoDesk> {
    const folder = mkdtempSync(join(tmpdir(), 'meldkamer-demo-'));
    try {
      const zoneFile = join(folder, 'zone.json');
      writeFileSync(zoneFile, '{}');
      const desk = await openDesk({
        env: {
          MELDKAMER_DATA_DIR: join(folder, 'data'),
          MELDKAMER_POLICIES_DIR: hastyPolicies(policies, join(folder, 'policies')),
          MELDKAMER_DNS__ZONE_FILE: zoneFile,
          MELDKAMER_HTTP__PORT: '0',
          MELDKAMER_SMTP__PORT: '0',
          MELDKAMER_LOG_LEVEL: 'fatal',
        },
      });
      if (desk.firstAdminKey === undefined) throw new Error('a new desk made no admin key');
      return new DemoDesk(folder, desk.firstAdminKey, zoneFile, desk);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get url(): string {
    return this.desk.url;
  }
  get smtpPort(): number {
    if (this.desk.smtpPort === null) throw new Error('this desk takes no mail');
    return this.desk.smtpPort;
  }
  get outboxFolder(): string {
    return join(this.folder, 'data', 'outbox');
  }

  async close(): Promise<void> {
    await this.desk.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A domain that signs what it sends, and whose key the desk finds. */
  signer(domain: string): Signer {
    const signer = new Signer(domain, this.zone, () => new Date());
    writeFileSync(this.zoneFile, JSON.stringify(this.zone));
    return signer;
  }

  async mail(raw: string, from: string, to: string): Promise<void> {
    const transport = createTransport({ host: '127.0.0.1', port: this.smtpPort, ignoreTLS: true });
    await transport.sendMail({ envelope: { from, to }, raw });
    transport.close();
  }

  async call<T>(method: string, path: string, body?: unknown, key = this.adminKey): Promise<T> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  /** As a browser posts the customer's form. */
  async answer(page: string, fields: Record<string, string>): Promise<void> {
    const answer = await fetch(page, { method: 'POST', body: new URLSearchParams(fields) });
    if (!answer.ok) throw new Error(`the answer page said ${answer.status}`);
  }

  /** The answer page that the newest notice to this address links to; undefined when none does yet. */
  pageFor(address: string): string | undefined {
    if (!existsSync(this.outboxFolder)) return undefined;
    const links = readdirSync(this.outboxFolder)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readFileSync(join(this.outboxFolder, name), 'utf8').replace(/=\r?\n/g, ''))
      .filter((mail) => mail.includes(`<${address}>`))
      .sort((a, b) => dateOf(a) - dateOf(b))
      .flatMap((mail) => /https?:\/\/[^\s"<>]+\/answer\/[\w.~-]+/.exec(mail)?.[0] ?? []);
    return links.at(-1);
  }
}

const dateOf = (mail: string): number => Date.parse(/^Date: (.*)$/m.exec(mail)?.[1] ?? '') || 0;
