import {
  accountId as asAccount,
  brandId as asBrand,
  caseId as asCase,
  Instant,
  isRejected,
  plus,
  type Duration,
  type Erased,
  type Rejected,
} from '@app/kernel';
import { caseDecider } from '../case/case';
import type { CaseCommand, DecideCase, Decision, GiveAnswer, LodgeAppeal } from '../case/commands';
import { caseEvents, type CaseEvent, type CaseEventOf } from '../case/events';
import type { AccountFacts, CaseFacts } from '../case/facts';
import type { ComplaintFacts, MeasureKind, Role, Signal } from '../case/shapes';
import type { Known, Measure } from '../case/state';
import type { AdoptedPolicy } from '../policy/schema';

const caseId = asCase.parse('shop.1');
const accountId = asAccount.parse('shop');
type Bare<C> = C extends CaseCommand ? Omit<C, 'caseId' | 'accountId' | 'at'> : never;
export type Step = Bare<CaseCommand>;

const TUESDAY = Instant('2026-03-03T09:00:00.000Z');
const given: Erased = { erased: true }; // nobody has to be sealed for a rule to be tested

/** For specs: walks one case along its ladder. Every command that was accepted is given again at once and must be nothing
 *  to do, every event goes through its stored form, every notice is taken by the relay at once unless `relay` is away. */
export class Walk {
  at: Instant = TUESDAY;
  readonly events: CaseEvent[] = [];
  relay: 'takes' | 'away' = 'takes';
  facts: Omit<CaseFacts, 'complaint' | 'account'> = {
    policy: this.policy,
    enforcement: 'live',
    automation: { auto: true },
    staffed: null,
  };
  account: AccountFacts = {
    brandId: asBrand.parse('brand'),
    standing: 'good',
    protected: false,
    legalForm: 'legal-person',
    contacts: ['owner', 'backup'],
    warnedAt: null,
  };
  private folded = caseDecider.initial;
  private numbers = 0;

  constructor(private readonly policy: AdoptedPolicy) {}

  get state(): Known {
    if (this.folded.status === 'none') throw new Error('no case is open');
    return this.folded;
  }
  get isOpen(): boolean {
    return this.folded.status !== 'none';
  }

  /** The types of the events that came of it, those of the relay's answers too. Throws when it is refused. */
  does(step: Step, complaint?: ComplaintFacts): string[] {
    const before = this.events.length;
    const refusal = this.tries(step, complaint);
    if (refusal) throw new Error(`${step.type} was refused: ${refusal.rejected}, ${refusal.because}`);
    return this.events.slice(before).map(({ type }) => type);
  }

  /** Undefined: it was accepted. */
  tries(step: Step, complaint?: ComplaintFacts): Rejected | undefined {
    const facts: CaseFacts = { ...this.facts, account: this.account, ...(complaint && { complaint }) };
    const command = { ...step, caseId, accountId, at: this.at, facts } as CaseCommand & { facts: CaseFacts };
    const decision = caseDecider.decide(command, this.folded);
    if (isRejected(decision)) return decision;
    const stored = decision.map((event) => caseEvents.decode(caseEvents.encode(event)));
    expect(stored).toStrictEqual(decision);
    this.folded = stored.reduce(caseDecider.evolve.bind(caseDecider), this.folded);
    if (stored.length > 0) expect(caseDecider.decide(command, this.folded)).toStrictEqual([]);
    this.events.push(...stored);
    for (const event of stored)
      if (event.type === 'NoticeOrdered' && this.relay === 'takes') this.accepted(event.data.noticeId);
    return undefined;
  }

  /** The case as it would be if events of this type had never been written: by an older version. */
  without(type: CaseEvent['type']): void {
    const left = this.events.filter((event) => event.type !== type);
    this.folded = left.reduce(caseDecider.evolve.bind(caseDecider), caseDecider.initial);
  }

  accepted(noticeId: string): string[] {
    return this.does({ type: 'RecordNoticeAccepted', noticeId, acceptedAt: this.at });
  }
  bounces(permanent = true, noticeId = this.notices().at(-1)!.noticeId): string[] {
    const contactId = this.notices().find((n) => n.noticeId === noticeId)!.contactId;
    return this.does({ type: 'RecordNoticeBounced', noticeId, contactId, permanent, detail: '5.1.1' });
  }

  /** At level A over a feedback loop, about mail sent a minute ago to another person than before. */
  complaint(more: Partial<ComplaintFacts> = {}): ComplaintFacts {
    const n = ++this.numbers;
    return {
      complaintId: `c${n}`,
      accountId,
      campaignId: null,
      deliveryId: `d${n}`,
      provider: 'yahoo',
      channels: ['feedback-loop'],
      trust: 'A',
      source: 'yahoo',
      feedbackTypes: ['abuse'],
      corroborated: true,
      confidence: 1,
      reporter: `person-${n}`,
      discreet: false,
      sent: { at: (this.at - 60_000) as Instant, estimated: false },
      receivedAt: this.at,
      violations: [],
      may: ['forward', 'propose', 'enforce', 'close'],
      ...more,
    };
  }
  complains(more: Partial<ComplaintFacts> = {}): string[] {
    return this.tells(this.complaint(more));
  }
  tells(complaint: ComplaintFacts): string[] {
    const signal: Signal = { kind: 'complaint', complaintId: complaint.complaintId };
    return this.does({ type: 'RaiseSignal', signal }, complaint);
  }
  signals(signal: Signal): string[] {
    return this.does({ type: 'RaiseSignal', signal });
  }

  answers(fields: readonly ('feedback' | 'solution' | 'prevention')[], receivedAt = this.at): string[] {
    const answer: Bare<GiveAnswer> = {
      type: 'GiveAnswer',
      answerId: `a${++this.numbers}`,
      contactId: 'owner',
      receivedAt,
      ...Object.fromEntries(fields.map((field) => [field, given])),
    };
    return this.does(answer);
  }

  appeals(measureId?: string, receivedAt = this.at): string[] {
    return this.does(this.appeal(measureId, receivedAt));
  }
  appeal(measureId?: string, receivedAt = this.at): Bare<LodgeAppeal> {
    return {
      type: 'LodgeAppeal',
      appealId: `p${++this.numbers}`,
      contactId: 'owner',
      receivedAt,
      text: given,
      ...(measureId !== undefined && { measureId }),
    };
  }

  decides(decision: Decision, by = 'ann', role: Role = 'supervisor'): string[] {
    return this.does(decided(decision, by, role));
  }
  refuses(decision: Decision, by = 'ann', role: Role = 'supervisor'): string | undefined {
    return this.tries(decided(decision, by, role))?.rejected;
  }

  /** Time passes; each deadline fires when it is due, in order. */
  passes(time: Duration): string[] {
    const until = plus(this.at, time);
    const before = this.events.length;
    for (let next = this.nextDue(until); next; next = this.nextDue(until)) {
      const [name, dueAt] = next;
      this.at = dueAt > this.at ? dueAt : this.at;
      this.does({ type: 'ReachDeadline', name, dueAt, firedAt: this.at });
    }
    this.at = until;
    return this.events.slice(before).map(({ type }) => type);
  }
  get deadlines(): readonly string[] {
    return Object.keys(this.state.deadlines);
  }

  notices(): CaseEventOf<'NoticeOrdered'>[] {
    return this.all('NoticeOrdered');
  }
  all<T extends CaseEvent['type']>(type: T): CaseEventOf<T>[] {
    return this.events.filter((e) => e.type === type).map((e) => e.data as CaseEventOf<T>);
  }
  measure(kind: MeasureKind): Measure {
    const found = this.state.measures.findLast((m) => m.measure === kind);
    if (!found) throw new Error(`the case has no ${kind}`);
    return found;
  }
  get measures(): string[] {
    return this.state.measures.map((m) => `${m.measure} ${m.status}`);
  }
  get tasks(): string[] {
    return this.state.tasks.map((t) => t.task);
  }

  private nextDue(until: Instant): [string, Instant] | undefined {
    if (this.folded.status === 'none') return undefined;
    const due = Object.entries(this.folded.deadlines).filter(([, at]) => at <= until);
    return due.sort(([, a], [, b]) => a - b)[0];
  }
}

/** A supervisor's, unless told otherwise. */
export const decided = (decision: Decision, keyId = 'ann', role: Role = 'supervisor'): Bare<DecideCase> => ({
  type: 'DecideCase',
  decision,
  by: { kind: 'person', keyId },
  role,
  reason: 'as agreed at the desk',
});
