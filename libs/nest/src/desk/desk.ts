import { realWaiting } from '@app/blocklists';
import type { Submit } from '@app/channels';
import type { CaseCommand, CaseEvent } from '@app/enforcement';
import type { Meta, Outcome, Precondition } from '@app/event-store';
import { Examiner, networkResolver, zoneFileResolver } from '@app/examination';
import {
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
import { Runtime, type Clock } from '@app/runtime';
import type { Settings } from '@app/settings';
import { OptOuts, SendLog } from '@app/tracing';
import { openCasesOf, type OwnSenders } from '@app/views';
import type { Reloaded } from '../cli-socket';
import type { Logger } from '../observability';
import { Accounts } from './accounts';
import { Alerts, tellBy } from './alerts';
import { AutomaticMeasures } from './automatic-measures';
import { caseFacts } from './case-facts';
import { CasePapers } from './case-papers';
import { Blocklists } from './blocklists';
import { Complainants } from './complainants';
import { Consents } from './consents';
import { CustomerPortal } from './customer-portal';
import { DailySweep } from './daily-sweep';
import { Policies } from './policies';
import { Queues } from './queues';
import { aggregatesOn, statesOn, type Aggregates, type States } from './aggregates';
import { Chores, expireOriginals, mergeTwins, stemFloods } from './chores';
import { processes, views } from './consumers';
import { Deliveries } from './deliveries';
import { effectsOf } from './effects/effects';
import { recordSuppression } from './effects/record-suppression';
import { commandHandlers } from './handlers';
import { intake, resubmitOrphans } from './intake';
import { Ledger } from './ledger';
import { Lists } from './lists';
import { Evidence } from './evidence';
import { EvidencePortal } from './evidence-portal';
import { Outages } from './outages';
import { ReportReader } from './report-reader';
import { fetchText, SnsIntake, type FetchText } from './sns';
import { Search } from './search';
import { Sources } from './sources';
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
  readonly consents: Consents;
  readonly evidence: Evidence;
  readonly evidencePortal: EvidencePortal;
  readonly ledger: Ledger;
  readonly lists: Lists;
  readonly sources: Sources;
  readonly blocklists: Blocklists;
  readonly dailySweep: DailySweep;
  readonly papers: CasePapers;
  readonly queues: Queues;
  readonly search: Search;
  readonly submit: Submit;
  readonly sns: SnsIntake;
  readonly runtime: Runtime;
  readonly deliveries: Deliveries;
  /** What the platform says of a suppression. */
  readonly recordSuppression: ReturnType<typeof recordSuppression>;
  private running = false;
  private readonly factsFor: ReturnType<typeof caseFacts>;
  private readonly examiner: Examiner;
  private readonly outages: Outages;
  private readonly automatic: AutomaticMeasures;
  private readonly chores: Chores;

  constructor(private readonly options: DeskOptions) {
    const { settings, clock, logger, stores } = options;
    const { events, tables, vault, raw } = stores;
    this.stores = stores;
    this.sources = new Sources(settings.sourcesDir, tables, this.now);
    this.blocklists = new Blocklists(settings.blocklistsDir);
    const execution = {
      sealer: vault,
      snapshots: stores.snapshots,
      onSnapshotTrouble: (stream: string, error: unknown) =>
        logger.warn({ err: error, stream }, 'a snapshot could not be used'),
    };
    this.aggregates = aggregatesOn(events, execution);
    this.states = statesOn(events, execution);
    this.accounts = new Accounts(events, vault);
    this.policies = new Policies(events, this.aggregates, this.settings.brands, this.now);
    this.factsFor = caseFacts({
      events,
      states: this.states,
      policies: this.policies,
      brands: settings.brands,
      tables,
      sources: this.sources,
    });
    this.consents = new Consents({ events, vault, tell: this.aggregates.consent });
    this.ledger = new Ledger({
      events,
      tables,
      states: this.states,
      policies: this.policies,
      brands: settings.brands,
      consents: this.consents,
      aggregates: this.aggregates,
    });
    this.lists = new Lists({
      state: (listId) => this.states.list(listId),
      tell: this.aggregates.list,
      accounts: this.accounts,
      policies: this.policies,
      brands: settings.brands,
      now: this.now,
      onUnrecorded: (list, error) => logger.error({ err: error, list }, 'a refused send was not recorded'),
    });
    this.evidence = new Evidence({
      events,
      vault,
      files: stores.handedIn,
      states: this.states,
      accounts: this.accounts,
      now: this.now,
      give: this.aggregates.evidence,
    });
    this.evidencePortal = new EvidencePortal({
      events,
      states: this.states,
      brands: settings.brands,
      evidence: this.evidence,
    });
    this.portal = new CustomerPortal({
      events,
      states: this.states,
      policies: this.policies,
      vault,
      keys: options.keys.answer,
      brands: settings.brands,
      evidence: this.evidencePortal,
      now: this.now,
      give: (command, meta) => this.toCase(command, meta),
    });
    this.reports = new ReportReader(events, tables, raw, vault);
    const complainants = new Complainants(tables, {
      complainant: settings.trust.reportsPerComplainant,
      unvouched: settings.trust.unvouchedReports,
    });
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
      registry: this.sources.current,
      submit: this.submit,
      fetchText: options.fetchText ?? fetchText,
      now: this.now,
    });
    const { zoneFile, timeout, servers } = settings.dns;
    const resolver = zoneFile === undefined ? networkResolver(timeout, servers) : zoneFileResolver(zoneFile);
    this.examiner = new Examiner({
      registry: this.sources.current,
      resolver,
      threads: settings.limits.examiners,
      timeout: settings.limits.examinationTimeout,
      keepDns: zoneFile === undefined ? minutes(5) : 0,
    });
    this.papers = new CasePapers({
      events,
      vault,
      now: this.now,
      toCase: (command, meta) => this.toCase(command, meta),
    });
    this.queues = new Queues({
      tables,
      health: () => this.sources.health(),
      parked: () => this.runtime.parked.summary(),
      sendLog: this.sendLog,
      deliveries: () => this.deliveries,
      ownSenders: () => this.ownSenders,
      now: this.now,
    });
    this.search = new Search({ tables, identity: vault.identity });
    this.dailySweep = new DailySweep({
      tables,
      settings: settings.sweep,
      lists: this.blocklists.enabled,
      ask: resolver,
      waiting: realWaiting,
      aggregates: this.aggregates,
      state: () => this.states.sweep(),
      now: this.now,
      onError: (error) => logger.error({ err: error }, 'the daily sweep failed, and is done again'),
    });
    this.automatic = new AutomaticMeasures({
      aggregates: this.aggregates,
      limitOf: (scope) => this.breakerLimit(scope),
      onError: (error) => logger.error({ err: error }, 'a measure could not be counted at once'),
    });
    this.outages = new Outages({
      tables,
      clock,
      toCase: (command, meta) => this.toCase(command, meta),
      onError: (error) => logger.error({ err: error }, 'that the desk lives could not be noted'),
    });
    const alerts = new Alerts({
      tables,
      queues: this.queues,
      rules: settings.alerts.rules,
      tellBy: tellBy({
        mailer: options.mailer,
        settings: settings.alerts,
        publicUrl: options.publicUrl,
        now: this.now,
      }),
      onError: (error) => logger.error({ err: error }, 'an alert did not go out, and is tried again'),
    });
    this.chores = new Chores({
      clock,
      onError: (chore, error) => logger.error({ err: error, chore }, 'a chore failed, and is done again'),
      chores: {
        'merge twins': mergeTwins(stores, this.aggregates),
        'forget complainants': (at) => complainants.forget(at),
        'shed the send log': () => this.sendLog.shed(),
        'submit orphans': (at) => this.submitOrphans(minus(at, ORPHANED_AFTER)),
        'expire originals': expireOriginals(stores, settings.retention.rawReports, (days) =>
          logger.info({ days }, 'originals were deleted at the end of their retention'),
        ),
        'stem floods': stemFloods(() => this.sources.health(), this.aggregates),
        'sweep daily': this.dailySweep.round,
        'tell what waits': alerts.round,
      },
    });
    this.deliveries = new Deliveries({
      logger,
      undelivered: (prefix) => this.runtime.undelivered(prefix),
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
          openClaim: (command, meta) => this.ledger.openClaim(command, meta),
          limitOf: (scope) => this.breakerLimit(scope),
          refused: (command, target, because) =>
            logger.warn({ command, target, because }, 'an aggregate refused what a process asked for'),
        }),
        ...this.deliveries.watched(effectsOf(this, options, { examiner: this.examiner, complainants })),
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

  /** What we send from ourselves, or for several accounts: it tells nobody apart. */
  get ownSenders(): OwnSenders {
    const { sweep, trace } = this.settings;
    return { ips: sweep.own.ips, domains: [...sweep.own.domains, ...trace.dkimDomains] };
  }

  /** Reads policies, feedback sources and blocklists again: all of them are taken, or none. Throws for the first that is wrong. */
  async reload(): Promise<Reloaded> {
    if (!this.running) throw new Error('no desk runs: it reads its policies and sources when it starts');
    const takes = [this.sources.readAgain(), this.blocklists.readAgain()];
    await this.policies.load(this.settings.policiesDir);
    for (const take of takes) take();
    return {
      policies: this.policies.list().map(({ id, version }) => ({ id, version })),
      sources: this.sources.list.length,
      blocklists: this.blocklists.enabled().length,
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

  /** Until everything that can happen at this instant has happened. */
  async settled(): Promise<void> {
    await this.runtime.settled();
    await this.chores.settled();
    await this.dailySweep.settled();
    await this.runtime.settled(); // what the chores set in motion
  }

  /** Drains: what is under way is finished, nothing new begins. The stores stay open. */
  async stop(): Promise<void> {
    await this.chores.stop();
    await this.dailySweep.stop();
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
    return this.automatic.decide(command, meta, async () =>
      this.aggregates.case({ ...command, facts: await this.factsFor(command) }, meta, given),
    );
  }

  async accountOfCase(caseId: CaseId): Promise<AccountId | undefined> {
    for await (const { data } of this.stores.events.read(`case-${caseId}`))
      return data['accountId'] as AccountId;
    return undefined;
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
