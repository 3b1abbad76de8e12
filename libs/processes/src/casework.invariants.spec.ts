import fc from 'fast-check';
import {
  caseDecider,
  hasEnded,
  parsePolicy,
  settledUntil,
  type CaseCommand,
  type CaseFacts,
  type CaseState,
  type ComplaintFacts,
  type Decision,
  type KnownCase,
} from '@app/enforcement';
import {
  accountId as asAccount,
  brandId as asBrand,
  Instant,
  isRejected,
  minus,
  minutes,
  plus,
  type CaseId,
  type EventIn,
} from '@app/kernel';
import { casework, caseIdOf } from './casework.process';
import { targetOf } from './routes';

type Event = EventIn<typeof casework.inputs>;

const accountId = asAccount.parse('A-1');
const policy = {
  ...parsePolicy({
    id: 'forwarding',
    title: 'Every complaint is forwarded',
    source: 'this test',
    settings: {},
    orders: { confirmWithin: '1h' },
    breaker: { perHour: 100 },
    reversal: { fourEyes: false },
    evidence: { within: '24h', questions: ['How did you come by the address?'], cites: [] },
    rules: [
      {
        id: 'every-complaint',
        cites: [],
        on: ['complaint'],
        then: [{ measure: 'forward', groupWithin: '15m' }],
      },
    ],
  }),
  version: 'v1',
};

/** One account with its real cases and the real process; log, outbox and time are the test's. */
class Desk {
  now = Instant('2026-03-01T10:00:00.000Z');
  readonly cases = new Map<CaseId, KnownCase>();
  readonly complaints: ComplaintFacts[] = [];
  private readonly log: Event[] = [];
  private readonly outbox = new Map<string, CaseCommand[]>();
  private readonly looked: { readonly command: CaseCommand; readonly facts: CaseFacts }[] = []; // one of a target
  private consumed = 0;
  private memory = casework.initial;

  complains(sentAgo: number): void {
    const n = this.complaints.length + 1;
    const complaint: ComplaintFacts = {
      complaintId: `c-${n}`,
      accountId,
      campaignId: null,
      deliveryId: null,
      provider: null,
      channels: ['direct'],
      trust: 'A',
      source: null,
      feedbackTypes: ['abuse'],
      corroborated: true,
      confidence: 1,
      reporter: `r-${n}`,
      discreet: false,
      sent: { at: minus(this.now, minutes(sentAgo)), estimated: false },
      receivedAt: this.now,
      violations: [],
      may: ['forward'],
    };
    this.complaints.push(complaint);
    this.happens('ComplaintFiled', complaint);
  }

  /** It may do more, nothing any more, or what it might once: by a later report or a person's word. */
  reweighs(which: number, may: ComplaintFacts['may']): void {
    const i = which % Math.max(this.complaints.length, 1);
    const before = this.complaints[i];
    if (!before) return;
    this.complaints[i] = { ...before, may };
    const gained = may.filter((step) => !before.may.includes(step));
    const lost = before.may.filter((step) => !may.includes(step));
    this.happens('ComplaintQualified', { ...before, sentAt: before.sent.at, may, gained, lost });
  }

  /** A person's decision, carried out at once or with what was looked up now, `later`. */
  decides(which: number, decision: Decision['decision'] & ('close' | 'reopen'), later: boolean): void {
    const caseId = [...this.cases.keys()][which % Math.max(this.cases.size, 1)];
    if (!caseId) return;
    const by = { kind: 'person' as const, keyId: 'ann' };
    const at = this.now;
    const of = { type: 'DecideCase', caseId, accountId, at, by } as const;
    this.execute({ ...of, decision: { decision }, role: 'agent', reason: 'r' }, later);
  }

  /** False when it has seen the whole log. */
  consumes(): boolean {
    const event = this.log[this.consumed];
    if (!event) return false;
    this.consumed++;
    if (casework.instanceOf(event) === null) return true;
    const reaction = casework.react(this.memory, { kind: 'event', id: String(this.consumed), event });
    this.memory =
      'done' in reaction ? casework.initial : casework.state.decode(casework.state.encode(reaction.state));
    for (const command of reaction.commands ?? []) {
      const target = targetOf(command);
      this.outbox.set(target, [...(this.outbox.get(target) ?? []), command]);
    }
    return true;
  }

  /** The first command of a target; `later`: what it needs is looked up, and others are faster. False when nothing waits. */
  delivers(which: number, later = false): boolean {
    const waiting = [...this.outbox].filter(
      ([target, commands]) => commands.length > 0 && !this.isBusy(target),
    );
    const next = waiting[which % Math.max(waiting.length, 1)];
    if (!next) return false;
    const [target, [command, ...rest]] = next;
    this.outbox.set(target, rest);
    this.execute(command!, later);
    return true;
  }

  /** One of those that had looked up what they need; `again`: its answer was lost. False when there is none. */
  finishes(which: number, again = false): boolean {
    const [one] = this.looked.splice(which % Math.max(this.looked.length, 1), 1);
    if (!one) return false;
    this.carryOut(one.command, one.facts);
    if (again) this.carryOut(one.command, one.facts);
    return true;
  }

  private isBusy(target: string): boolean {
    return this.looked.some(({ command }) => command.type === 'RaiseSignal' && targetOf(command) === target);
  }

  private execute(command: CaseCommand, later: boolean): void {
    const facts = this.factsFor(command);
    if (later) this.looked.push({ command, facts });
    else this.carryOut(command, facts);
  }

  private factsFor(command: CaseCommand): CaseFacts {
    const signal = command.type === 'RaiseSignal' ? command.signal : undefined;
    const complaint =
      signal?.kind === 'complaint'
        ? this.complaints.find((c) => c.complaintId === signal.complaintId)
        : undefined;
    return {
      policy,
      enforcement: 'live',
      automation: { auto: true },
      staffed: null,
      account: {
        brandId: asBrand.parse('brand'),
        standing: 'good',
        protected: false,
        legalForm: null,
        contacts: ['owner'],
        warnedAt: null,
      },
      ...(complaint && { complaint }),
    };
  }

  private carryOut(command: CaseCommand, facts: CaseFacts): void {
    const state: CaseState = this.cases.get(command.caseId) ?? { status: 'none' };
    const decision = caseDecider.decide({ ...command, facts }, state);
    if (isRejected(decision) || decision.length === 0) return;
    const after = decision.reduce<CaseState>((s, e) => caseDecider.evolve(s, e), state);
    if (after.status === 'known') this.cases.set(command.caseId, after); // else it was passed back
    for (const event of decision)
      if (casework.inputs.types.includes(event.type)) this.log.push(event as Event);
  }

  private happens(type: Event['type'], data: object): void {
    this.log.push({ type, data: { ...data, accountId, at: this.now } } as unknown as Event);
  }
}

const which = fc.nat(5);
const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('complain' as const), sentAgo: fc.constantFrom(0, 2, 10, 40) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('reweigh' as const),
      which,
      may: fc.constantFrom<ComplaintFacts['may']>([], ['forward'], ['forward', 'propose', 'enforce']),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constantFrom('close' as const, 'close' as const, 'reopen' as const),
      which,
      later: fc.boolean(),
    }),
  },
  { weight: 8, arbitrary: fc.record({ act: fc.constant('consume' as const) }) },
  { weight: 8, arbitrary: fc.record({ act: fc.constant('deliver' as const), which, later: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('finish' as const), which, again: fc.boolean() }) },
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

const perform = (desk: Desk, one: Act): void => {
  switch (one.act) {
    case 'complain':
      return desk.complains(one.sentAgo);
    case 'reweigh':
      return desk.reweighs(one.which, one.may);
    case 'consume':
      return void desk.consumes();
    case 'deliver':
      return void desk.delivers(one.which, one.later);
    case 'finish':
      return void desk.finishes(one.which, one.again);
    default:
      return desk.decides(one.which, one.act, one.later);
  }
};
const drain = (desk: Desk): void => {
  while (desk.consumes() || desk.finishes(0) || desk.delivers(0));
};
const openCases = ({ cases }: Desk) => [...cases.values()].filter((c) => !hasEnded(c));
const homesOf = ({ cases }: Desk, { complaintId }: ComplaintFacts) =>
  [...cases.values()].filter((c) => c.complaints.some((joined) => joined.complaintId === complaintId));

/** Whatever happens, in whatever order it is consumed and delivered. */
const always = (holds: (desk: Desk) => void, atTheEnd: (desk: Desk) => void) =>
  fc.assert(
    fc.property(fc.array(act, { maxLength: 80, size: 'max' }), (acts) => {
      const desk = new Desk();
      for (const one of acts) {
        desk.now = plus(desk.now, minutes(1));
        perform(desk, one);
        holds(desk);
      }
      drain(desk);
      holds(desk);
      atTheEnd(desk);
    }),
    { numRuns: 300 },
  );
const nothing = () => undefined;

describe('casework, with real cases, in any order', () => {
  it('never has two cases of an account open', () =>
    always((desk) => expect(openCases(desk).length).toBeLessThanOrEqual(1), nothing));

  it('brings each complaint that may move anything to one case, and takes the others out', () =>
    always(nothing, (desk) => {
      for (const complaint of desk.complaints)
        expect([complaint, homesOf(desk, complaint).length]).toEqual([
          complaint,
          complaint.may.includes('forward') ? 1 : 0,
        ]);
    }));

  it('starts nothing new about mail from before an end: it belongs to the case that ended', () =>
    always(nothing, (desk) => {
      const inOrder = [...desk.cases.values()];
      for (const [i, later] of inOrder.entries())
        for (const { sentAt } of later.complaints)
          for (const earlier of inOrder.slice(0, i))
            expect(sentAt).toBeGreaterThan(settledUntil(earlier) ?? 0);
    }));

  it('numbers the cases without a gap', () =>
    always(nothing, ({ cases }) =>
      expect([...cases.keys()]).toEqual(
        Array.from({ length: cases.size }, (_, i) => caseIdOf(accountId, i + 1)),
      ),
    ));
});
