import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Signer, type Zone } from '@app/testing';
import { DeskApi } from '../support/desk-api';
import { DeskProcess, freePort, type DeskProcessOptions } from '../support/desk-process';
import { yahooReport, type Complained } from './yahoo-report';

const ACCOUNTS = 100;
const BRANDS = ['spotler', 'iconneqt'];
const BATCH = 5_000; // deliveries told at once; 10,000 are allowed
const PATIENCE = 120_000; // ms until everything sent has to be a complaint

interface Delivery extends Complained {
  readonly deliveryId: string;
}

/** A desk in a process of its own, with customers and their send log, and reports about it that are signed already. */
export class RoadDesk {
  private made = 0;
  private looked = 0;

  private constructor(
    private readonly options: DeskProcessOptions,
    readonly process: DeskProcess,
    readonly api: DeskApi,
    private readonly signer: Signer,
  ) {}

  /** In ms. The desk is stopped again. */
  static async timeToReady(folder: string): Promise<number> {
    const options = await optionsIn(folder);
    const start = performance.now();
    const process = await DeskProcess.start(options);
    const ms = performance.now() - start;
    await process.stop();
    return Math.round(ms);
  }

  /** In `folder`; `env` is what else its environment holds. */
  static async open(folder: string, env: Readonly<Record<string, string>> = {}): Promise<RoadDesk> {
    mkdirSync(folder, { recursive: true });
    const zone: Zone = {};
    const signer = new Signer('arf.mail.yahoo.com', zone, () => new Date());
    const zoneFile = join(folder, 'zone.json');
    writeFileSync(zoneFile, JSON.stringify(zone));
    const options = await optionsIn(folder, { ...env, MELDKAMER_DNS__ZONE_FILE: zoneFile });
    const process = await DeskProcess.start(options);
    const desk = new RoadDesk(options, process, new DeskApi(process.url), signer);
    for (let account = 0; account < ACCOUNTS; account++)
      await desk.did('PUT', `/v1/accounts/${accountId(account)}`, {
        brand: BRANDS[account % BRANDS.length],
        name: `Shop ${account}`,
        contacts: [{ email: `owner@${accountId(account)}.customer.example`, locale: 'nl' }],
      });
    return desk;
  }

  get smtpPort(): number {
    return this.options.smtpPort;
  }

  /** `n` signed reports, each of another message that the desk has been told of. */
  async reports(n: number): Promise<string[]> {
    const deliveries = Array.from({ length: n }, (): Delivery => {
      const i = this.made++;
      const account = accountId(i % ACCOUNTS);
      return {
        accountId: account,
        deliveryId: `d${i}`,
        messageId: `m${i}.spring@${account}.sender.example`,
        to: `reader-${i}@yahoo.com`,
        sentAt: new Date(Date.now() - 3_600_000),
      };
    });
    for (let i = 0; i < n; i += BATCH)
      await this.did(
        'POST',
        '/v1/messages',
        deliveries.slice(i, i + BATCH).map(({ accountId, deliveryId, messageId, to, sentAt }) => ({
          accountId,
          deliveryId,
          messageId,
          campaignId: 'spring',
          recipient: to,
          sentAt: sentAt.toISOString(),
        })),
      );
    const signed: string[] = [];
    for (const delivery of deliveries)
      signed.push(await this.signer.sign(yahooReport(delivery, delivery.deliveryId)));
    return signed;
  }

  /** Qualified complaints of all accounts. */
  async complaints(): Promise<number> {
    let sum = 0;
    for (let account = 0; account < ACCOUNTS; account++) sum += await this.complaintsOf(account);
    return sum;
  }

  /** About how many there are, by one account of which every hundredth report is. */
  async roughly(): Promise<number> {
    return (await this.complaintsOf(this.looked++ % ACCOUNTS)) * ACCOUNTS;
  }

  /** Until there are `n`. Rejects when they do not come, and when there are more. */
  async complained(n: number): Promise<void> {
    const start = performance.now();
    let found = 0;
    while (performance.now() - start < PATIENCE) {
      if ((await this.roughly()) >= n - ACCOUNTS) found = await this.complaints();
      if (found === n) return;
      if (found > n) throw new Error(`${n} reports became ${found} complaints`);
      await wait(100);
    }
    throw new Error(
      `of ${n} reports ${found} were complaints after ${PATIENCE / 1_000} s:\n${this.process.log()}`,
    );
  }

  /** After `complained`, and slow: reads every complaint. Rejects unless `n` are qualified, each by a report of trust A or B. */
  async qualified(n: number): Promise<void> {
    let found = 0;
    for (let account = 0; account < ACCOUNTS; account++) {
      const path = `/v1/complaints?account=${accountId(account)}&state=qualified`;
      const complaints = await this.api.all<{ reports: { trust: string }[] }>(path);
      found += complaints.filter(({ reports }) => reports.every(({ trust }) => /^[AB]$/.test(trust))).length;
    }
    if (found !== n) throw new Error(`of ${n} complaints ${found} are qualified by reports of trust A or B`);
  }

  /** User and system time of the desk's process with all its threads, in seconds. */
  cpu(): Promise<number> {
    return this.api.metric('process_cpu_seconds_total');
  }

  private async complaintsOf(account: number): Promise<number> {
    const path = `/v1/accounts/${accountId(account)}/complaint-rate?window=30d&attribution=report-day`;
    // By provider: in all they count once volumes are told, and none are here.
    const { byProvider } = await this.api.get<{ byProvider: { complaints: number }[] }>(path);
    return byProvider.reduce((sum, { complaints }) => sum + complaints, 0);
  }

  private async did(method: string, path: string, body: unknown): Promise<void> {
    const { status, body: answer } = await this.api.call(method, path, body);
    if (status !== 200) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(answer)}`);
  }
}

const optionsIn = async (
  folder: string,
  env: DeskProcessOptions['env'] = {},
): Promise<DeskProcessOptions> => ({
  dataDir: join(folder, 'data'),
  httpPort: await freePort(),
  smtpPort: await freePort(),
  env,
});

const accountId = (account: number): string => `shop-${account}`;
