import fc from 'fast-check';
import {
  accountId as asAccount,
  complaintId as asComplaint,
  days,
  Instant,
  isRejected,
  minus,
  recipientKey as asRecipient,
  reportId as asReport,
  type ComplaintId,
} from '@app/kernel';
import type { ComplaintCommand, FileComplaint } from './commands';
import { complaintDecider } from './complaint';
import { complaintEvents, type ComplaintEvent } from './events';
import { identify } from './identity';
import type { ComplaintState } from './state';

const at = Instant('2026-03-01T10:00:00.000Z');
const accounts = ['A-1', 'A-2'].map((id) => asAccount.parse(id));

const file = (
  complaintId: ComplaintId,
  reportId: string,
  changed: Partial<FileComplaint> & { report?: Partial<FileComplaint['report']> } = {},
): FileComplaint => ({
  type: 'FileComplaint',
  complaintId,
  at,
  identity: 'token',
  aliases: [],
  accountId: accounts[0]!,
  brandId: null,
  campaignId: null,
  deliveryId: 'd-1',
  recipientKey: asRecipient.parse('r-1'),
  sent: { at: minus(at, days(1)), estimated: false },
  trace: { outcome: 'traced', strategy: 'token', confidence: 1, attempts: [] },
  violations: [],
  maxMessageAge: days(90),
  reported: { erased: true },
  ...changed,
  report: {
    reportId: asReport.parse(reportId),
    channel: 'feedback-loop',
    trust: 'A',
    source: 'yahoo',
    feedbackType: 'abuse',
    provider: 'yahoo',
    receivedAt: at,
    reporter: reportId,
    corroboration: ['token'],
    ...changed.report,
  },
});

describe('any command', () => {
  const complaintId = asComplaint.parse('c-5');
  const by = { kind: 'person' as const, keyId: 'k' };
  const commands: fc.Arbitrary<ComplaintCommand> = fc.oneof(
    fc
      .record({
        n: fc.integer({ min: 1, max: 6 }),
        trust: fc.constantFrom('A' as const, 'C' as const, 'D' as const, 'X' as const),
        proven: fc.boolean(),
        account: fc.constantFrom(...accounts, null),
        confidence: fc.constantFrom(0.5, 0.9, 1),
        recipient: fc.integer({ min: 1, max: 3 }),
      })
      .map(({ n, trust, proven, account, confidence, recipient }) =>
        file(complaintId, `rep-${n}`, {
          accountId: account,
          trace:
            account === null
              ? { outcome: 'untraced', strategy: null, confidence: 0, attempts: [] }
              : { outcome: 'traced', strategy: 'feedback-id', confidence, attempts: [] },
          report: {
            trust,
            corroboration: proven ? ['token'] : [],
            recipientKey: asRecipient.parse(`r-${recipient}`),
          } as FileComplaint['report'],
        }),
      ),
    fc.constantFrom(...accounts).map((accountId) => ({
      type: 'AttributeComplaint' as const,
      complaintId,
      at,
      accountId,
      brandId: null,
      overrule: true,
      by,
      reason: 'r',
    })),
    fc.constantFrom('qualified' as const, 'forged' as const, 'opt-out-only' as const).map((verdict) => ({
      type: 'QualifyComplaint' as const,
      complaintId,
      at,
      verdict,
      by,
      reason: 'r',
    })),
    fc.constantFrom('c-1', 'c-2').map((into) => ({
      type: 'MergeComplaint' as const,
      complaintId,
      at,
      into: asComplaint.parse(into),
      intoIdentity: 'token' as const,
      because: 'same',
    })),
    fc.constantFrom('confirmed' as const, 'failed' as const).map((result) => ({
      type: 'RecordSuppression' as const,
      complaintId,
      at,
      result,
    })),
  );

  it('can be retried at will, and what it leads to is said in full by the events', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 12 }), (all) => {
        let state: ComplaintState = complaintDecider.initial;
        let may: readonly string[] = [];
        for (const command of all) {
          const decision = complaintDecider.decide(command, state);
          if (isRejected(decision)) continue;
          for (const event of decision) {
            expect(complaintEvents.decode(complaintEvents.encode(event))).toStrictEqual(event);
            state = complaintDecider.evolve(state, event);
            may = afterwards(may, event); // a consumer that knows only what was gained and lost
            expect(state.status === 'known' && [...state.may].sort()).toEqual([...may].sort());
          }
          expect(complaintDecider.decide(command, state)).toEqual([]);
        }
      }),
      { numRuns: 500 },
    ));
});

const afterwards = (may: readonly string[], { type, data }: ComplaintEvent): readonly string[] => {
  if (type === 'ComplaintFiled') return data.may;
  const lost: readonly string[] = 'lost' in data ? data.lost : [];
  const gained: readonly string[] = 'gained' in data ? data.gained : [];
  return [...may.filter((step) => !lost.includes(step)), ...gained];
};

/** Reports of a few delivered messages, that know more or less of which message they are about. */
const reports = fc.array(
  fc.record({
    message: fc.integer({ min: 0, max: 2 }),
    knows: fc.constantFrom('both' as const, 'token' as const, 'message' as const),
    /** Whether the index of aliases had caught up when it was filed. */
    seesAliases: fc.boolean(),
    sweeps: fc.boolean(),
  }),
  { minLength: 1, maxLength: 10 },
);

describe('reports of the same messages, in any order', () => {
  it('count each message once, and lose no report', () =>
    fc.assert(
      fc.property(reports, fc.infiniteStream(fc.nat()), (all, chances) => {
        const desk = new Desk(() => chances.next().value as number);
        all.forEach((report, i) => desk.receive(`rep-${i}`, report));
        desk.settle();

        for (const message of new Set(all.map((r) => r.message))) {
          const mine = all.flatMap((r, i) => (r.message === message ? [{ ...r, id: `rep-${i}` }] : []));
          const linked = mine.some((r) => r.knows === 'both');
          const kinds = new Set(mine.map((r) => r.knows)).size;
          const counted = desk.counted().filter((c) => mine.some((r) => c.reports.includes(r.id)));
          // Where no report has both, nothing says that a token and a Message-ID are of one message.
          expect(counted).toHaveLength(linked ? 1 : kinds);
          expect(counted.flatMap((c) => c.reports).sort()).toEqual(mine.map((r) => r.id).sort());
        }
      }),
      { numRuns: 500 },
    ));
});

/** The parts around the decider, in small: who finds the id, who sweeps, who carries reports to a survivor, late and twice. */
class Desk {
  private readonly streams = new Map<ComplaintId, ComplaintState>();
  private readonly aliases = new Map<ComplaintId, ComplaintId>();
  private readonly onTheWay: ComplaintCommand[] = [];
  constructor(private readonly chance: () => number) {}

  receive(
    id: string,
    {
      message,
      knows,
      seesAliases,
      sweeps,
    }: { message: number; knows: string; seesAliases: boolean; sweeps: boolean },
  ): void {
    const rungs = identify({
      ...(knows !== 'message' && { tokenDelivery: `d-${message}` }),
      ...(knows !== 'token' && { messageAndRecipient: `m-${message}` }),
      reportId: asReport.parse(id),
    });
    const [own, ...weaker] = rungs.map((r) => asComplaint.parse(r.key));
    const known = seesAliases && !this.streams.has(own!) ? this.aliases.get(own!) : undefined;
    this.handle(file(known ?? own!, id, { identity: rungs[0].by, aliases: weaker }));
    if (this.chance() % 2 === 0) this.carry();
    if (sweeps) this.sweep();
  }

  settle(): void {
    this.sweep();
    while (this.onTheWay.length > 0) this.carry();
  }

  counted(): { reports: string[] }[] {
    return [...this.streams.values()].flatMap((state) =>
      state.status === 'known' && state.may.includes('count')
        ? [{ reports: state.reports.map((r) => r.reportId) }]
        : [],
    );
  }

  private sweep(): void {
    for (const [alias, into] of this.aliases)
      if (this.streams.has(alias))
        this.handle({
          type: 'MergeComplaint',
          complaintId: alias,
          at,
          into,
          intoIdentity: 'token',
          because: 'alias',
        });
  }

  private carry(): void {
    if (this.onTheWay.length === 0) return;
    const i = this.chance() % this.onTheWay.length;
    const command = this.onTheWay[i]!;
    if (this.chance() % 3 > 0) this.onTheWay.splice(i, 1); // else it is delivered again
    this.handle(command);
  }

  private handle(command: ComplaintCommand): void {
    const state = this.streams.get(command.complaintId) ?? complaintDecider.initial;
    const decision = complaintDecider.decide(command, state);
    if (isRejected(decision)) return;
    for (const event of decision) {
      this.streams.set(
        command.complaintId,
        complaintDecider.evolve(this.streams.get(command.complaintId) ?? state, event),
      );
      if (event.type === 'ComplaintFiled' || event.type === 'ReportCorroborated')
        for (const alias of event.data.aliases) this.aliases.set(alias, event.data.complaintId);
      if (event.type === 'ComplaintMerged') {
        const {
          complaintId: from,
          into,
          reports,
          accountId,
          brandId,
          campaignId,
          confidence,
          verdict,
        } = event.data;
        this.onTheWay.push({
          type: 'AbsorbReports',
          complaintId: into,
          at,
          from,
          reports,
          accountId,
          brandId,
          campaignId,
          confidence,
          verdict,
        });
      }
    }
  }
}

describe('an uneventful complaint', () => {
  it('takes little room: its events are stored by the million', () => {
    const uuid = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    const hash = '9f86d081884c7d659a2feaa0c55ad015';
    const envelope = {
      k: uuid,
      iv: 'MTIzNDU2Nzg5MDEy',
      ct: Buffer.alloc(110, 1).toString('base64'), // an address and a Message-ID; the rest stands in the report
      tag: 'MTIzNDU2Nzg5MDEyMzQ1Ng==',
    };
    const command = file(asComplaint.parse(uuid), hash, {
      aliases: [asComplaint.parse(uuid)],
      deliveryId: uuid,
      recipientKey: asRecipient.parse(hash),
      trace: {
        outcome: 'traced',
        strategy: 'token',
        confidence: 1,
        attempts: [
          { strategy: 'token', accountId: accounts[0]!, confidence: 1 },
          { strategy: 'message-id', accountId: accounts[0]!, confidence: 0.99 },
          { strategy: 'feedback-id', accountId: accounts[0]!, confidence: 0.9 },
        ],
      },
      reported: envelope as unknown as FileComplaint['reported'],
      report: { recipientKey: asRecipient.parse(hash), reporter: hash } as FileComplaint['report'],
    });
    const decision = complaintDecider.decide(command, complaintDecider.initial);
    const filed = isRejected(decision) ? [] : decision.map((e) => JSON.stringify(complaintEvents.encode(e)));
    const confirmed = JSON.stringify(
      complaintEvents.encode({
        type: 'RecipientSuppressed',
        data: {
          complaintId: command.complaintId,
          at,
          accountId: command.accountId,
          brandId: null,
          recipientKey: command.recipientKey,
        },
      }),
    );
    expect(filed).toHaveLength(1);
    expect(filed[0]!.length).toBeLessThan(1_350);
    expect(confirmed.length).toBeLessThan(300);
  });
});
