import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Duration, Instant } from '@app/kernel';
import type { SendingPlatform } from '../port';
import { webhookPlatform } from '../webhook';
import type { Faults } from './fate';

/** What the process is told, through one environment variable: nothing of it shows in a list of processes. */
export const SIMULATED_PLATFORM = 'SIMULATED_PLATFORM';
const share = z.number().min(0).max(1);
export const simulatedSettings = z.strictObject({
  port: z.int().min(0).max(65_535).default(0),
  seed: z.int().default(1),
  secret: z.string().min(1),
  confirmUrl: z.url({ protocol: /^https?$/ }).optional(),
  confirmKey: z.string().min(1).optional(),
  faults: z
    .strictObject({
      fail: share,
      refuse: share,
      forget: share,
      delay: share,
      twice: share,
      silent: share,
      slowest: z.int().nonnegative() as unknown as z.ZodType<Duration>,
    })
    .partial()
    .optional(),
});

export interface SimulatedProcessOptions {
  /** The built main file of apps/simulated-platform. */
  readonly entry: string;
  readonly seed: number;
  readonly port?: number;
  /** Absent: one nobody else knows. */
  readonly secret?: string;
  readonly confirmUrl?: string;
  readonly confirmKey?: string;
  readonly faults?: Partial<Faults>;
  readonly timeout: Duration;
  readonly now: () => Instant;
}

/** The adapter kind `simulated`: starts the simulated platform as a process of its own and talks to it over HTTP. The process
 *  ends with this one, however this one ends. Rejects when it does not come up. */
export const simulatedPlatform = async ({
  entry,
  timeout,
  now,
  secret = randomBytes(32).toString('hex'),
  ...settings
}: SimulatedProcessOptions): Promise<SendingPlatform & { readonly url: string }> => {
  const child = fork(entry, [], {
    env: { [SIMULATED_PLATFORM]: JSON.stringify({ ...settings, secret }) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = await addressOf(child);
  const webhook = webhookPlatform({ url, secret, timeout, now });
  return {
    url,
    order: (order) => webhook.order(order),
    async close() {
      await webhook.close();
      await ended(child);
    },
  };
};

const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.once('message', ({ url }: { url: string }) => resolve(url));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`the simulated platform ended (${code ?? signal}) before it listened`)),
    );
  });

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
