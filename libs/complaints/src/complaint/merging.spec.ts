import fc from 'fast-check';
import {
  accountId as asAccount,
  complaintId as asComplaint,
  days,
  Instant,
  isRejected,
  minus,
  reportId as asReport,
  type ComplaintId,
} from '@app/kernel';
import type { ComplaintCommand } from './commands';
import { complaintDecider } from './complaint';
import { compareIdentity } from './identity';
import type { IdentityKind } from './shapes';
import type { ComplaintState, Known } from './state';

const at = Instant('2026-03-01T10:00:00.000Z');
const KINDS: readonly IdentityKind[] = ['token', 'send-log', 'message', 'report'];

interface Filed {
  readonly id: ComplaintId;
  readonly by: IdentityKind;
}
const filed: readonly Filed[] = KINDS.flatMap((by) =>
  ['c', 'a', 'b'].map((name) => ({ id: asComplaint.parse(`${name}-${by}`), by })),
);

/** One complaint of each rung and name, each with a report of its own; merged as it comes, and carried late and twice. */
class Desk {
  readonly streams = new Map<ComplaintId, Known>();
  private readonly onTheWay: ComplaintCommand[] = [];

  constructor(private readonly chance: () => number) {
    for (const { id, by } of filed)
      this.handle({
        type: 'FileComplaint',
        complaintId: id,
        at,
        identity: by,
        aliases: [],
        accountId: asAccount.parse('A-1'),
        brandId: null,
        campaignId: null,
        deliveryId: 'd-1',
        recipientKey: null,
        sent: { at: minus(at, days(1)), estimated: false },
        trace: { outcome: 'traced', strategy: 'token', confidence: 1, attempts: [] },
        violations: [],
        maxMessageAge: days(90),
        reported: { erased: true },
        report: {
          reportId: asReport.parse(`of-${id}`),
          channel: 'feedback-loop',
          trust: 'A',
          source: 'yahoo',
          feedbackType: 'abuse',
          provider: 'yahoo',
          receivedAt: at,
          reporter: id,
          corroboration: ['token'],
        },
      });
  }

  /** True when it was. `claimed`: what the one who asks knows of the other's identity, which may be less than there is. */
  merges(from: Filed, into: Filed, claimed: IdentityKind): boolean {
    return this.handle({
      type: 'MergeComplaint',
      complaintId: from.id,
      at,
      into: into.id,
      intoIdentity: claimed,
      because: 'they are one',
    });
  }

  carry(): boolean {
    if (this.onTheWay.length === 0) return false;
    const i = this.chance() % this.onTheWay.length;
    const command = this.onTheWay[i]!;
    if (this.chance() % 3 > 0) this.onTheWay.splice(i, 1); // else it is delivered again
    this.handle(command);
    return true;
  }

  rootOf(id: ComplaintId): ComplaintId {
    let at = id;
    for (let steps = 0; steps <= filed.length; steps++) {
      const { mergedInto } = this.streams.get(at)!;
      if (mergedInto === null) return at;
      at = mergedInto;
    }
    throw new Error(`${id} was merged in a circle`);
  }

  private handle(command: ComplaintCommand): boolean {
    const state: ComplaintState = this.streams.get(command.complaintId) ?? complaintDecider.initial;
    const decision = complaintDecider.decide(command, state);
    if (isRejected(decision)) return false;
    const after = decision.reduce<ComplaintState>((s, e) => complaintDecider.evolve(s, e), state);
    if (after.status === 'known') this.streams.set(command.complaintId, after);
    for (const { type, data } of decision)
      if (type === 'ComplaintMerged') {
        const {
          complaintId: from,
          into,
          reports,
          accountId,
          brandId,
          campaignId,
          confidence,
          verdict,
        } = data;
        const of = { complaintId: into, at, from, reports, accountId, brandId, campaignId };
        this.onTheWay.push({ type: 'AbsorbReports', ...of, confidence, verdict });
      }
    return decision.length > 0;
  }
}

const merging = fc.record({
  from: fc.constantFrom(...filed),
  into: fc.constantFrom(...filed),
  understates: fc.boolean(),
  carries: fc.nat(3),
});

describe('complaints that are told to merge, in any order and direction', () => {
  it('merge from the weaker to the stronger, never in a circle, and each report reaches the one that is left', () =>
    fc.assert(
      fc.property(
        fc.array(merging, { maxLength: 30, size: 'max' }),
        fc.infiniteStream(fc.nat()),
        (all, chances) => {
          const desk = new Desk(() => chances.next().value as number);
          for (const { from, into, understates, carries } of all) {
            const weakest = understates ? 'report' : into.by;
            if (desk.merges(from, into, weakest)) {
              const order = compareIdentity(into.by, from.by);
              expect(order < 0 || (order === 0 && into.id < from.id)).toBe(true);
            }
            for (let i = 0; i < carries; i++) desk.carry();
          }
          while (desk.carry());

          for (const { id } of filed) {
            const root = desk.streams.get(desk.rootOf(id))!;
            expect(root.reports.map((r) => r.reportId)).toContain(`of-${id}`);
            expect(desk.streams.get(id)!.may.length > 0).toBe(root.complaintId === id); // counted there and nowhere else
          }
        },
      ),
      { numRuns: 500 },
    ));
});
