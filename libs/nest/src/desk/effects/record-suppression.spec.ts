import { complaintDecider, suppressionAsked, type ComplaintEvent } from '@app/complaints';
import { accountId as asAccount, complaintId as asComplaint, Instant, recipientKey } from '@app/kernel';
import { recordSuppression, type SuppressionResult } from './record-suppression';

const at = Instant('2026-03-03T09:00:00.000Z');
const complaintId = asComplaint.parse('c-1');
// What is not looked at, is left out.
const filed = {
  type: 'ComplaintFiled',
  data: {
    complaintId,
    at,
    accountId: asAccount.parse('shop'),
    recipientKey: recipientKey.parse('r-1'),
    may: ['suppress'],
    trace: { outcome: 'traced', confidence: 1 },
  },
} as unknown as Extract<ComplaintEvent, { type: 'ComplaintFiled' }>;
const { orderId } = suppressionAsked(filed)!;

/** What is noted of whom, and what the complaint is told. */
const recorded = async (told: Partial<SuppressionResult>) => {
  const noted: unknown[] = [];
  const decided: unknown[] = [];
  await recordSuppression({
    states: {
      complaint: () => Promise.resolve({ state: complaintDecider.evolve({ status: 'none' }, filed) }),
    },
    aggregates: { complaint: (command: object) => Promise.resolve(decided.push(command)) },
    optOuts: { add: (some: unknown[]) => Promise.resolve(noted.push(...some)) },
  } as never)({ complaintId, at, ...told } as SuppressionResult, {} as never);
  return { noted, decided };
};
const optOut = { accountId: 'shop', recipientKey: 'r-1', at, via: 'suppression' };

describe('what the platform says of a suppression', () => {
  it.each<[string, Partial<SuppressionResult>]>([
    ['by its id', { orderId }],
    ['or, from before it had one, by its complaint', {}],
  ])('makes mail after it a violation once it is confirmed, %s', async (_, named) => {
    const { noted, decided } = await recorded({ ...named, result: 'confirmed' });
    expect(noted).toEqual([optOut]);
    expect(decided).toEqual([{ type: 'RecordSuppression', complaintId, at, ...named, result: 'confirmed' }]);
  });

  it.each<[string, Partial<SuppressionResult>]>([
    ['it failed', { orderId, result: 'failed' }],
    ['it was accepted', { orderId, result: 'accepted' }],
    ['it is an older order, which may be of another account', { orderId: 'older', result: 'confirmed' }],
  ])('makes it none when %s', async (_, told) => expect((await recorded(told)).noted).toEqual([]));
});
