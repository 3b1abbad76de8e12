import { complaintEvents, type ComplaintEvent, type Reported } from '@app/complaints';
import {
  accountId as asAccount,
  complaintId as asComplaint,
  Instant,
  minutes,
  recipientKey,
  reportId,
} from '@app/kernel';
import type { OrderOutcome, PlatformOrderRequest } from '@app/platform';
import type { EffectContext } from '@app/runtime';
import { suppressRecipient } from './orders';
import type { SuppressionResult } from './record-suppression';

const at = Instant('2026-03-03T09:00:00.000Z');
const complaintId = asComplaint.parse('c-1');
const accountId = asAccount.parse('shop');
const keyOf = (address: string) =>
  recipientKey.parse(Buffer.from(address).toString('hex').padEnd(32, '0').slice(0, 32));
type Filed = Extract<ComplaintEvent, { type: 'ComplaintFiled' }>['data'];

const filed = (known: Partial<Filed>) =>
  complaintEvents.encode({
    type: 'ComplaintFiled',
    data: {
      complaintId,
      at,
      accountId,
      brandId: null,
      identity: 'report',
      aliases: [],
      report: {
        reportId: reportId.parse('rep-1'),
        channel: 'feedback-loop',
        trust: 'A',
        source: 'yahoo',
        feedbackType: 'abuse',
        provider: 'yahoo',
        receivedAt: at,
        reporter: 'r-1',
        corroboration: [],
      },
      campaignId: null,
      deliveryId: null,
      recipientKey: null,
      sent: { at, estimated: true },
      trace: { outcome: 'traced', strategy: 'feedback-id', confidence: 0.9, attempts: [] },
      violations: [],
      state: 'qualified',
      may: ['suppress'],
      lacks: [],
      reported: { k: 'k1', iv: 'AAAA', ct: 'AAAA', tag: 'AAAA' } as never,
      ...known,
    },
  });

interface Given {
  readonly platformWide?: boolean;
  readonly answer?: OrderOutcome;
  /** Absent as in commands from before orders had ids of their own. */
  readonly orderId?: string;
}
/** What the platform is ordered, and what is recorded of its answer. */
const suppressed = async (
  known: Partial<Filed>,
  reported: Reported,
  { platformWide = false, answer = { state: 'confirmed' }, orderId }: Given = {},
) => {
  const orders: PlatformOrderRequest[] = [];
  const recorded: SuppressionResult[] = [];
  const effect = suppressRecipient({
    platform: {
      order: (order) => {
        orders.push(order);
        return Promise.resolve(answer);
      },
      close: () => Promise.resolve(),
    },
    events: {
      // eslint-disable-next-line @typescript-eslint/require-await -- as the store does
      read: async function* () {
        yield filed(known);
      },
    } as never,
    vault: { identity: { recipientKeyOf: keyOf }, openEvent: () => Promise.resolve(reported) } as never,
    inShadow: () => Promise.resolve(false),
    confirmWithin: () => Promise.resolve(minutes(15)),
    recordSuppression: (told) => {
      recorded.push(told);
      return Promise.resolve({ ok: true, revision: 2, events: [] } as never);
    },
  });
  const context = {
    id: 'effect-1',
    at,
    meta: { commandId: '2f0b5f5e-9a51-4d8d-8e5f-7a117f1c2c1e' },
  } as unknown as EffectContext;
  const command = {
    type: 'SuppressRecipient' as const,
    ...(orderId && { orderId }),
    complaintId,
    accountId,
    platformWide,
    at,
  };
  const verdict = await effect(command, context);
  return { orders, recorded, verdict };
};
const jan = 'jan@reader.example';
const janIs = { recipientKey: keyOf(jan) };

describe('the order to suppress who complained', () => {
  it('names the address when that is all that is known', async () => {
    const { orders, recorded } = await suppressed(janIs, { recipient: jan });
    expect(orders).toEqual([
      {
        orderId: 'effect-1',
        order: 'suppress',
        accountId,
        generation: 0,
        recipient: jan,
        reason: 'complaint',
      },
    ]);
    expect(recorded).toEqual([{ complaintId, at, result: 'confirmed' }]);
  });

  it('names the delivery, and then no address', async () => {
    const { orders } = await suppressed(
      { ...janIs, deliveryId: 'd-1' },
      { recipient: jan, messageId: 'm-1' },
    );
    expect(orders).toMatchObject([{ deliveryId: 'd-1' }]);
    expect(orders[0]).not.toHaveProperty('recipient');
  });

  it('says by a field that it is for every account', async () => {
    const everywhere = await suppressed(janIs, { recipient: jan }, { platformWide: true });
    expect(everywhere.orders).toMatchObject([{ everywhere: true, reason: 'complaint' }]);
    const here = await suppressed(janIs, { recipient: jan });
    expect(here.orders[0]).not.toHaveProperty('everywhere');
  });

  it('names nobody who only forwarded the message', async () => {
    const { orders } = await suppressed(janIs, { recipient: 'piet@reader.example', messageId: 'm-1' });
    expect(orders).toMatchObject([{ messageId: 'm-1' }]);
    expect(orders[0]).not.toHaveProperty('recipient');
  });

  it('is not made for an address that stands for a redacted one: it would be confirmed, and suppress nobody', async () => {
    const redacted = 'redacted@yahoo.example';
    const { orders, recorded } = await suppressed({ recipientKey: keyOf(redacted) }, { recipient: redacted });
    expect(orders).toEqual([]);
    expect(recorded).toMatchObject([
      { result: 'failed', detail: expect.stringContaining('known') as string },
    ]);
  });

  it('that cannot be built is recorded as failed, and not tried for ever', async () => {
    const answer = {
      state: 'failed',
      detail: 'the order cannot be sent: messageId: too long',
      permanent: true,
    } as const;
    const { recorded, verdict } = await suppressed(janIs, { messageId: 'x' }, { answer });
    expect(verdict).toBeUndefined();
    expect(recorded).toEqual([{ complaintId, at, result: 'failed', detail: answer.detail }]);
  });

  it('goes out under its own id, again and again, and not under that of the row it came from', async () => {
    const named = { orderId: 'suppress:c-1:1' };
    const { orders, recorded } = await suppressed(janIs, { recipient: jan }, named);
    expect(orders).toMatchObject([named]);
    expect(recorded).toEqual([{ complaintId, at, ...named, result: 'confirmed' }]);
  });

  it('that is accepted has from then on the time of the policy', async () => {
    const given = { orderId: 'suppress:c-1:1', platformWide: true, answer: { state: 'accepted' } } as const;
    const { recorded, verdict } = await suppressed(janIs, { recipient: jan }, given);
    expect(verdict).toBeUndefined();
    expect(recorded).toEqual([
      {
        complaintId,
        at,
        orderId: given.orderId,
        result: 'accepted',
        platformWide: true,
        confirmWithin: minutes(15),
      },
    ]);
  });
});
