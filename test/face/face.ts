import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { FreeSpace } from '@app/channels';
import { Instant, plus, type Duration } from '@app/kernel';
import {
  AuditLog,
  createAdapter,
  createLogger,
  FaceModule,
  KeyStore,
  prepareHttpApp,
  role,
  type Role,
} from '@app/nest';
import { SqliteReadStore } from '@app/read-store';
import { loadSettings } from '@app/settings';
import { ThingsController } from './things.controller';

/** The key that the settings name. */
export const ADMIN = 'chosen-by-people-and-long-enough';
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Response = Awaited<ReturnType<NestFastifyApplication['inject']>>;

/** The face of a desk that has one controller, `ThingsController`, and nothing behind it. */
export class Face {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly audit: AuditLog,
    readonly auditDir: string,
    /** What was logged. */
    readonly lines: readonly string[],
    /** One of each role. */
    readonly keys: Readonly<Record<Role, string>>,
    private readonly time: { now: Instant },
  ) {}

  /** `change` are settings by variable, without MELDKAMER_. */
  static async open(change: Readonly<Record<string, string>> = {}): Promise<Face> {
    const environment = { ADMIN_KEY: ADMIN, HTTP__BODY_LIMIT: '4096', ...change };
    const settings = loadSettings({
      environment: Object.fromEntries(Object.entries(environment).map(([k, v]) => [`MELDKAMER_${k}`, v])),
      workingDir: '/',
    });
    ThingsController.done = [];
    ThingsController.wait = Promise.resolve();
    const auditDir = mkdtempSync(join(tmpdir(), 'face-'));
    const audit = await AuditLog.open(auditDir);
    const time = { now: Instant('2026-03-01T10:00:00.000Z') };
    const now = () => time.now;
    const lines: string[] = [];
    const logger = createLogger({ level: 'info', now, write: (line) => lines.push(line) });
    const space = new FreeSpace({
      freeBytes: () => Promise.resolve(Infinity),
      minFree: settings.limits.freeDisk,
      now,
      log: (level, message) => lines.push(`${level} ${message}`),
    });
    const options = { settings, now, tables: SqliteReadStore.inMemory(), audit, space, logger };
    @Module({ imports: [FaceModule.forRoot(options)], controllers: [ThingsController] })
    class Desk {}
    const module = await Test.createTestingModule({ imports: [Desk] }).compile();
    const app = module.createNestApplication<NestFastifyApplication>(createAdapter(settings), {
      bodyParser: false,
      logger: false,
    });
    prepareHttpApp(app, settings, logger);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const made = role.options.map(
      async (one) => [one, (await app.get(KeyStore).create(one, one)).key] as const,
    );
    const keys = Object.fromEntries(await Promise.all(made)) as Record<Role, string>;
    return new Face(app, audit, auditDir, lines, keys, time);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.audit.close();
    rmSync(this.auditDir, { recursive: true, force: true });
  }

  pass(span: Duration): void {
    this.time.now = plus(this.time.now, span);
  }

  // Awaited, because an injection begins only when somebody waits for it.
  async call(
    method: Method,
    url: string,
    key?: string,
    payload?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return await this.app.inject({
      method,
      url,
      headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...headers },
      ...(payload === undefined ? {} : { payload: payload as object }),
    });
  }
  get(url: string, key?: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.call('GET', url, key, undefined, headers);
  }
  decide(
    payload: unknown,
    headers: Readonly<Record<string, string>> = {},
    key = this.keys.agent,
  ): Promise<Response> {
    return this.call('POST', '/v1/things/T-1/decisions', key, payload, headers);
  }

  /** The rows of the audit, in order. */
  audited(): Record<string, unknown>[] {
    return readFileSync(join(this.auditDir, 'audit-2026-03.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

/** A decision that is fine. */
export const fine = { decision: 'approve', reason: 'fine' };

/** The body of an answer that must be problem details. */
export const problem = (response: Response) => {
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const body = response.json<{ type: string; status: number; detail: string; errors?: unknown }>();
  expect(body.status).toBe(response.statusCode);
  return body;
};
