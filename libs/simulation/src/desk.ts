import { accountDecider, type AccountCommand } from '@app/accounts';
import { complaintDecider, type ComplaintCommand } from '@app/complaints';
import {
  automationDecider,
  caseDecider,
  type AdoptedPolicy,
  type AutomationCommand,
  type CaseCommand,
  type CountAutomaticMeasure,
  type StaffedHours,
} from '@app/enforcement';
import {
  isRejected,
  type AccountId,
  type BrandId,
  type Decider,
  type Instant,
  type Rejected,
} from '@app/kernel';
import {
  breaker,
  caseClock,
  casework,
  measures,
  notices,
  platformOrders,
  rateWatch,
  type DispatchOrder,
  type EvaluateRate,
  type SendNotice,
} from '@app/processes';
import { reputationDecider, type ReputationCommand } from '@app/reputation';
import type { Coverage } from '@app/views';
import type { Agenda } from './agenda';
import { factsFor } from './facts';
import { judgements } from './judgements';
import { onTime, ProcessHost, type AnyProcess, type Command, type FiredAt } from './process-host';
import { States, type DeskEvent } from './states';

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

/** The desk without its stores, channels and clock: its own deciders and processes, in memory and on virtual time. The
 *  platform confirms each order at once, and the relay takes each notice, unless told otherwise; recipients are not
 *  suppressed, as nothing that a policy says depends on it. */
export class SimulatedDesk {
  readonly states = new States();
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

  /** It happened, whoever decided it: states and processes take it, and what follows is done. */
  takes(event: DeskEvent): void {
    this.commands++;
    this.states.take(event);
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
    const refused = this.decide(complaintDecider, command, this.states.complaint(command.complaintId));
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
    const refused = this.decide(automationDecider, command, this.states.automation(command.scope));
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
    const facts = factsFor(this.states, this.options, command);
    if (!facts) return undefined;
    return this.decide(caseDecider, { ...command, facts }, this.states.case(command.caseId));
  }
  private toAccount(command: AccountCommand): Rejected | undefined {
    return this.decide(accountDecider, command, this.states.account(command.accountId));
  }
  private toReputation(command: ReputationCommand): Rejected | undefined {
    return this.decide(reputationDecider, command, this.states.reputation(command.accountId));
  }

  private count(command: CountAutomaticMeasure): void {
    const brand = this.options.brand(command.scope.slice('brand:'.length) as BrandId);
    if (!brand) return;
    const limitPerHour = brand.policy.breaker.perHour;
    this.decide(automationDecider, { ...command, limitPerHour }, this.states.automation(command.scope));
  }

  private decide<C, E extends DeskEvent, S>(
    decider: Decider<C, E, S>,
    command: C,
    state: S,
  ): Rejected | undefined {
    const decision = decider.decide(command, state);
    if (isRejected(decision)) return decision;
    this.commands++;
    for (const event of decision) this.states.take(event);
    for (const event of decision) this.tell(event);
    return undefined;
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

  private evaluate(accountId: AccountId): void {
    const account = this.states.account(accountId);
    const brand = account.status === 'known' ? this.options.brand(account.brandId) : undefined;
    if (!brand) return;
    const { policy, timeZone: zone } = brand;
    const { coverage } = this.options;
    for (const command of judgements(this.states, {
      accountId,
      at: this.now,
      rate: policy.rate,
      zone,
      coverage,
    }))
      this.toReputation(command);
  }
}
