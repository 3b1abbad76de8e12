import { standingOf } from '@app/accounts';
import { hasEnded, type AdoptedPolicy, type CaseEvent, type KnownCase } from '@app/enforcement';
import type { AccountId, BrandId, CaseId, Instant, Standing } from '@app/kernel';
import type { Coverage } from '@app/views';
import { Agenda } from '../agenda';
import { SimulatedDesk, type SimulatedBrand } from '../desk';
import type { DeskEvent, States } from '../states';
import { differencesOf, type AccountDifferences, type Assumed, type Assumption } from './differences';
import type { Historic } from './historic';
import { commandFor, decidedIn, decidedOn, Proposals } from './persons';
import { stepIn, type Step } from './steps';
import { isSame, type Survey } from './survey';

export interface ReplayOptions {
  readonly policy: AdoptedPolicy;
  /** As the settings have them now. */
  readonly brands: Readonly<Record<string, Omit<SimulatedBrand, 'policy'>>>;
  /** That brand alone; undefined: all. */
  readonly brand?: BrandId;
  /** Up to then all was as it was; cases that were open go on under the policy they were opened with. */
  readonly since?: Instant;
  readonly coverage: readonly Coverage[];
}

interface Known {
  readonly brandId: BrandId;
  readonly was: Step[];
  readonly would: Step[];
  readonly assumed: Assumed[];
  readonly cases: CaseId[]; // that the replay knows, oldest first
  /** Demands that nobody answered: in the replay, and when in history. */
  readonly silences: { readonly at: Instant; readonly caseId: CaseId }[];
  readonly unanswered: Instant[];
  // In history, now:
  standing: Standing;
  heldSince: Instant | null;
}

const HELD: readonly Standing[] = ['held', 'suspended', 'closed'];
const FACTS: ReadonlySet<string> = new Set([
  'ComplaintFiled',
  'ReportCorroborated',
  'ComplaintTraced',
  'AttributionWithdrawn',
  'ComplaintQualified',
  'ComplaintMerged',
  'AccountRegistered',
  'AccountChanged',
  'InjectionsObserved',
  'DeliveryVolumesReported',
  'ListingBegan',
  'ListingChanged',
  'ListingEnded',
]);
const JUDGEMENTS: ReadonlySet<string> = new Set([
  'RateBreached',
  'RateRecovered',
  'CountBreached',
  'CountRecovered',
]);

/** History once more, under another policy. What people and customers did is taken from it at its time, where it still
 *  applies; what the desk did, its own deciders and processes do again. Touches nothing. */
export class Replay {
  private readonly agenda = new Agenda(0 as Instant);
  private readonly desk: SimulatedDesk;
  private readonly accounts = new Map<AccountId, Known>();
  private readonly proposals = new Proposals();
  private readonly outages = new Set<string>();
  /** Notices of the replay that are those of history: it says what became of them. */
  private readonly awaited = new Set<string>();
  /** What became of notices before the replay ordered them, which takes a moment less or more than it took then. */
  private readonly early = new Map<string, CaseEvent[]>();
  private command: { readonly id: string; readonly stream: string; readonly events: CaseEvent[] } | null =
    null;
  private live = false;

  constructor(
    private readonly options: ReplayOptions,
    private readonly survey: Survey,
  ) {
    const { policy, brands, brand: only } = options;
    const known = new Map<string, SimulatedBrand>(
      Object.entries(brands)
        .filter(([id]) => only === undefined || id === only)
        .map(([id, brand]) => [id, { ...brand, policy }]),
    );
    this.desk = new SimulatedDesk({
      agenda: this.agenda,
      brand: (id) => known.get(id),
      adopted: survey.adopted,
      coverage: options.coverage,
      happened: (event) => this.happened(event),
      firedAt: (process, instance, name, dueAt) =>
        process === 'case-clock' ? survey.firedAt(instance, name, dueAt) : dueAt,
      notice: (notice) => {
        const { noticeId, caseId, accountId } = notice;
        if (survey.knows(noticeId, notice)) return this.expects(noticeId);
        const at = this.agenda.now;
        this.desk.asks({ type: 'RecordNoticeAccepted', caseId, accountId, at, noticeId, acceptedAt: at });
      },
    });
    this.live = options.since === undefined;
    this.desk.follow(!this.live);
  }

  /** The next of the log. */
  take(historic: Historic): void {
    const { event, at, stream, commandId } = historic;
    const { since } = this.options;
    if (!this.live && since !== undefined && at >= since) this.begin(since);
    if (this.command && (this.command.id !== commandId || this.command.stream !== stream)) this.decided();
    // Of what happens at one instant the log has the order: what was due comes where history has it.
    if (event.type === 'DeadlineReached') this.agenda.runThrough(at);
    else this.agenda.runBefore(at);
    if (event.type === 'PolicyAdopted') return;
    this.remember(event);
    if (!this.live) this.desk.takes(event);
    else if (FACTS.has(event.type)) {
      this.doubtMail(event);
      this.desk.takes(event);
    } else if (JUDGEMENTS.has(event.type)) {
      if ('accountId' in event.data && event.data.accountId !== null)
        this.desk.evaluates(event.data.accountId);
    } else if (isOfCase(event)) {
      this.command ??= { id: commandId, stream, events: [] };
      this.command.events.push(event);
    } else if (event.type === 'AutomationHalted' || event.type === 'AutomationResumed') this.switched(event);
  }

  /** Up to `at`, the end of history; then what differs, account by account. */
  finish(at: Instant): AccountDifferences[] {
    this.decided();
    this.agenda.runThrough(at);
    return [...this.accounts].flatMap(([accountId, known]) => {
      this.doubtSilences(known);
      this.doubtProposals(known);
      const assumed = known.assumed.toSorted((a, b) => a.at - b.at);
      const differences = differencesOf(known.was, known.would, assumed);
      return differences.length > 0 ? [{ accountId, brandId: known.brandId, differences, assumed }] : [];
    });
  }

  get accountsSeen(): number {
    return this.accounts.size;
  }

  private begin(since: Instant): void {
    this.agenda.runBefore(since);
    this.desk.follow(false);
    this.live = true;
    for (const known of this.accounts.values()) {
      const open = known.cases.map((id) => this.desk.states.case(id)).findLast(isOpen);
      if (open) this.assume(known, 'older-policy', since, open.caseId);
    }
  }

  /** What history did, to be compared with. */
  private remember(event: DeskEvent): void {
    const { type, data } = event;
    if (type === 'AccountRegistered' || type === 'AccountChanged') {
      const { brandId } = data.profile;
      if (this.options.brand === undefined || brandId === this.options.brand)
        if (!this.accounts.has(data.accountId))
          this.accounts.set(data.accountId, {
            brandId,
            was: [],
            would: [],
            assumed: [],
            cases: [],
            unanswered: [],
            silences: [],
            standing: 'good',
            heldSince: null,
          });
      return;
    }
    const known =
      'accountId' in data && data.accountId !== null ? this.accounts.get(data.accountId) : undefined;
    if (!known) return;
    if ('standing' in data) {
      known.standing = data.standing;
      known.heldSince = HELD.includes(data.standing) ? (known.heldSince ?? data.at) : null;
    }
    if (!isOfCase(event)) return;
    this.proposals.take(event);
    if (type === 'DemandUnanswered') known.unanswered.push(data.at);
    if (!this.live) {
      if (type === 'CaseOpened') known.cases.push(data.caseId);
      if (type === 'NoticeOrdered') this.awaited.add(data.noticeId);
      return;
    }
    const step = stepIn(event);
    if (step) known.was.push(step);
    if (known.heldSince !== null && !isSame(known.heldSince, data.at)) this.doubtVolume(event, known);
  }

  /** What the replay does. */
  private happened(event: DeskEvent): void {
    if (!this.live) return;
    if (event.type === 'AutomationHalted' && event.data.breaker) {
      for (const known of this.accounts.values())
        if (`brand:${known.brandId}` === event.data.scope)
          this.assume(known, 'breaker-open', event.data.at, null);
      return;
    }
    if (!isOfCase(event)) return;
    const { type, data } = event;
    const known = this.accounts.get(data.accountId);
    if (!known) return;
    if (type === 'CaseOpened') known.cases.push(data.caseId);
    if (type === 'DemandUnanswered') known.silences.push({ at: data.at, caseId: data.caseId });
    const step = stepIn(event);
    if (step) known.would.push(step);
  }

  /** What one command did to a case in history: a person's decision, what a customer sent, what became of a notice. */
  private decided(): void {
    const { events } = this.command ?? { events: [] };
    this.command = null;
    const [first] = events;
    if (!first) return;
    const decided = decidedIn(events, this.proposals);
    const target = this.targetOf(first);
    if (decided) {
      const decision = target && decidedOn(decided, target);
      const refused = decision && this.desk.asks(commandFor(decided, decision, target));
      if (!decision || refused)
        this.leaveOut(first, `${decided.decision}: ${refused?.rejected ?? 'nothing to decide on'}`);
      return;
    }
    for (const event of events) this.replies(event, target);
    const unknown = events.find((event) => byPerson(event) && !MOVES_NOTHING.includes(event.type));
    if (unknown) this.leaveOut(unknown, `${unknown.type}: a decision that is not replayed`);
  }

  private replies({ type, data }: CaseEvent, target: KnownCase | undefined): void {
    if (type === 'DeadlineSet' && data.because === 'outage' && data.outage && data.outageId !== null)
      return this.outage(data.outageId, data.outage, data.at);
    if (type === 'NoticeAccepted' || type === 'NoticeBounced') {
      if (this.awaited.has(data.noticeId)) this.hears({ type, data } as Delivery);
      else
        this.early.set(data.noticeId, [...(this.early.get(data.noticeId) ?? []), { type, data } as Delivery]);
      return;
    }
    if (!target) return;
    const of = { caseId: target.caseId, accountId: target.accountId, at: data.at };
    if (type === 'AnswerReceived') {
      const { answerId, contactId, receivedAt, feedback, solution, prevention } = data;
      const refused = this.desk.asks({
        type: 'GiveAnswer',
        ...of,
        answerId,
        contactId,
        receivedAt,
        ...(feedback && { feedback }),
        ...(solution && { solution }),
        ...(prevention && { prevention }),
      });
      if (refused) this.leaveOut({ type, data }, `answer: ${refused.rejected}`);
    }
    if (type === 'AppealLodged') {
      const { appealId, contactId, receivedAt, text } = data;
      const refused = this.desk.asks({ type: 'LodgeAppeal', ...of, appealId, contactId, receivedAt, text });
      if (refused) this.leaveOut({ type, data }, `appeal: ${refused.rejected}`);
    }
  }

  private expects(noticeId: string): void {
    this.awaited.add(noticeId);
    for (const event of this.early.get(noticeId) ?? []) this.hears(event as Delivery);
    this.early.delete(noticeId);
  }

  private hears({ type, data }: Delivery): void {
    const { caseId, accountId, noticeId } = data;
    const of = { caseId, accountId, at: data.at > this.agenda.now ? data.at : this.agenda.now, noticeId };
    if (type === 'NoticeAccepted')
      this.desk.asks({ type: 'RecordNoticeAccepted', ...of, acceptedAt: data.acceptedAt });
    else {
      const { contactId, permanent, detail } = data;
      this.desk.asks({ type: 'RecordNoticeBounced', ...of, contactId, permanent, detail });
    }
  }

  private outage(outageId: string, { from, until }: { from: Instant; until: Instant }, at: Instant): void {
    if (this.outages.has(outageId)) return;
    this.outages.add(outageId);
    for (const [accountId, { cases }] of this.accounts)
      for (const caseId of cases)
        this.desk.asks({ type: 'ExtendForOutage', caseId, accountId, at, outageId, from, until });
  }

  private switched({
    type,
    data,
  }: Extract<DeskEvent, { type: 'AutomationHalted' | 'AutomationResumed' }>): void {
    const { scope, at, by, reason } = data;
    if (type === 'AutomationResumed')
      this.desk.switches({ type: 'ResumeAutomation', scope, at, by, role: 'supervisor', reason });
    else if (!data.breaker) this.desk.switches({ type: 'HaltAutomation', scope, at, by, reason });
  }

  /** The case that history speaks of, where the replay has it, open or closed as there; else the one that is open, or the last. */
  private targetOf({ data: { caseId, accountId } }: CaseEvent): KnownCase | undefined {
    const same = this.desk.states.case(caseId);
    if (isOpen(same)) return same;
    const cases = this.accounts.get(accountId)?.cases.map((id) => this.desk.states.case(id)) ?? [];
    return cases.findLast(isOpen) ?? [...cases, same].findLast((c) => c.status === 'known');
  }

  private leaveOut({ data }: CaseEvent, what: string): void {
    const known = this.accounts.get(data.accountId);
    if (known) this.assume(known, 'left-out', data.at, what);
  }

  private doubtMail({ type, data }: DeskEvent): void {
    if (type !== 'ComplaintFiled' || data.accountId === null) return;
    const known = this.accounts.get(data.accountId);
    const account = this.desk.states.account(data.accountId);
    if (!known || account.status === 'none') return;
    const held = account.standing.find((m) => HELD_BY.includes(m.measure));
    if (
      held &&
      data.sent.at > held.at &&
      HELD.includes(standingOf(account)) &&
      !HELD.includes(known.standing)
    )
      this.assume(known, 'mail-not-sent', data.at, null);
  }

  private doubtVolume({ data }: CaseEvent, known: Known): void {
    const account = this.desk.states.account(data.accountId);
    if (account.status === 'known' && !HELD.includes(standingOf(account)))
      this.assume(known, 'mail-unknown', data.at, null);
  }

  private doubtSilences(known: Known): void {
    for (const { at, caseId } of known.silences)
      if (!known.unanswered.some((then) => isSame(then, at))) this.assume(known, 'silence', at, caseId);
  }

  private doubtProposals(known: Known): void {
    for (const caseId of known.cases) {
      const state = this.desk.states.case(caseId);
      if (state.status === 'none') continue;
      for (const { measureId, status, at, measure } of state.measures)
        if (status === 'proposed' && !known.was.some((s) => s.measure === measure && isSame(s.at, at)))
          this.assume(known, 'undecided', at, measureId);
    }
  }

  private assume(known: Known, assumption: Assumption, at: Instant, detail: string | null): void {
    if (!known.assumed.some((a) => a.assumption === assumption && a.detail === detail))
      known.assumed.push({ assumption, at, detail });
  }
}

const byPerson = ({ data }: CaseEvent): boolean => 'by' in data && data.by?.kind === 'person';
const MOVES_NOTHING: readonly CaseEvent['type'][] = ['NoteAdded', 'CaseAssigned'];
type Delivery = Extract<CaseEvent, { type: 'NoticeAccepted' | 'NoticeBounced' }>;
const HELD_BY: readonly string[] = ['hold', 'stop', 'suspend', 'close'];
const isOfCase = (event: DeskEvent): event is CaseEvent => 'caseId' in event.data && 'stage' in event.data;
const isOpen = (state: ReturnType<States['case']>): state is KnownCase =>
  state.status === 'known' && !hasEnded(state);
