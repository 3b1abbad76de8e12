import type { Submit } from '@app/channels';
import { Examiner, loadSources, networkResolver, zoneFileResolver, type Registry } from '@app/examination';
import {
  days,
  minutes,
  plus,
  type AccountId,
  type ComplaintId,
  type Instant,
  type ReportId,
} from '@app/kernel';
import type { SendingPlatform } from '@app/platform';
import { ask } from '@app/read-store';
import { FLOORS, type RateThreshold } from '@app/reputation';
import { Runtime, type Clock, type Handler } from '@app/runtime';
import type { Settings } from '@app/settings';
import { OptOuts, SendLog, verifyToken, type TraceLookups } from '@app/tracing';
import { openCasesOf, unmergedTwins, type Coverage } from '@app/views';
import type { Logger } from '../observability';
import { Accounts } from './accounts';
import { aggregatesOn, statesOn, type Aggregates, type States } from './aggregates';
import { commandId, rootMeta } from './command-id';
import { processes, views } from './consumers';
import { targetOf } from './routes';
import { evaluateRate } from './effects/evaluate-rate';
import { examineReport } from './effects/examine-report';
import { fileComplaints } from './effects/file-complaints';
import { dispatchOrder, suppressRecipient } from './effects/orders';
import { aggregateHandlers } from './handlers';
import { intake, resubmitOrphans } from './intake';
import { ReportReader } from './report-reader';
import type { Stores } from './stores';

export interface DeskOptions {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stores: Stores;
  readonly platform: SendingPlatform;
}

/** Industry's threshold, where a brand's policy names no other: above 0.1 %. */
const THRESHOLD: RateThreshold = { ppm: 1_000, comparator: '>' };
/** A blob younger than this may still be on its way to its event. */
const ORPHANED_AFTER = minutes(5);
const TWINS_EVERY = minutes(1);

/** Everything behind the face: what came in, what is known, what follows from it. */
export class Desk {
  readonly stores: Stores;
  readonly aggregates: Aggregates;
  readonly states: States;
  readonly accounts: Accounts;
  readonly reports: ReportReader;
  readonly sendLog: SendLog;
  readonly optOuts: OptOuts;
  readonly submit: Submit;
  readonly runtime: Runtime;
  readonly registry: Registry;
  readonly coverage: readonly Coverage[];
  readonly threshold = THRESHOLD;
  private readonly examiner: Examiner;
  private cancelChores: (() => void) | undefined;
  private stopped = false;
  private chores: Promise<void> = Promise.resolve();

  static async open(options: DeskOptions): Promise<Desk> {
    const trace = await options.stores.vault.keyring('trace');
    return new Desk(options, trace);
  }

  private constructor(
    private readonly options: DeskOptions,
    readonly traceKeys: Awaited<ReturnType<Stores['vault']['keyring']>>,
  ) {
    const { settings, clock, logger, stores, platform } = options;
    const { events, tables, vault, raw } = stores;
    this.stores = stores;
    this.registry = loadSources(settings.sourcesDir);
    this.coverage = coverageOf(this.registry);
    const execution = {
      sealer: vault,
      snapshots: stores.snapshots,
      onSnapshotTrouble: (stream: string, error: unknown) =>
        logger.warn({ err: error, stream }, 'a snapshot could not be used'),
    };
    this.aggregates = aggregatesOn(events, execution);
    this.states = statesOn(events, execution);
    this.accounts = new Accounts(events, vault);
    this.reports = new ReportReader(events, tables, raw, vault);
    this.optOuts = new OptOuts(tables);
    this.sendLog = new SendLog(tables, {
      keep: settings.retention.sendLog,
      maxRows: settings.limits.sendLogRows,
      now: this.now,
      onOverflow: (shed) => logger.error({ shed }, 'the send log is full: its oldest deliveries were shed'),
    });
    this.submit = intake(raw, vault, this.aggregates);
    const { zoneFile, timeout } = settings.dns;
    this.examiner = new Examiner({
      registry: () => this.registry,
      resolver: zoneFile === undefined ? networkResolver(timeout) : zoneFileResolver(zoneFile),
      threads: settings.limits.examiners,
      timeout: settings.limits.examinationTimeout,
      keepDns: zoneFile === undefined ? minutes(5) : 0,
    });
    this.runtime = new Runtime({
      events,
      tables,
      clock,
      processes,
      views,
      handlers: { ...aggregateHandlers(this.aggregates), ...this.effects(platform) },
      route: targetOf,
      onError: (where, error) => logger.error({ err: error, where }, 'it failed, and is tried again'),
    });
  }

  readonly now = (): Instant => this.options.clock.now();

  get settings(): Settings {
    return this.options.settings;
  }

  async start(): Promise<void> {
    await this.runtime.start();
    await resubmitOrphans(this.stores.raw, this.submit, (ids) => this.received(ids), this.now());
    this.later();
  }

  /** Drains: what is under way is finished, nothing new begins. The stores stay open. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelChores?.();
    await this.chores;
    await this.runtime.stop();
    await this.examiner.close();
  }

  /** Cases of the account that have not ended. */
  async openCases(accountId: AccountId): Promise<number> {
    return ask(this.stores.tables, openCasesOf(accountId));
  }

  /** Whose recipient an order of suppression is about; undefined: no such order, or one long done. */
  async complaintOfOrder(orderId: string): Promise<ComplaintId | undefined> {
    const [row] = await this.stores.tables.all<{ command: string }>(
      'select command from outbox where id = $1',
      orderId,
    );
    const command = row && (JSON.parse(row.command) as { type: string; complaintId?: ComplaintId });
    return command?.type === 'SuppressRecipient' ? command.complaintId : undefined;
  }

  private effects(platform: SendingPlatform): Record<string, Handler> {
    const { settings, stores } = this.options;
    const { events, tables, vault, raw } = stores;
    const { aggregates, accounts, states, coverage, threshold } = this;
    const orders = { platform, aggregates, states, events, vault };
    return {
      ExamineReport: examineReport({
        events,
        raw,
        vault,
        examiner: this.examiner,
        registry: () => this.registry,
        aggregates,
        file: fileComplaints({
          aggregates,
          accounts,
          lookups: this.lookups(),
          tables,
          vault,
          maxMessageAge: days(90),
        }),
        answered: () => Promise.resolve(false),
        isOurs: () => false,
      }),
      SuppressRecipient: suppressRecipient(orders),
      DispatchOrder: dispatchOrder(orders),
      EvaluateRate: evaluateRate({
        events,
        tables,
        accounts,
        aggregates,
        brands: settings.brands,
        coverage,
        threshold,
        floors: FLOORS,
        viewed: () => this.runtime.viewed(),
      }),
    };
  }

  private lookups(): TraceLookups {
    const { identity } = this.stores.vault;
    return {
      verifyToken: (value) => verifyToken(this.traceKeys, value),
      byMessageId: (messageId, recipients) => this.sendLog.byMessageId(messageId, recipients),
      byDelivery: (deliveryId) => this.sendLog.byDelivery(deliveryId),
      recipientKeyOf: (address) => identity.recipientKeyOf(address),
      deliveryKeyOf: (messageId, recipient) => identity.deliveryKeyOf(messageId, recipient),
      isAccount: async (accountId) => (await this.accounts.find(accountId)) !== undefined,
      feedbackId: this.settings.trace.feedbackId,
      violatedBy: (accountId, recipientKey, sentAt) =>
        this.optOuts.violatedBy(accountId, recipientKey, sentAt),
    };
  }

  private async received(ids: readonly ReportId[]): Promise<Set<ReportId>> {
    const known = new Set<ReportId>();
    for (const id of ids) if (await this.reports.received(id)) known.add(id);
    return known;
  }

  /** What has to be done now and then, one round after another. */
  private later(): void {
    this.cancelChores = this.options.clock.at(plus(this.now(), TWINS_EVERY), () => {
      this.chores = this.chore()
        .catch((error: unknown) => this.options.logger.error({ err: error }, 'a chore failed'))
        .finally(() => this.stopped || this.later());
    });
  }

  private async chore(): Promise<void> {
    const at = this.now();
    const since = (at - 10 * TWINS_EVERY) as Instant;
    for (const { complaintId, into, intoIdentity } of await ask(this.stores.tables, unmergedTwins(since)))
      await this.aggregates.complaint(
        {
          type: 'MergeComplaint',
          complaintId,
          at,
          into,
          intoIdentity,
          because: 'both proved to be about one delivered message',
        },
        rootMeta(commandId()),
      );
    await this.sendLog.shed();
    await resubmitOrphans(
      this.stores.raw,
      this.submit,
      (ids) => this.received(ids),
      (at - ORPHANED_AFTER) as Instant,
    );
  }
}

/** Every provider that a registered source reports for; since when, nobody has told us, hence always. */
const coverageOf = (registry: Registry): Coverage[] => [
  ...new Map(
    registry.sources.flatMap(({ providers }) =>
      Object.keys(providers).map((provider) => [provider, { provider, from: null }] as const),
    ),
  ).values(),
];
