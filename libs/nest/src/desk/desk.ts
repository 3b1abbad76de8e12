import type { Submit } from '@app/channels';
import type { CaseCommand, CaseEvent } from '@app/enforcement';
import type { Meta, Outcome, Precondition } from '@app/event-store';
import { Examiner, loadSources, networkResolver, zoneFileResolver, type Registry } from '@app/examination';
import {
  days,
  minus,
  minutes,
  type AccountId,
  type BrandId,
  type CaseId,
  type ComplaintId,
  type Instant,
  type ReportId,
} from '@app/kernel';
import type { Mailer } from '@app/notices';
import type { SendingPlatform } from '@app/platform';
import type { Keyring } from '@app/privacy';
import { targetOf } from '@app/processes';
import { ask } from '@app/read-store';
import { Runtime, type Clock, type Handler } from '@app/runtime';
import type { Settings } from '@app/settings';
import { OptOuts, SendLog, verifyToken, type TraceLookups } from '@app/tracing';
import { healthOfSources, openCasesOf, signersAmong, type Coverage, type SourceHealth } from '@app/views';
import type { Reloaded } from '../cli-socket';
import type { Logger } from '../observability';
import { Accounts } from './accounts';
import { caseFacts } from './case-facts';
import { Complainants } from './complainants';
import { CustomerPortal } from './customer-portal';
import { Policies } from './policies';
import { aggregatesOn, statesOn, type Aggregates, type States } from './aggregates';
import { Chores, mergeTwins, stemFloods } from './chores';
import { processes, views } from './consumers';
import { evaluateRate } from './effects/evaluate-rate';
import { examineReport, type Signers } from './effects/examine-report';
import { fileComplaints } from './effects/file-complaints';
import { dispatchOrder, suppressRecipient } from './effects/orders';
import { mailBack } from './effects/mail-back';
import { recordSuppression } from './effects/record-suppression';
import { sendNotice } from './effects/send-notice';
import { commandHandlers } from './handlers';
import { intake, resubmitOrphans } from './intake';
import { Outages } from './outages';
import { ReportReader } from './report-reader';
import { fetchText, SnsIntake, type FetchText } from './sns';
import type { Stores } from './stores';

export interface DeskOptions {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stores: Stores;
  readonly platform: SendingPlatform;
  readonly mailer: Mailer;
  readonly keys: DeskKeys;
  /** The base of the links in notices. */
  readonly publicUrl: () => string;
  /** How the certificates of SNS are fetched: over the network, unless told. */
  readonly fetchText?: FetchText;
}

/** Keys of the desk's own signatures, by what they are for. */
export interface DeskKeys {
  readonly trace: Keyring;
  readonly answer: Keyring;
  readonly notice: Keyring;
}

/** A blob younger than this may still be on its way to its event. */
const ORPHANED_AFTER = minutes(5);

/** Everything behind the face: what came in, what is known, what follows from it. */
export class Desk {
  readonly stores: Stores;
  readonly aggregates: Aggregates;
  readonly states: States;
  readonly accounts: Accounts;
  readonly policies: Policies;
  readonly portal: CustomerPortal;
  readonly reports: ReportReader;
  readonly sendLog: SendLog;
  readonly optOuts: OptOuts;
  readonly submit: Submit;
  readonly sns: SnsIntake;
  readonly runtime: Runtime;
  /** What the platform says of a suppression. */
  readonly recordSuppression: ReturnType<typeof recordSuppression>;
  private registry: Registry;
  private running = false;
  private readonly complainants: Complainants;
  private readonly factsFor: ReturnType<typeof caseFacts>;
  private readonly examiner: Examiner;
  private readonly outages: Outages;
  private readonly chores: Chores;

  constructor(private readonly options: DeskOptions) {
    const { settings, clock, logger, stores, platform } = options;
    const { events, tables, vault, raw } = stores;
    this.stores = stores;
    this.registry = loadSources(settings.sourcesDir);
    const execution = {
      sealer: vault,
      snapshots: stores.snapshots,
      onSnapshotTrouble: (stream: string, error: unknown) =>
        logger.warn({ err: error, stream }, 'a snapshot could not be used'),
    };
    this.aggregates = aggregatesOn(events, execution);
    this.states = statesOn(events, execution);
    this.accounts = new Accounts(events, vault);
    this.policies = new Policies(events, this.aggregates, this.now);
    this.factsFor = caseFacts({
      events,
      states: this.states,
      policies: this.policies,
      brands: settings.brands,
      tables,
    });
    this.portal = new CustomerPortal({
      events,
      states: this.states,
      policies: this.policies,
      vault,
      keys: options.keys.answer,
      brands: settings.brands,
      now: this.now,
      give: (command, meta) => this.toCase(command, meta),
    });
    this.reports = new ReportReader(events, tables, raw, vault);
    this.complainants = new Complainants(tables, settings.trust.reportsPerComplainant);
    this.optOuts = new OptOuts(tables);
    this.recordSuppression = recordSuppression(this);
    this.sendLog = new SendLog(tables, {
      keep: settings.retention.sendLog,
      maxRows: settings.limits.sendLogRows,
      now: this.now,
      onOverflow: (shed) => logger.error({ shed }, 'the send log is full: its oldest deliveries were shed'),
    });
    this.submit = intake(raw, vault, this.aggregates);
    this.sns = new SnsIntake({
      registry: () => this.registry,
      submit: this.submit,
      fetchText: options.fetchText ?? fetchText,
      now: this.now,
    });
    const { zoneFile, timeout } = settings.dns;
    this.examiner = new Examiner({
      registry: () => this.registry,
      resolver: zoneFile === undefined ? networkResolver(timeout) : zoneFileResolver(zoneFile),
      threads: settings.limits.examiners,
      timeout: settings.limits.examinationTimeout,
      keepDns: zoneFile === undefined ? minutes(5) : 0,
    });
    this.outages = new Outages({
      tables,
      clock,
      toCase: (command, meta) => this.toCase(command, meta),
      onError: (error) => logger.error({ err: error }, 'that the desk lives could not be noted'),
    });
    this.chores = new Chores({
      clock,
      onError: (chore, error) => logger.error({ err: error, chore }, 'a chore failed, and is done again'),
      chores: {
        'merge twins': mergeTwins(stores, this.aggregates),
        'forget complainants': (at) => this.complainants.forget(at),
        'shed the send log': () => this.sendLog.shed(),
        'submit orphans': (at) => this.submitOrphans(minus(at, ORPHANED_AFTER)),
        'stem floods': stemFloods(() => this.sourceHealth(), this.aggregates),
      },
    });
    this.runtime = new Runtime({
      events,
      tables,
      clock,
      processes,
      views,
      handlers: {
        ...commandHandlers({
          aggregates: this.aggregates,
          toCase: (command, meta) => this.toCase(command, meta),
          limitOf: (scope) => this.breakerLimit(scope),
          refused: (command, target, because) =>
            logger.warn({ command, target, because }, 'an aggregate refused what a process asked for'),
        }),
        ...this.effects(platform),
      },
      route: targetOf,
      onError: (where, error) => logger.error({ err: error, where }, 'it failed, and is tried again'),
    });
  }

  readonly now = (): Instant => this.options.clock.now();

  get traceKeys(): Keyring {
    return this.options.keys.trace;
  }

  get settings(): Settings {
    return this.options.settings;
  }

  /** Whose complaints there would be if there were any. */
  get coverage(): readonly Coverage[] {
    return coverageOf(this.registry);
  }

  /** Why no key can be made for this source; undefined when one can. */
  keyFault(id: string): string | undefined {
    const source = this.registry.source(id);
    if (!source) return `there is no source ${id}: there are ${this.sources.map((one) => one.id).join(', ')}`;
    return source.identity.keys
      ? undefined
      : `source ${id} does not post with keys: its file says so with identity.keys: true`;
  }

  hasSource(id: string): boolean {
    return this.registry.sources.some((source) => source.id === id);
  }

  get sources(): Registry['sources'] {
    return this.registry.sources;
  }

  sourceHealth(): Promise<SourceHealth[]> {
    return ask(this.stores.tables, healthOfSources(this.registry.sources, this.now()));
  }

  /** Reads policies and feedback sources again: all of them are taken, or none. Throws for the first that is wrong. */
  async reload(): Promise<Reloaded> {
    if (!this.running) throw new Error('no desk runs: it reads its policies and sources when it starts');
    const { policiesDir, sourcesDir } = this.settings;
    const registry = loadSources(sourcesDir);
    await this.policies.load(policiesDir);
    this.registry = registry;
    return {
      policies: this.policies.list().map(({ id, version }) => ({ id, version })),
      sources: registry.sources.length,
    };
  }

  async start(): Promise<void> {
    await this.policies.load(this.settings.policiesDir); // a case needs one to be opened under
    this.running = true;
    await this.runtime.open();
    const cases = await this.outages.giveBack(); // before a deadline fires
    if (cases > 0) this.options.logger.info({ cases }, 'the time in which the desk was down was given back');
    await this.runtime.start();
    this.outages.live(this.runtime.viewed());
    await this.submitOrphans(this.now());
    this.chores.start();
  }

  /** Drains: what is under way is finished, nothing new begins. The stores stay open. */
  async stop(): Promise<void> {
    await this.chores.stop();
    await this.outages.stop();
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

  /** A command to a case, with what it has to know looked up just now. */
  async toCase(command: CaseCommand, meta: Meta, given?: Precondition): Promise<Outcome<CaseEvent>> {
    return this.aggregates.case({ ...command, facts: await this.factsFor(command) }, meta, given);
  }

  async accountOfCase(caseId: CaseId): Promise<AccountId | undefined> {
    for await (const { data } of this.stores.events.read(`case-${caseId}`))
      return data['accountId'] as AccountId;
    return undefined;
  }

  private effects(platform: SendingPlatform): Record<string, Handler> {
    const { settings, stores } = this.options;
    const { events, tables, vault, raw } = stores;
    const { aggregates, accounts, states, policies } = this;
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
          complainants: this.complainants,
        }),
        answered: mailBack({
          tables,
          keys: this.options.keys.notice,
          toCase: (command, meta) => this.toCase(command, meta),
        }),
        authservId: settings.trust.authservId,
        mailboxDomains: settings.trust.mailboxDomains,
        signers: (domains) => this.signers(domains),
      }),
      SendNotice: sendNotice({
        events,
        accounts,
        policies: this.policies,
        mailer: this.options.mailer,
        brands: settings.brands,
        publicUrl: this.options.publicUrl,
        answerKeys: this.options.keys.answer,
        toCase: (command, meta) => this.toCase(command, meta),
      }),
      SuppressRecipient: suppressRecipient({
        platform,
        events,
        vault,
        inShadow: async (accountId) => {
          const profile = await accounts.find(accountId);
          return profile !== undefined && settings.brands[profile.brandId]?.enforcement === 'shadow';
        },
        recordSuppression: this.recordSuppression,
      }),
      DispatchOrder: dispatchOrder({ platform, aggregates, states }),
      EvaluateRate: evaluateRate({
        events,
        tables,
        accounts,
        aggregates,
        brands: settings.brands,
        coverage: () => this.coverage,
        policies,
        viewed: () => this.runtime.viewed(),
      }),
    };
  }

  private lookups(): TraceLookups {
    const { identity } = this.stores.vault;
    return {
      verifyToken: (value) => verifyToken(this.options.keys.trace, value),
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

  private async signers(domains: readonly string[]): Promise<Signers> {
    const found = new Map<string, ('platform' | AccountId)[]>();
    if (domains.length === 0) return found;
    const { dkimDomains } = this.settings.trace;
    for (const domain of domains) if (dkimDomains.includes(domain)) found.set(domain, ['platform']);
    for (const { domain, accountId } of await ask(this.stores.tables, signersAmong(domains)))
      found.set(domain, [...(found.get(domain) ?? []), accountId]);
    return found;
  }

  /** Of a scope that is no brand nobody counts. */
  private breakerLimit(scope: string): number {
    const brand = this.settings.brands[scope.replace(/^brand:/, '') as BrandId];
    return brand ? this.policies.current(brand.policy).breaker.perHour : Number.MAX_SAFE_INTEGER;
  }

  private submitOrphans(olderThan: Instant): Promise<number> {
    return resubmitOrphans(this.stores.raw, this.submit, (ids) => this.received(ids), olderThan);
  }

  private async received(ids: readonly ReportId[]): Promise<Set<ReportId>> {
    const known = new Set<ReportId>();
    for (const id of ids) if (await this.reports.received(id)) known.add(id);
    return known;
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
