import fc from 'fast-check';
import { accountId, brandId, isRejected, Instant } from '@app/kernel';
import { retriedAtWill } from '@app/testing';
import type { IncidentCommand, IncidentCommandOf } from './commands';
import { incidentEvents, type IncidentEvent } from './events';
import { incidentDecider } from './incident';
import { costKind } from './shapes';
import { totalOf, type IncidentState } from './state';

const at = Instant('2026-03-03T09:00:00.000Z');
const of = { incidentId: 'i-1', at };
const sum = (all: readonly { readonly cents: number }[]) =>
  all.reduce((total, { cents }) => total + cents, 0);

const open: IncidentCommand = {
  ...of,
  type: 'OpenIncident',
  brandId: brandId.parse('mail'),
  kind: 'blocklisting',
  subjects: [],
  occurredAt: at,
  span: { from: at, until: at },
  source: 'a list',
  note: '',
  terms: {
    policy: { id: 'mail', version: '1' },
    cites: [],
    currency: 'EUR',
    hourCents: 9_500,
    charged: 'customer-liable',
  },
  claim: null,
  by: { kind: 'person', keyId: 'k-ann' },
};

const account = fc.constantFrom('A-1', 'A-2', 'A-3', 'A-4').map((id) => accountId.parse(id));
const by = fc.constantFrom('k-ann', 'k-bob', 'k-kim').map((keyId) => ({ kind: 'person' as const, keyId }));
const deed = by.map((by) => ({ ...of, by, reason: 'because' }));
const costId = fc.constantFrom('c-1', 'c-2', 'c-3', 'c-4');
const work = fc.record({
  minutes: fc.integer({ min: 1, max: 10_000 }),
  hourCents: fc.integer({ min: 1, max: 100_000 }),
});
/** Now and then half a cent, or less than nothing. */
const amount = fc.oneof(fc.integer({ min: 1, max: 5_000 }), fc.constantFrom(0, -5, 12.5));

const record = fc
  .record({ costId, kind: fc.constantFrom(...costKind.options), work: fc.option(work), cents: amount, by })
  .map(({ by, kind, ...rest }): IncidentCommandOf<'RecordCost'> => {
    const site = kind === 'consequential-damage' ? 'shop.example' : null;
    return { ...of, type: 'RecordCost', cost: { ...rest, kind, site, note: '' }, by };
  });
const reverse = fc
  .record({ deed, costId, reverses: costId })
  .map(({ deed, costId, reverses }): IncidentCommandOf<'ReverseCost'> => ({
    ...deed,
    type: 'ReverseCost',
    costId: `r-${costId}`,
    reverses,
  }));
const few = fc.nat(9);
const basis = fc.uniqueArray(fc.record({ accountId: account, customer: few, shared: few, unknown: few }), {
  selector: ({ accountId }) => accountId,
});
const submit = fc
  .record({ deed, basis })
  .map(({ deed, basis }): IncidentCommandOf<'SubmitCosts'> => ({ ...deed, type: 'SubmitCosts', basis }));
const edit = fc
  .record({ deed, cents: amount, accountId: account, oursCents: amount })
  .map(({ deed, cents, accountId, oursCents }): IncidentCommandOf<'EditShares'> => ({
    ...deed,
    type: 'EditShares',
    shares: [{ accountId, cents }],
    oursCents,
  }));
const approve = fc
  .record({ deed, supervisor: fc.constantFrom(true, true, false) })
  .map(({ deed, supervisor }): IncidentCommandOf<'ApproveCosts'> => ({
    ...deed,
    type: 'ApproveCosts',
    supervisor,
    shadow: false,
  }));
const bill = fc
  .record({ by, n: fc.constantFrom(1, 2, 3) })
  .map(({ by, n }): IncidentCommandOf<'NoteInvoiceIssued'> => ({
    ...of,
    type: 'NoteInvoiceIssued',
    invoiceId: `i-1.${n}`,
    number: `F-${n}`,
    issuedAt: at,
    by,
  }));
const command: fc.Arbitrary<IncidentCommand> = fc.oneof(
  fc.constant(open),
  record,
  reverse,
  submit,
  edit,
  approve,
  bill,
  deed.map((deed) => ({ ...deed, type: 'RejectCosts' as const })),
  deed.map((deed) => ({ ...deed, type: 'WithdrawIncident' as const })),
);

type Step = IncidentCommand | ((state: IncidentState) => IncidentCommand);
/** An edit that sums up: by parts of what stands, and the rest ours. */
const fitting = fc
  .record({ deed, parts: fc.array(fc.record({ accountId: account, of: fc.nat(4) }), { maxLength: 3 }) })
  .map(({ deed, parts }) => (state: IncidentState): IncidentCommand => {
    const total = state.status === 'none' ? 0 : totalOf(state.lines);
    const shares = parts.map(({ accountId, of }) => ({ accountId, cents: Math.floor((total * of) / 8) }));
    return { ...deed, type: 'EditShares', shares, oursCents: total - sum(shares) };
  });
const some = (most: number) =>
  fc.array(fc.oneof<fc.Arbitrary<Step>[]>(command, fitting, approve), { maxLength: most });

/** What came of them, in order. */
const live = (steps: readonly Step[]): IncidentEvent[] => {
  const log: IncidentEvent[] = [];
  let state = incidentDecider.initial;
  for (const step of steps) {
    const decision = incidentDecider.decide(typeof step === 'function' ? step(state) : step, state);
    if (isRejected(decision)) continue;
    log.push(...decision);
    state = decision.reduce((before, event) => incidentDecider.evolve(before, event), state);
  }
  return log;
};
/** What an incident usually goes through, and anything at all in between. */
const history = fc
  .tuple(
    fc.tuple(fc.array(record, { maxLength: 4 }), some(6)),
    submit,
    fc.tuple(some(3), fc.array(fitting, { maxLength: 1 })),
    approve,
    fc.tuple(fc.array(bill, { maxLength: 3 }), some(8)),
  )
  .map(([before, complete, divided, approved, after]) =>
    live([open, ...before.flat(), complete, ...divided.flat(), approved, ...after.flat()]),
  );

const inLog = <T extends IncidentEvent['type']>(log: readonly IncidentEvent[], ...types: readonly T[]) =>
  log.filter((event): event is Extract<IncidentEvent, { type: T }> => types.includes(event.type as T));

describe('whatever is done to an incident', () => {
  it('is more than opened, often enough to show anything', () => {
    const logs = fc.sample(history, { numRuns: 300, seed: 5 });
    const having = (type: string) => logs.filter((log) => log.some((event) => event.type === type)).length;
    for (const type of incidentEvents.types) expect([type, having(type) > 5]).toEqual([type, true]);
  });

  it('money is never a fraction', () =>
    fc.assert(
      fc.property(history, (log) => {
        const told = [...JSON.stringify(log).matchAll(/"\w*cents":([^,}\]]+)/gi)].map(([, n]) => Number(n));
        expect(told.every(Number.isSafeInteger)).toBe(true);
      }),
    ));

  it('shares sum exactly to the costs that stand, as often as they are divided, and invoices to the shares', () =>
    fc.assert(
      fc.property(history, (log) => {
        const divided = inLog(log, 'CostsSubmitted', 'SharesEdited', 'CostsApproved');
        for (const event of divided) {
          const before = log.slice(0, log.indexOf(event));
          const costs = inLog(before, 'CostRecorded', 'CostReversed').map(({ data }) => data);
          expect(event.data.totalCents).toBe(sum(costs));
          expect(sum(event.data.shares) + event.data.oursCents).toBe(event.data.totalCents);
        }
        const invoiced = inLog(log, 'InvoiceRequested').map(({ data }) => data);
        const [approved] = inLog(log, 'CostsApproved');
        expect(sum(invoiced)).toBe(sum(approved?.data.shares ?? []));
      }),
    ));

  it('no account without a complaint at its own risk has a share', () =>
    fc.assert(
      fc.property(history, (log) => {
        let liable = new Set<string>();
        for (const event of log) {
          if (event.type === 'CostsSubmitted') {
            const basis = event.data.basis.filter(({ customer }) => customer > 0);
            liable = new Set(basis.map(({ accountId }) => accountId));
          }
          if (event.type === 'CostsSubmitted' || event.type === 'SharesEdited')
            for (const { accountId } of event.data.shares) expect(liable).toContain(accountId);
          if (event.type === 'InvoiceRequested') expect(liable).toContain(event.data.accountId);
        }
      }),
    ));

  it('nobody approves what they had a hand in', () =>
    fc.assert(
      fc.property(history, (log) => {
        const [approved] = inLog(log, 'CostsApproved');
        const hands = inLog(log, 'CostRecorded', 'CostReversed', 'CostsSubmitted', 'SharesEdited');
        if (approved) expect(hands.map(({ data }) => data.by)).not.toContainEqual(approved.data.by);
      }),
    ));

  it('a command may be sent again at will', () =>
    retriedAtWill({ catalogue: incidentEvents, decider: incidentDecider }, command, { numRuns: 60 }));
});
