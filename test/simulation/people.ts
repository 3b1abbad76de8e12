import { inForce, type CaseEventOf, type Decision, type KnownCase, type Measure } from '@app/enforcement';
import { hours, plus, type CaseId, type Duration, type Erased } from '@app/kernel';
import type { Agenda, DeskEvent, SimulatedDesk } from '@app/simulation';
import type { Chance } from './chance';
import { ANSWERS } from './truth';
import type { Mailings } from './mail';

const STAFF_MEDIAN = hours(3);
const STAFF_SPREAD = 0.8; // one in six takes longer than seven hours
const STAFF_RIGHT = 0.97;
const LATER = hours(7 * 24); // those who do not answer in a day and whose account is held, mostly do within a week
const LATER_CHANCE = 0.5;
const given: Erased = { erased: true };

/** A customer as the case meets them: reads notices, and answers or does not. */
export class Customer {
  private answers = 0;

  constructor(
    private readonly mailings: Mailings,
    private readonly chance: Chance,
    private readonly agenda: Agenda,
    private readonly desk: SimulatedDesk,
  ) {}

  reads({ kind, caseId, noticeId }: CaseEventOf<'NoticeOrdered'>): void {
    const asked = kind === 'demand' || kind === 'rejection';
    const stopped = kind === 'hold' || kind === 'suspension' || kind === 'stop-order';
    if (!asked && !stopped) return;
    const inTime = this.chance.happens(ANSWERS[this.mailings.sender.kind]);
    if (!inTime && !(stopped && this.chance.happens(LATER_CHANCE))) return;
    const after = inTime
      ? this.chance.uniform(hours(0.5), hours(23.5))
      : this.chance.uniform(hours(24), LATER);
    this.agenda.at(plus(this.agenda.now, Math.round(after) as Duration), () => this.answer(caseId, noticeId));
  }

  /** Whoever was hijacked has seen to it by then. */
  private answer(caseId: CaseId, noticeId: string): void {
    this.mailings.hijacked = false;
    const at = this.agenda.now;
    this.desk.asks({
      type: 'GiveAnswer',
      caseId,
      accountId: this.mailings.sender.accountId,
      at,
      answerId: `${noticeId}.${++this.answers}`,
      contactId: 'owner',
      receivedAt: at,
      feedback: given,
      solution: given,
      prevention: given,
    });
  }
}

type Task = CaseEventOf<'TaskRaised'>;
interface Seen {
  readonly spammer: boolean;
  readonly hijacked: boolean;
}

/** The people at the desk. They look into what waits for them, after a while, and mostly see what an account is. */
export class Staff {
  constructor(
    private readonly chance: Chance,
    private readonly agenda: Agenda,
    private readonly desk: SimulatedDesk,
    private readonly mailingsOf: (accountId: string) => Mailings,
  ) {}

  happened({ type, data }: DeskEvent): void {
    if (type === 'TaskRaised') this.later(() => this.takeUp(data));
    if (type === 'AutomationHalted')
      this.later(() =>
        this.desk.switches({
          type: 'ResumeAutomation',
          scope: data.scope,
          at: this.agenda.now,
          by: { kind: 'person', keyId: 'eve' },
          role: 'supervisor',
          reason: 'looked into',
        }),
      );
  }

  private later(act: () => void): void {
    const wait = Math.round(this.chance.logNormal(STAFF_MEDIAN, STAFF_SPREAD)) as Duration;
    this.agenda.at(plus(this.agenda.now, wait), act);
  }

  private takeUp({ caseId, task, about }: Task): void {
    const state = this.desk.states.case(caseId);
    if (state.status === 'none' || !state.tasks.some((t) => t.task === task && t.about === about)) return;
    const seen = this.look(state.accountId);
    const offender = seen.spammer || seen.hijacked;
    switch (task) {
      case 'assess-answer':
        return this.decide(state, offender ? { decision: 'reject-answer' } : { decision: 'accept-answer' });
      case 'review-remediation':
        return this.decide(state, offender ? { decision: 'reject-answer' } : { decision: 'reinstate' });
      case 'review-account':
        return this.decide(state, offender ? { decision: 'confirm-unwanted' } : { decision: 'reinstate' });
      case 'approve-measure': {
        const measure = state.measures.find((m) => m.measureId === about && m.status === 'proposed');
        return measure && this.approve(state, measure, seen);
      }
      case 'review-complaints':
        return this.decide(state, { decision: 'finish-task', task, ...(about !== null && { about }) });
      default: // alarms about what waits elsewhere, and what this world has not
    }
  }

  private approve(state: KnownCase, { measureId, measure }: Measure, seen: Seen): void {
    const offender = seen.spammer || seen.hijacked;
    const undoing = measure === 'reinstate' || measure === 'annul';
    if (undoing ? !offender : measure === 'close' ? seen.spammer : offender) {
      this.decide(state, { decision: 'approve', measureId });
      const after = this.proposed(state.caseId, measureId);
      if (after && after.seconds.length === 1) this.later(() => this.second(state.caseId, measureId));
      return;
    }
    this.decide(state, { decision: 'refuse', measureId });
    if (undoing) this.decide(state, { decision: 'confirm-unwanted' });
    else if (!offender && inForce(state).length > 0) this.decide(state, { decision: 'reinstate' });
  }

  /** The other pair of eyes, where it takes four. */
  private second(caseId: CaseId, measureId: string): void {
    const state = this.desk.states.case(caseId);
    const measure = this.proposed(caseId, measureId);
    if (state.status === 'known' && measure) this.approve(state, measure, this.look(state.accountId));
  }

  private proposed(caseId: CaseId, measureId: string): Measure | undefined {
    const state = this.desk.states.case(caseId);
    return state.status === 'none'
      ? undefined
      : state.measures.find((m) => m.measureId === measureId && m.status === 'proposed');
  }

  /** What somebody takes an account for. A careless sender is somebody to talk to, and nobody to be stopped by hand. Whoever
   *  was hijacked is stopped as long as it lasts, and not closed. */
  private look(accountId: string): Seen {
    const { sender, hijacked } = this.mailingsOf(accountId);
    const right = this.chance.happens(STAFF_RIGHT);
    return { spammer: (sender.kind === 'spammer') === right, hijacked: hijacked && right };
  }

  private people = 0;
  private decide({ caseId, accountId }: KnownCase, decision: Decision): void {
    this.desk.asks({
      type: 'DecideCase',
      caseId,
      accountId,
      at: this.agenda.now,
      decision,
      by: { kind: 'person', keyId: `person-${++this.people}` },
      role: 'supervisor',
      reason: 'looked into',
    });
  }
}
