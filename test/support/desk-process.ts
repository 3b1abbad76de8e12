import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The compiled desk, below the folder that holds `dist`. */
export const deskMain = (root = process.cwd()): string => join(root, 'dist/apps/desk/src/main.js');
export const ADMIN_KEY = 'mk_0admin0_e2e-tests-only-00000000000000000000000000000000';

const LOOK_EVERY = 15; // ms
const READY_WITHIN = 30_000; // ms; far above what a start takes, so that a slow machine is no failure
const STOP_WITHIN = 10_000; // ms, interface.md
const KEPT_LOG = 1_000_000; // characters of what the desk said last

export interface DeskProcessOptions {
  readonly dataDir: string;
  readonly httpPort: number;
  readonly smtpPort: number;
  /** What else the desk's environment holds: `{MELDKAMER_POLICIES_DIR: …}`. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command the desk runs under, whose process must become the desk itself: `['strace', '-D', …]`. */
  readonly under?: readonly string[];
  readonly root?: string;
}

/** A port nobody listens on now. Chosen before the start, because a desk that comes back must be found where it was. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
};

/** The desk as users run it: a process of its own, which can be killed. */
export class DeskProcess {
  private said = '';
  private readonly ended: Promise<number | NodeJS.Signals>;

  private constructor(
    readonly url: string,
    readonly smtpPort: number,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.said = (this.said + text).slice(-KEPT_LOG);
      });
    this.ended = new Promise((ended) => {
      child.once('exit', (code, signal) => ended(code ?? signal!));
      child.once('error', (error) => {
        this.said += String(error);
        ended(127); // as a shell says that there is no such command
      });
    });
  }

  /** Started, and not waited for: it may be killed while it comes up. */
  static spawn({ dataDir, httpPort, smtpPort, env, under = [], root }: DeskProcessOptions): DeskProcess {
    const [command, ...args] = [...under, process.execPath, deskMain(root)];
    const child = spawn(command, args, {
      cwd: root ?? process.cwd(),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        MELDKAMER_DATA_DIR: dataDir,
        MELDKAMER_HTTP__PORT: String(httpPort),
        MELDKAMER_SMTP__PORT: String(smtpPort),
        MELDKAMER_ADMIN_KEY: ADMIN_KEY,
        MELDKAMER_LOG_LEVEL: 'warn',
        ...env,
      },
    });
    return new DeskProcess(`http://127.0.0.1:${httpPort}`, smtpPort, child);
  }

  static async start(options: DeskProcessOptions): Promise<DeskProcess> {
    const desk = DeskProcess.spawn(options);
    await desk.ready();
    return desk;
  }

  /** Until `GET /health/ready` answers 200. Rejects with what the desk said when it ends before. */
  async ready(within = READY_WITHIN): Promise<void> {
    const start = performance.now();
    while (performance.now() - start < within) {
      if (!this.runs()) throw new Error(`the desk ended before it was ready:\n${this.log()}`);
      const ready = await fetch(`${this.url}/health/ready`).then(
        ({ status }) => status === 200,
        () => false,
      );
      if (ready) return;
      await wait(LOOK_EVERY);
    }
    throw new Error(`the desk was not ready within ${within} ms:\n${this.log()}`);
  }

  runs(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** As losing power to the process would end it; what the kernel already holds is kept. */
  async kill9(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** SIGTERM. Answers after how many ms it ended; rejects unless it ended by itself, in time and with 0. */
  async stop(): Promise<number> {
    const start = performance.now();
    this.child.kill('SIGTERM');
    const late = wait(STOP_WITHIN, 'late' as const, { ref: false });
    const how = await Promise.race([this.ended, late]);
    if (how === 0) return performance.now() - start;
    await this.kill9();
    throw new Error(
      `after SIGTERM the desk ${how === 'late' ? `still ran ${STOP_WITHIN} ms later` : `ended with ${how}`}:\n${this.log()}`,
    );
  }

  /** What it wrote to standard output and standard error, the latest of it. */
  log(): string {
    return this.said;
  }
}
