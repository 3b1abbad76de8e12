import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startSimulatedPlatform, type SimulatedPlatform } from '@app/platform';
import { systemClock } from '@app/runtime';
import type { Zone } from '@app/testing';
import { DeskApi } from '../support/desk-api';
import { ADMIN_KEY, DeskProcess, freePort, type DeskProcessOptions } from '../support/desk-process';
import { hastyPolicies } from '@app/testing';
import { witnessBefore, type Witness } from './witness';

const SECRET = 'crash-rig-secret';
const DRAINED_WITHIN = 60_000; // ms
/** The platform fails, is slow and repeats itself, so that orders are under way whenever the desk dies. */
const FAULTS = { fail: 0.1, delay: 0.1, twice: 0.05, slowest: 500 as never };

/** A desk on a folder of its own that is killed and started again, and the sending platform beside it, which lives on. */
export class Rig {
  desk: DeskProcess;

  private constructor(
    readonly folder: string,
    readonly api: DeskApi,
    readonly witness: Witness,
    readonly options: DeskProcessOptions,
    private readonly platform: SimulatedPlatform,
  ) {
    this.desk = DeskProcess.spawn(options);
  }

  /** `zone` holds the keys of who signs; nothing is added later. */
  static async open(seed: number, zone: Zone): Promise<Rig> {
    const folder = mkdtempSync(join(tmpdir(), 'crash-'));
    const zoneFile = join(folder, 'zone.json');
    writeFileSync(zoneFile, JSON.stringify(zone));
    const [httpPort, smtpPort] = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${httpPort}`;
    const platform = await startSimulatedPlatform({
      port: 0,
      seed,
      secret: SECRET,
      confirmUrl: url,
      confirmKey: ADMIN_KEY,
      faults: FAULTS,
      now: () => systemClock.now(),
    });
    const witness = await witnessBefore(platform.url);
    const env = {
      MELDKAMER_POLICIES_DIR: hastyPolicies(join(process.cwd(), 'config/policies'), join(folder, 'policies')),
      MELDKAMER_PLATFORM__KIND: 'webhook',
      MELDKAMER_PLATFORM__URL: witness.url,
      MELDKAMER_PLATFORM__SECRET: SECRET,
      MELDKAMER_DNS__ZONE_FILE: zoneFile,
    };
    const options = { dataDir: join(folder, 'data'), httpPort, smtpPort, env };
    return new Rig(folder, new DeskApi(url), witness, options, platform);
  }

  /** Kills and starts again; not waited for. */
  async killAndStart(): Promise<void> {
    await this.desk.kill9();
    this.desk = DeskProcess.spawn(this.options);
  }

  /** Until the outbox is empty and every consumer has seen everything. Answers in ms; rejects when it takes too long. */
  async drained(): Promise<number> {
    const start = performance.now();
    let calm = 0;
    let waits = '';
    while (performance.now() - start < DRAINED_WITHIN) {
      const pending = await this.api.metric('meldkamer_outbox_pending');
      const lag = [...(await this.api.metrics('meldkamer_consumer_lag_seconds'))].filter(([, s]) => s > 0.5);
      waits = `${pending} in the outbox; behind: ${lag.map(([name, s]) => `${name} ${s} s`).join(', ') || 'nobody'}`;
      calm = pending === 0 && lag.length === 0 ? calm + 1 : 0;
      if (calm === 3) return performance.now() - start; // what a consumer does may make work for another
      await wait(150);
    }
    throw new Error(`not drained after ${DRAINED_WITHIN} ms: ${waits}`);
  }

  async close(keep: boolean): Promise<void> {
    if (this.desk.runs()) await this.desk.kill9();
    await this.witness.close();
    await this.platform.close();
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }
}
