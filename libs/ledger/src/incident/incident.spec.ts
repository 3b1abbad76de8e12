import { accountId, brandId, caseId, Instant } from '@app/kernel';
import { decides } from '@app/testing';
import type { IncidentCommandOf } from './commands';
import { incidentEvents, type IncidentEvent } from './events';
import { incidentDecider } from './incident';
import type { Basis, Cost, Terms } from './shapes';

type DataOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>['data'];

const given = decides(incidentDecider, incidentEvents);
const at = Instant('2026-03-03T09:00:00.000Z');
const incidentId = 'i-1';
const of = { incidentId, at, brandId: brandId.parse('mail') };
const person = (keyId: string) => ({ kind: 'person' as const, keyId });
const [ann, bob] = [person('k-ann'), person('k-bob')];
const [one, two, three] = ['A-1', 'A-2', 'A-3'].map((id) => accountId.parse(id)) as [
  Basis['accountId'],
  Basis['accountId'],
  Basis['accountId'],
];
const terms: Terms = {
  policy: { id: 'mail', version: '1' },
  cites: ['AI-24'],
  currency: 'EUR',
  hourCents: 9_500,
  charged: 'customer-liable',
};
const open: IncidentCommandOf<'OpenIncident'> = {
  ...of,
  type: 'OpenIncident',
  kind: 'ip-taken-offline',
  subjects: [{ of: 'ip', value: '192.0.2.7' }],
  occurredAt: at,
  span: { from: Instant('2026-02-01T00:00:00.000Z'), until: at },
  source: 'the datacentre',
  note: '',
  terms,
  claim: null,
  by: ann,
};
const { type: _, ...openedData } = open;
const opened: IncidentEvent = { type: 'IncidentOpened', data: openedData as DataOf<'IncidentOpened'> };
const claimed: IncidentEvent = {
  type: 'IncidentOpened',
  data: {
    ...opened.data,
    kind: 'damage-claim',
    span: null,
    claim: { accountId: two, caseId: caseId.parse('A-2.1'), measureId: 'A-2.1.m1' },
  },
};
const cost = (costId: string, cents: number, more: Partial<Cost> = {}): Cost => ({
  costId,
  kind: 'new-ips',
  site: null,
  work: null,
  cents,
  note: '',
  ...more,
});
const recorded = (line: Cost, by = ann): IncidentEvent => ({
  type: 'CostRecorded',
  data: { ...of, ...line, by },
});
const basis: Basis[] = [
  { accountId: one, customer: 2, shared: 5, unknown: 0 },
  { accountId: two, customer: 1, shared: 0, unknown: 1 },
  { accountId: three, customer: 0, shared: 4, unknown: 0 },
];
const divided = { totalCents: 100, oursCents: 0, shares: [{ accountId: one, cents: 67 }, { accountId: two, cents: 33 }] }; // prettier-ignore
const submitted: IncidentEvent = {
  type: 'CostsSubmitted',
  data: { ...of, ...divided, basis, by: ann, reason: 'all of it' },
};
const approved: IncidentEvent = {
  type: 'CostsApproved',
  data: { ...of, ...divided, by: bob, reason: 'seen' },
};
const invoice = (n: 1 | 2) => ({
  ...of,
  invoiceId: `i-1.${n}`,
  accountId: n === 1 ? one : two,
  cents: n === 1 ? 67 : 33,
  currency: 'EUR',
});
const requested = (n: 1 | 2): IncidentEvent => ({ type: 'InvoiceRequested', data: invoice(n) });
const issued = (n: 1 | 2): IncidentEvent => ({
  type: 'InvoiceIssued',
  data: { ...invoice(n), number: `F-${n}`, issuedAt: at, by: person('k-billing') },
});
const settled: IncidentEvent = { type: 'IncidentSettled', data: of };

const submit = { type: 'SubmitCosts', incidentId, at, by: ann, reason: 'all of it', basis } as const;
const approve = { type: 'ApproveCosts', incidentId, at, by: bob, reason: 'seen', supervisor: true, shadow: false } as const; // prettier-ignore
const share = (shares: typeof divided.shares, oursCents: number) =>
  ({ type: 'EditShares', incidentId, at, by: bob, reason: 'as agreed', shares, oursCents }) as const;
const bill = (n: 1 | 2, number = `F-${n}`) =>
  ({ type: 'NoteInvoiceIssued', incidentId, at, invoiceId: `i-1.${n}`, number, issuedAt: at, by: person('k-billing') }) as const; // prettier-ignore
const withdraw = { type: 'WithdrawIncident', incidentId, at, by: bob, reason: 'not theirs' } as const;

describe('an incident', () => {
  it('is opened once', () => given().when(open).then(opened));
  it('looks at no time that ends before it begins', () =>
    given()
      .when({ ...open, span: { from: at, until: Instant('2026-02-01T00:00:00.000Z') } })
      .thenRejected({ rejected: 'span-reversed', because: 'span: it ends before it begins' }));
  it('that nobody opened has no costs', () =>
    given().when(submit).thenRejected({ rejected: 'unknown', because: 'there is no incident i-1' }));
});

describe('costs', () => {
  const { cents: _, ...untold } = cost('c-1', 1, {
    kind: 'administration',
    work: { minutes: 50, hourCents: 9_500 },
  });

  it('are recorded as they were told', () =>
    given(opened)
      .when({ type: 'RecordCost', incidentId, at, cost: cost('c-1', 120_000), by: ann })
      .then(recorded(cost('c-1', 120_000))));
  it('of work are its time at its rate, in whole cents', () =>
    given(opened)
      .when({ type: 'RecordCost', incidentId, at, cost: untold, by: ann })
      .then(recorded({ ...untold, cents: 7_917 }))); // 79.1666…
  it.each([0, -1, 0.5, 1_000_000_001, Number.NaN])('of %d cents are none', (cents) =>
    given(opened)
      .when({ type: 'RecordCost', incidentId, at, cost: cost('c-1', cents), by: ann })
      .thenRejected({
        rejected: 'no-amount',
        because: 'a cost is a whole number of cents, from 1 to 1000000000',
      }),
  );
  it('name a site when the damage is its, and only then', () => {
    const wrong = {
      rejected: 'site',
      because: 'site: consequential damage names whom it struck, and no other cost does',
    };
    const of = { type: 'RecordCost', incidentId, at, by: ann } as const;
    given(opened)
      .when({ ...of, cost: cost('c-1', 5, { site: 'shop.example' }) })
      .thenRejected(wrong);
    given(opened)
      .when({ ...of, cost: cost('c-1', 5, { kind: 'consequential-damage' }) })
      .thenRejected(wrong);
    const damage = cost('c-1', 5, { kind: 'consequential-damage', site: 'shop.example' });
    given(opened)
      .when({ ...of, cost: damage })
      .then(recorded(damage));
  });
  it('are taken back by a line of their own, once', () =>
    given(opened, recorded(cost('c-1', 100)))
      .when({ type: 'ReverseCost', incidentId, at, costId: 'c-2', reverses: 'c-1', by: bob, reason: 'twice' })
      .then({
        type: 'CostReversed',
        data: { ...of, costId: 'c-2', reverses: 'c-1', cents: -100, by: bob, reason: 'twice' },
      }));
  it('taken back are not so again, nor is what took them back', () => {
    const reversed: IncidentEvent = {
      type: 'CostReversed',
      data: { ...of, costId: 'c-2', reverses: 'c-1', cents: -100, by: bob, reason: 'twice' },
    };
    const again = { type: 'ReverseCost', incidentId, at, costId: 'c-3', by: bob, reason: '' } as const;
    const log = [opened, recorded(cost('c-1', 100)), reversed];
    given(...log)
      .when({ ...again, reverses: 'c-1' })
      .then();
    given(...log)
      .when({ ...again, reverses: 'c-2' })
      .thenRejected({
        rejected: 'is-reversal',
        because: 'c-2 takes a cost back itself: record that cost again',
      });
    given(...log)
      .when({ ...again, reverses: 'c-9' })
      .thenRejected({ rejected: 'unknown', because: 'incident i-1 has no cost c-9' });
    given(...log)
      .when(submit)
      .thenRejected({
        rejected: 'no-costs',
        because: 'no costs stand: record them first, or withdraw it',
      });
  });
  it('that come after the division have it made again', () =>
    given(opened, recorded(cost('c-1', 100)), submitted, recorded(cost('c-2', 1)))
      .when(approve)
      .thenRejected({
        rejected: 'not-submitted',
        because: 'its costs are not complete: submit-costs first, which divides them',
      }));
  it('are not changed once they are approved', () =>
    given(opened, recorded(cost('c-1', 100)), submitted, approved, requested(1), requested(2))
      .when({ type: 'RecordCost', incidentId, at, cost: cost('c-2', 1), by: ann })
      .thenRejected({
        rejected: 'costs-approved',
        because:
          'its costs are approved, and invoiced: what came later is another incident, what was wrong is withdrawn with it',
      }));
});

describe('the division', () => {
  it('is by complaints at the customers’ own risk: who has none bears nothing', () =>
    given(opened, recorded(cost('c-1', 100)))
      .when(submit)
      .then(submitted));
  it('is by all of them where the policy says so', () =>
    given(
      { type: 'IncidentOpened', data: { ...opened.data, terms: { ...terms, charged: 'traced' } } },
      recorded(cost('c-1', 100)),
    )
      .when(submit)
      .then({
        type: 'CostsSubmitted',
        data: {
          ...submitted.data,
          shares: [
            { accountId: one, cents: 59 },
            { accountId: three, cents: 33 },
            { accountId: two, cents: 8 },
          ],
        },
      }));
  it('leaves all of it to the provider where the policy charges nobody', () =>
    given(
      { type: 'IncidentOpened', data: { ...opened.data, terms: { ...terms, charged: 'none' } } },
      recorded(cost('c-1', 100)),
    )
      .when(submit)
      .then({ type: 'CostsSubmitted', data: { ...submitted.data, shares: [], oursCents: 100 } }));
  it('leaves to the provider what no complaint answers for', () =>
    given(opened, recorded(cost('c-1', 100)))
      .when({ ...submit, basis: [] })
      .then({
        type: 'CostsSubmitted',
        data: { ...submitted.data, basis: [], shares: [], oursCents: 100 },
      }));
  it('of a claim is the closed account’s, whatever complaints there are', () =>
    given(claimed, recorded(cost('c-1', 100)))
      .when(submit)
      .then({
        type: 'CostsSubmitted',
        data: { ...submitted.data, basis: [], shares: [{ accountId: two, cents: 100 }] },
      }));
  it('is edited with a reason, to what sums up', () => {
    const shares = [
      { accountId: one, cents: 50 },
      { accountId: two, cents: 20 },
    ];
    given(opened, recorded(cost('c-1', 100)), submitted)
      .when(share(shares, 30))
      .then({
        type: 'SharesEdited',
        data: { ...of, totalCents: 100, shares, oursCents: 30, by: bob, reason: 'as agreed' },
      });
    given(opened, recorded(cost('c-1', 100)), submitted)
      .when(share(shares, 29))
      .thenRejected({
        rejected: 'sum',
        because: 'the shares and ours together are 99 cents, and the costs 100',
      });
  });
  it('is edited to no account twice, to no part of a cent, and to nobody who is not liable', () => {
    const log = [opened, recorded(cost('c-1', 100)), submitted];
    given(...log)
      .when(
        share(
          [
            { accountId: one, cents: 50 },
            { accountId: one, cents: 50 },
          ],
          0,
        ),
      ) // prettier-ignore
      .thenRejected({ rejected: 'share-twice', because: 'an account has one share: put them together' });
    given(...log)
      .when(share([{ accountId: one, cents: 99.5 }], 0.5))
      .thenRejected({
        rejected: 'no-amount',
        because: 'shares are whole numbers of cents, none of them negative',
      });
    given(...log)
      .when(share([{ accountId: three, cents: 100 }], 0))
      .thenRejected({
        rejected: 'not-liable',
        because: 'A-3 has no complaint that is charged: it bears no share',
      });
  });
});

describe('approval', () => {
  const log = [opened, recorded(cost('c-1', 100)), submitted];

  it('is a second person’s, and has each account invoiced', () =>
    given(...log)
      .when(approve)
      .then(approved, requested(1), requested(2)));
  it.each([
    ['recorded', [recorded(cost('c-1', 60), bob), recorded(cost('c-2', 40)), submitted]],
    ['submitted', [recorded(cost('c-1', 100)), { ...submitted, data: { ...submitted.data, by: bob } }]],
    [
      'divided',
      [
        recorded(cost('c-1', 100)),
        submitted,
        { type: 'SharesEdited', data: { ...of, ...divided, by: bob, reason: '' } },
      ],
    ],
  ] as [string, IncidentEvent[]][])('is not of whom who %s', (_, events) =>
    given(opened, ...events)
      .when(approve)
      .thenRejected({
        rejected: 'four-eyes',
        because: 'who recorded, submitted or divided the costs does not approve them: another person does',
      }),
  );
  it('is no agent’s, and in a brand that only watches nobody’s', () => {
    given(...log)
      .when({ ...approve, supervisor: false })
      .thenRejected({ rejected: 'supervisor-needed', because: 'costs are approved by a supervisor' });
    given(...log)
      .when({ ...approve, shadow: true })
      .thenRejected({
        rejected: 'shadow',
        because: 'the brand only watches: nobody is invoiced before it enforces',
      });
  });
  it('of what the provider bears alone settles it', () => {
    const ours = { totalCents: 100, shares: [], oursCents: 100 };
    given(opened, recorded(cost('c-1', 100)), {
      type: 'CostsSubmitted',
      data: { ...of, ...ours, basis: [], by: ann, reason: '' },
    })
      .when(approve)
      .then({ type: 'CostsApproved', data: { ...of, ...ours, by: bob, reason: 'seen' } }, settled);
  });
  it('may be refused, by whoever: the costs are open again', () => {
    const reject = { type: 'RejectCosts', incidentId, at, by: bob, reason: 'too dear' } as const;
    given(...log)
      .when(reject)
      .then({ type: 'CostsRejected', data: { ...of, by: bob, reason: 'too dear' } });
    given(opened).when(reject).thenRejected({
      rejected: 'not-submitted',
      because: 'its costs are not complete: submit-costs first, which divides them',
    });
  });
});

describe('invoices', () => {
  const log = [opened, recorded(cost('c-1', 100)), submitted, approved, requested(1), requested(2)];

  it('are issued by billing, and the last one settles the incident', () => {
    given(...log)
      .when(bill(1))
      .then(issued(1));
    given(...log, issued(1))
      .when(bill(2))
      .then(issued(2), settled);
  });
  it('are issued under one number', () =>
    given(...log, issued(1))
      .when(bill(1, 'F-9'))
      .thenRejected({
        rejected: 'issued-already',
        because: 'i-1.1 was issued as F-1: credit one of the two',
      }));
  it('are withdrawn with the incident, and those that were sent are to be credited', () => {
    const off = (n: 1 | 2, wasIssued: boolean): IncidentEvent => ({
      type: 'InvoiceWithdrawn',
      data: { ...invoice(n), issued: wasIssued, reason: 'not theirs' },
    });
    const withdrawn: IncidentEvent = { type: 'IncidentWithdrawn', data: { ...of, by: bob, reason: 'not theirs' } };
    given(...log, issued(1))
      .when(withdraw)
      .then(withdrawn, off(1, true), off(2, false));
    given(...log, issued(1), withdrawn, off(1, true), off(2, false))
      .when(bill(2))
      .thenRejected({ rejected: 'withdrawn', because: 'i-1.2 is withdrawn: do not send it, or credit it' });
    given(opened, withdrawn)
      .when({ type: 'RecordCost', incidentId, at, cost: cost('c-2', 1), by: ann })
      .thenRejected({ rejected: 'withdrawn', because: 'the incident is withdrawn: open another' });
  });
  it('that nobody asked for are not issued', () =>
    given(opened)
      .when(bill(1))
      .thenRejected({ rejected: 'unknown', because: 'there is no invoice i-1.1' }));
}); // prettier-ignore
