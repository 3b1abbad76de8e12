import {
  accountDecider,
  standingOf,
  warnedAt,
  type AccountCommand,
  type AccountEvent,
  type AccountState,
} from '@app/accounts';
import {
  complaintDecider,
  type ComplaintCommand,
  type ComplaintEvent,
  type ComplaintState,
} from '@app/complaints';
import {
  automationDecider,
  caseDecider,
  looksAt,
  type AdoptedPolicy,
  type AutomationCommand,
  type AutomationEvent,
  type AutomationScope,
  type AutomationState,
  type CaseCommand,
  type CaseEvent,
  type CaseFacts,
  type CaseState,
  type CountAutomaticMeasure,
  type RateRule,
  type StaffedHours,
} from '@app/enforcement';
import {
  isRejected,
  type AccountId,
  type BrandId,
  type CaseId,
  type Decider,
  type Instant,
  type Rejected,
} from '@app/kernel';
import {
  breaker,
  caseClock,
  casework,
  complaintFacts,
  measures,
  notices,
  platformOrders,
  rateWatch,
  type DispatchOrder,
  type EvaluateRate,
  type SendNotice,
} from '@app/processes';
import {
  mostAllowed,
  mostOfProvider,
  reputationDecider,
  type ListingEvent,
  type RateWindow,
  type ReputationCommand,
  type ReputationEvent,
  type ReputationState,
} from '@app/reputation';
import { judgedOf, type AbsoluteOf, type Coverage } from '@app/views';
import type { Agenda } from './agenda';
import { onTime, ProcessHost, type AnyProcess, type Command, type FiredAt } from './process-host';
import { RateBook } from './rate-book';

export type DeskEvent =
  AccountEvent | ComplaintEvent | CaseEvent | AutomationEvent | ReputationEvent | ListingEvent;

/** A brand as the settings have it, and the policy by which its cases are opened. */
export interface SimulatedBrand {
  readonly policy: AdoptedPolicy;
  readonly enforcement: 'live' | 'shadow';
  readonly staffed: StaffedHours | null;
  readonly timeZone: string;
}

export interface SimulatedDeskOptions {
  readonly agenda: Agenda;
  /** Undefined: accounts of that brand are left alone. */
  readonly brand: (id: BrandId) => SimulatedBrand | undefined;
  /** Versions that cases were opened under before, by `<id> <version>`. */
  readonly adopted?: ReadonlyMap<string, AdoptedPolicy>;
  readonly coverage: readonly Coverage[];
  /** After the processes have taken it, and before what they ask for is done. Events of one `command` were decided at once. */
  readonly happened?: (event: DeskEvent, command: number) => void;
  /** In place of the relay, which takes every notice at once. */
  readonly notice?: (command: SendNotice) => void;
  readonly firedAt?: FiredAt;
}

const PROCESSES = [
  breaker,
  caseClock,
  casework,
  measures,
  notices,
  platformOrders,
  rateWatch(),
] as unknown as AnyProcess[];

const WINDOWS: readonly RateWindow[] = ['24h', '7d', '30d', 'representative'];

/** The desk without its stores, channels and clock: its own deciders and processes, in memory and on virtual time. The
 *  platform confirms each order at once, and the relay takes each notice, unless told otherwise; recipients are not
 *  suppressed, as nothing that a policy says depends on it. */
export class SimulatedDesk {
  readonly rates = new RateBook();
  private readonly cases = new Map<CaseId, CaseState>();
  private readonly accounts = new Map<AccountId, AccountState>();
  private readonly complaints = new Map<string, ComplaintState>();
  private readonly reputations = new Map<AccountId, ReputationState>();
  private readonly automation = new Map<AutomationScope, AutomationState>();
  private readonly hosts = new Map<string, ProcessHost[]>(); // by the type of the events they take
  private readonly queue: Command[] = [];
  private draining = false;
  private commands = 0;
  /** While it is true, what processes ask for goes nowhere: it stands in the log besides. */
  private withheld = false;

  constructor(private readonly options: SimulatedDeskOptions) {
    for (const process of PROCESSES) {
      const host = new ProcessHost(
        process,
        options.agenda,
        { ask: (command) => this.ask(command), settle: () => this.drain() },
        options.firedAt ?? onTime,
      );
      for (const type of process.inputs.types) this.hosts.set(type, [...(this.hosts.get(type) ?? []), host]);
    }
  }

  get now(): Instant {
    return this.options.agenda.now;
  }

  case(id: CaseId): CaseState {
    return this.cases.get(id) ?? caseDecider.initial;
  }
  account(id: AccountId): AccountState {
    return this.accounts.get(id) ?? accountDecider.initial;
  }
  complaint(id: string): ComplaintState {
    return this.complaints.get(id) ?? complaintDecider.initial;
  }
  reputation(id: AccountId): ReputationState {
    return this.reputations.get(id) ?? reputationDecider.initial;
  }
  halted(scope: AutomationScope): boolean {
    return Boolean(this.automation.get(scope)?.halted);
  }

  /** Nothing more is asked of that complaint: its cases keep what they need of it. */
  forget(complaintId: string): void {
    this.complaints.delete(complaintId);
    this.rates.forget(complaintId);
  }
  forgetCase(id: CaseId): void {
    this.cases.delete(id);
  }

  /** It happened, whoever decided it: states and processes take it, and what follows is done. */
  takes(event: DeskEvent): void {
    this.commands++;
    this.fold(event);
    this.tell(event);
    this.drain();
  }

  /** From now on what follows of an event is told besides, and nothing is asked for twice: neither by it nor by a deadline. */
  follow(following: boolean): void {
    this.withheld = following;
  }

  /** Undefined: it was accepted, and what follows is done. */
  asks(command: CaseCommand): Rejected | undefined {
    const refused = this.toCase(command);
    this.drain();
    return refused;
  }
  files(command: ComplaintCommand): Rejected | undefined {
    const refused = this.decide(complaintDecider, command, this.complaint(command.complaintId));
    this.drain();
    return refused;
  }
  changes(command: AccountCommand): Rejected | undefined {
    const refused = this.toAccount(command);
    this.drain();
    return refused;
  }
  reports(command: ReputationCommand): Rejected | undefined {
    const refused = this.toReputation(command);
    this.drain();
    return refused;
  }
  switches(command: Exclude<AutomationCommand, { type: 'CountAutomaticMeasure' }>): Rejected | undefined {
    const refused = this.decide(automationDecider, command, this.automationOf(command.scope));
    this.drain();
    return refused;
  }
  /** Counts the account's windows and has each judged, now. */
  evaluates(accountId: AccountId): void {
    this.evaluate(accountId);
    this.drain();
  }

  private ask(command: Command): void {
    if (this.withheld) return;
    // Counted before the next case decides, as the desk does it.
    if (command.type === 'CountAutomaticMeasure') this.count(command as unknown as CountAutomaticMeasure);
    else this.queue.push(command);
  }

  private drain(): void {
    if (this.draining) return;
    this.draining = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) this.carryOut(next);
    this.draining = false;
  }

  private carryOut(command: Command): void {
    switch (command.type) {
      case 'RaiseSignal':
      case 'ReachDeadline':
        this.toCase(command as CaseCommand);
        return;
      case 'SendNotice':
        return this.notice(command as SendNotice);
      case 'DispatchOrder':
        return this.confirm(command as DispatchOrder);
      case 'EvaluateRate':
        return this.evaluate((command as EvaluateRate).accountId);
      default:
        this.toAccount(command as AccountCommand);
    }
  }

  private toCase(command: CaseCommand): Rejected | undefined {
    const facts = this.factsFor(command);
    if (!facts) return undefined;
    return this.decide(caseDecider, { ...command, facts }, this.case(command.caseId));
  }
  private toAccount(command: AccountCommand): Rejected | undefined {
    return this.decide(accountDecider, command, this.account(command.accountId));
  }
  private toReputation(command: ReputationCommand): Rejected | undefined {
    return this.decide(reputationDecider, command, this.reputation(command.accountId));
  }

  private count(command: CountAutomaticMeasure): void {
    const brand = this.options.brand(command.scope.slice('brand:'.length) as BrandId);
    if (!brand) return;
    const limitPerHour = brand.policy.breaker.perHour;
    this.decide(automationDecider, { ...command, limitPerHour }, this.automationOf(command.scope));
  }
  private automationOf(scope: AutomationScope): AutomationState {
    return this.automation.get(scope) ?? automationDecider.initial;
  }

  private decide<C, E extends DeskEvent, S>(
    decider: Decider<C, E, S>,
    command: C,
    state: S,
  ): Rejected | undefined {
    const decision = decider.decide(command, state);
    if (isRejected(decision)) return decision;
    this.commands++;
    for (const event of decision) this.fold(event);
    for (const event of decision) this.tell(event);
    return undefined;
  }

  private fold(event: DeskEvent): void {
    const { data } = event;
    if ('caseId' in data && 'stage' in data) {
      const e = event as CaseEvent;
      this.cases.set(e.data.caseId, caseDecider.evolve(this.case(e.data.caseId), e));
    } else if ('complaintId' in data) {
      const e = event as ComplaintEvent;
      this.complaints.set(e.data.complaintId, complaintDecider.evolve(this.complaint(e.data.complaintId), e));
    } else if ('scope' in data && !('accountId' in data)) {
      const e = event as AutomationEvent;
      this.automation.set(e.data.scope, automationDecider.evolve(this.automationOf(e.data.scope), e));
    } else if (REPUTATION.has(event.type)) {
      const e = event as ReputationEvent;
      this.reputations.set(e.data.accountId, reputationDecider.evolve(this.reputation(e.data.accountId), e));
    } else if (!('listingId' in data)) {
      const e = event as AccountEvent;
      this.accounts.set(e.data.accountId, accountDecider.evolve(this.account(e.data.accountId), e));
    }
    if (RATED.has(event.type)) this.rates.take(event as Parameters<RateBook['take']>[0]);
  }

  private tell(event: DeskEvent): void {
    for (const host of this.hosts.get(event.type) ?? []) host.take(event);
    this.options.happened?.(event, this.commands);
  }

  private notice(command: SendNotice): void {
    if (this.options.notice) return this.options.notice(command);
    const { caseId, accountId, noticeId } = command;
    const at = this.now;
    this.toCase({ type: 'RecordNoticeAccepted', caseId, accountId, at, noticeId, acceptedAt: at });
  }

  private confirm({ accountId, orderId }: DispatchOrder): void {
    this.toAccount({ type: 'RecordOrder', accountId, at: this.now, orderId, state: 'confirmed' });
  }

  /** As `evaluateRate` of the desk does it: see there. */
  private evaluate(accountId: AccountId): void {
    const account = this.account(accountId);
    const brand = account.status === 'known' ? this.options.brand(account.brandId) : undefined;
    if (!brand) return;
    const at = this.now;
    const { rate } = brand.policy;
    if (this.nothingToJudge(accountId, rate)) return;
    const of = { accountId, now: at, zone: brand.timeZone, coverage: this.options.coverage };
    for (const window of WINDOWS) {
      const lookBack = window === 'representative' ? { lookBack: this.rates.lookBack(of) } : {};
      const counted = this.rates.count({ ...of, ...lookBack, window, attribution: 'send-day' });
      const { complaints, estimated, delivered } = judgedOf(counted);
      this.toReputation({
        type: 'JudgeRate',
        accountId,
        at,
        window,
        ...(typeof counted.lookBack === 'number' && { lookBack: counted.lookBack }),
        complaints,
        estimated,
        delivered,
        threshold: rate.threshold,
        floors: rate.floors,
        baselineAt: counted.baseline,
        position: '',
      });
    }
    this.judgeCount(of, rate);
  }

  private judgeCount(of: AbsoluteOf, { most, timesNorm, providerPpm }: RateRule): void {
    const { accountId, now: at } = of;
    const rule = { most: most ?? null, timesNorm: timesNorm ?? null, providerPpm: providerPpm ?? null };
    const { complaints, norm, baseline, byProvider } = this.rates.absolute(of);
    this.toReputation({
      type: 'JudgeCount',
      accountId,
      at,
      complaints,
      most: mostAllowed(rule, norm),
      byProvider: byProvider.flatMap(({ provider, complaints, all }) => {
        const allowed = mostOfProvider(rule, all);
        return allowed === null ? [] : [{ provider, complaints, most: allowed }];
      }),
      baselineAt: baseline,
      position: '',
    });
  }

  /** Too few complaints for anything to be a breach, and none to recover from: most accounts, most of the time. */
  private nothingToJudge(accountId: AccountId, { floors, most, providerPpm }: RateRule): boolean {
    if (providerPpm !== undefined) return false;
    const least = Math.min(floors.breachComplaints, (most ?? Infinity) + 1);
    if (this.rates.most(accountId, this.now) >= least) return false;
    const { grades, tooMany } = this.reputation(accountId);
    return (tooMany?.most ?? null) === null && Object.values(grades).every(({ grade }) => grade === null);
  }

  /** As the desk looks it up for each command; see `caseFacts` there. Undefined: the account is left alone. */
  private factsFor(command: CaseCommand): CaseFacts | undefined {
    const account = this.account(command.accountId);
    if (account.status === 'none') return undefined;
    const { brandId, legalForm, contacts } = account;
    const brand = this.options.brand(brandId);
    if (!brand) return undefined;
    const before = this.case(command.caseId);
    const policy =
      before.status === 'known'
        ? (this.options.adopted?.get(`${before.policy.id} ${before.policy.version}`) ?? brand.policy)
        : brand.policy;
    const complaint =
      command.type === 'RaiseSignal' && command.signal.kind === 'complaint'
        ? complaintFacts(this.complaint(command.signal.complaintId))
        : undefined;
    const { grades } = this.reputation(command.accountId);
    const sources = complaint
      ? [complaint.source]
      : before.status === 'known' && this.automation.size > 0
        ? before.complaints.filter(({ as }) => as === 'signal').map(({ source }) => source)
        : [];
    return {
      policy,
      enforcement: brand.enforcement,
      automation: this.automationFor(brandId, sources),
      staffed: brand.staffed,
      account: {
        brandId,
        standing: standingOf(account),
        protected: account.protected,
        legalForm,
        contacts,
        warnedAt: warnedAt(account),
      },
      ...(complaint && {
        complaint,
        campaignRecipients:
          complaint.accountId !== null &&
          complaint.campaignId !== null &&
          looksAt(policy, 'campaignRecipients')
            ? this.rates.recipients(complaint.accountId, complaint.campaignId, complaint.sent.at)
            : null,
      }),
      rates: Object.fromEntries(Object.entries(grades).map(([window, { grade }]) => [window, grade])),
    };
  }

  private automationFor(brandId: BrandId, sources: readonly (string | null)[]): CaseFacts['automation'] {
    if (this.automation.size === 0) return { auto: true };
    const named = [...new Set(sources)].flatMap((source) => (source === null ? [] : [`source:${source}`]));
    for (const scope of ['desk', `brand:${brandId}`, ...named]) {
      const halted = this.automation.get(scope)?.halted;
      if (halted) return { auto: false, because: `${scope}: ${halted.reason}` };
    }
    return { auto: true };
  }
}

const REPUTATION = new Set([
  'DeliveryVolumesReported',
  'RateBreached',
  'RateRecovered',
  'CountBreached',
  'CountRecovered',
]);
const RATED = new Set(RateBook.types);
