import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { plus, type Duration, type Instant } from '@app/kernel';
import { createLogger, openDesk, type OpenedDesk } from '@app/nest';
import { FakeClock, Forwarder } from '@app/testing';
import { startSimulatedPlatform, type SimulatedPlatform } from '@app/platform';
import { Signer, type Zone } from '@app/testing';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

interface Options {
  readonly start: Instant;
  /** Settings by path, as the environment would name them: `BRANDS__SPOTLER__ENFORCEMENT`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Of the disk; the disk itself is asked unless told otherwise. */
  readonly freeBytes?: () => Promise<number>;
  readonly fetchText?: (url: string) => Promise<string>;
  readonly faults?: Parameters<typeof startSimulatedPlatform>[0]['faults'];
  /** Takes what the desk logs, a line at a time. */
  readonly log?: (line: string) => void;
}

/** A whole desk in a folder of its own: real SMTP, real HTTP, real stores, and a clock that only the test moves. */
export class TestDesk {
  private constructor(
    readonly dataDir: string,
    readonly clock: FakeClock,
    readonly platform: SimulatedPlatform,
    readonly zone: Zone,
    private desk: OpenedDesk,
    private readonly env: Record<string, string>,
    private readonly again: () => Promise<OpenedDesk>,
  ) {}

  static async open({ start, settings = {}, faults, freeBytes, fetchText, log }: Options): Promise<TestDesk> {
    const dataDir = mkdtempSync(join(tmpdir(), 'desk-'));
    const zone: Zone = {};
    const zoneFile = join(dataDir, 'zone.json');
    writeFileSync(zoneFile, '{}');
    const clock = new FakeClock(start);
    const platform = await startSimulatedPlatform({
      port: 0,
      seed: 1,
      secret: 'platform-secret',
      now: clock.now,
      ...(faults && { faults }),
    });
    const env = {
      MELDKAMER_DATA_DIR: join(dataDir, 'data'),
      MELDKAMER_HTTP__PORT: '0',
      MELDKAMER_SMTP__PORT: '0',
      MELDKAMER_ADMIN_KEY: ADMIN_KEY,
      MELDKAMER_PLATFORM__KIND: 'webhook',
      MELDKAMER_PLATFORM__URL: platform.url,
      MELDKAMER_PLATFORM__SECRET: 'platform-secret',
      MELDKAMER_DNS__ZONE_FILE: zoneFile,
      MELDKAMER_LOG_LEVEL: process.env['E2E_LOG'] ?? 'silent',
      ...Object.fromEntries(Object.entries(settings).map(([path, value]) => [`MELDKAMER_${path}`, value])),
    };
    const open = () =>
      openDesk({
        env,
        clock,
        ...(freeBytes && { freeBytes }),
        ...(fetchText && { fetchText }),
        ...(log && { logger: createLogger({ level: 'info', now: clock.now, write: log }) }),
      });
    return new TestDesk(dataDir, clock, platform, zone, await open(), env, open);
  }

  /** A domain that signs what it sends; the desk finds its key. Call before it reports. */
  signer(domain: string): Signer {
    const signer = new Signer(domain, this.zone, () => new Date(this.clock.now()));
    writeFileSync(join(this.dataDir, 'zone.json'), JSON.stringify(this.zone));
    return signer;
  }

  /** A forwarder that seals what it passes on; the desk finds its key. */
  forwarder(domain: string): Forwarder {
    const forwarder = new Forwarder(domain, this.zone, () => new Date(this.clock.now()));
    writeFileSync(join(this.dataDir, 'zone.json'), JSON.stringify(this.zone));
    return forwarder;
  }

  /** Down for a while, and up again. */
  async restart(down = 0 as Duration): Promise<void> {
    await this.desk.close();
    this.clock.advance(down);
    this.desk = await this.again();
  }

  async close(): Promise<void> {
    await this.desk.close();
    await this.platform.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Until everything that can happen at this instant has happened. */
  settled(): Promise<void> {
    return this.desk.settled();
  }

  async pass(time: Duration): Promise<void> {
    await this.settled();
    this.clock.advance(time);
    await this.settled();
  }

  get url(): string {
    return this.desk.url;
  }
  get smtpPort(): number {
    if (this.desk.smtpPort === null) throw new Error('this desk takes no mail');
    return this.desk.smtpPort;
  }

  /** For a call made otherwise than by `call`. */
  readonly asAdmin = { authorization: `Bearer ${ADMIN_KEY}` };

  get now(): Instant {
    return this.clock.now();
  }
  later(time: Duration): Instant {
    return plus(this.now, time);
  }

  /** Sent over SMTP and worked through. */
  async mail(raw: string, from: string, to = 'fbl@desk.example'): Promise<void> {
    const transport = createTransport({ host: '127.0.0.1', port: this.smtpPort, ignoreTLS: true });
    await transport.sendMail({ envelope: { from, to }, raw });
    transport.close();
    await this.settled();
  }

  async call<T = Record<string, never>>(
    method: string,
    path: string,
    body?: unknown,
    { key = ADMIN_KEY, headers = {} }: { key?: string | null; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const raw = typeof body === 'string';
    const response = await fetch(`${this.desk.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      body: (json ? JSON.parse(text) : text) as T,
      headers: response.headers,
    };
  }

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.call<T>('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** A write that must succeed, worked through. */
  async did<T = Record<string, never>>(
    method: string,
    path: string,
    body: unknown,
    key?: string,
  ): Promise<T> {
    const answer = await this.call<T>(method, path, body, key ? { key } : {});
    if (answer.status >= 300)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    await this.settled();
    return answer.body;
  }

  /** The mail the desk has sent so far, oldest first. */
  outbox(): string[] {
    const folder = join(this.env['MELDKAMER_DATA_DIR']!, 'outbox');
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => ({
        file: join(folder, name),
        at: statSync(join(folder, name), { bigint: true }).mtimeNs,
      }))
      .sort((a, b) => (a.at < b.at ? -1 : 1)) // named by their ids, which say nothing about when
      .map(({ file }) => readFileSync(file, 'utf8'));
  }
}

export const ADMIN_KEY = 'mk_0admin0_e2e-tests-only-00000000000000000000000000000000';
