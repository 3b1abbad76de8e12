import {
  accountId as asAccount,
  campaignId as asCampaign,
  days,
  hours,
  Instant,
  minus,
  plus,
  recipientKey as asRecipient,
} from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import { OptOuts } from './opt-outs';
import type { Sent } from './rows';
import { MAX_BATCH, SendLog } from './send-log';
import { migrateTracing } from './tables';

const now = Instant('2026-03-01T10:00:00.000Z');
const accountId = asAccount.parse('A-1');
const key = (name: string) => asRecipient.parse(name);
const sent = (n: number, changed: Partial<Sent> = {}): Sent => ({
  messageId: `<m${n}@mail.example>`,
  deliveryId: `d-${n}`,
  accountId,
  campaignId: asCampaign.parse('spring'),
  recipientKey: key(`r-${n}`),
  sentAt: minus(now, hours(n)),
  ...changed,
});

let store: SqliteReadStore;
beforeEach(async () => {
  store = SqliteReadStore.inMemory();
  await migrateTracing(store);
});
afterEach(() => store.close());
const overflow = jest.fn();
beforeEach(() => overflow.mockClear());
const log = (maxRows = 1_000, at = now) =>
  new SendLog(store, { keep: days(30), maxRows, now: () => at, onOverflow: overflow });
const segments = () =>
  store.all<{ n: number; rows: number }>('select n, rows from send_log_segments order by n');
const rows = async () => {
  let all = 0;
  for (const { n, rows: kept } of await segments()) {
    const [counted] = await store.all<{ n: number }>(`select count(*) as n from send_log_${n}`);
    expect(kept).toBe(counted!.n); // the size is kept, because counting is too slow
    all += kept;
  }
  return all;
};

describe('the send log', () => {
  it('finds a delivery by its Message-ID, with or without angle brackets', async () => {
    await log().add([sent(1)]);
    const { messageId: _messageId, ...delivery } = sent(1);
    expect(await log().byMessageId('m1@mail.example', [])).toEqual([delivery]);
    expect(await log().byMessageId(' <m1@mail.example> ', [key('r-1')])).toEqual([delivery]);
    expect(await log().byMessageId('M1@mail.example', [])).toEqual([]);
    expect(_messageId).toBe('<m1@mail.example>');
  });
  it('finds the delivery of one recipient among thousands of one Message-ID', async () => {
    const all = Array.from({ length: 3_000 }, (_, i) =>
      sent(0, { deliveryId: `d-${i}`, recipientKey: key(`r-${i}`) }),
    );
    await log(10_000).add(all);
    const found = await log().byMessageId('m0@mail.example', [key('r-2999')]);
    expect(found.map((d) => d.deliveryId)).toEqual(['d-2999']);
    expect(await log().byMessageId('m0@mail.example', [key('nobody')])).toHaveLength(20);
  });
  it('finds a delivery by its id', async () => {
    await log().add([sent(1), sent(2)]);
    expect(await log().byDelivery('d-2')).toMatchObject({ recipientKey: 'r-2' });
    expect(await log().byDelivery('d-3')).toBeUndefined();
  });
  it('takes a batch twice, or overlapping, without effect', async () => {
    await log().add([sent(1), sent(2), sent(1)]);
    await log().add([sent(2, { campaignId: null }), sent(3)]);
    expect(await rows()).toBe(3);
    expect(await log().byDelivery('d-2')).toMatchObject({ campaignId: 'spring' });
  });
  it('knows a delivery without an id by its message and recipient', async () => {
    const anonymous = sent(1, { deliveryId: undefined });
    await log().add([anonymous, anonymous, { ...anonymous, recipientKey: key('r-9') }]);
    expect(await rows()).toBe(2);
  });
  it('holds no address and no Message-ID', async () => {
    await log().add([sent(1)]);
    expect(JSON.stringify(await store.all('select * from send_log_1'))).not.toContain('@');
  });
  it('refuses more than a batch at once', () =>
    expect(log().add(Array.from({ length: MAX_BATCH + 1 }, () => sent(1)))).rejects.toThrow(
      'send at most 10000, and the rest after',
    ));
  it('begins a segment a day, and drops those whose time is over', async () => {
    await log().add([sent(1)]);
    await log(1_000, plus(now, days(20))).add([sent(0, { deliveryId: 'd-20', sentAt: plus(now, days(20)) })]);
    expect(await segments()).toHaveLength(2);
    expect(await log(1_000, plus(now, days(49))).shed()).toBe(0); // d-1 may have come until day 20
    expect(await log(1_000, plus(now, days(51))).shed()).toBe(1);
    expect(await log().byDelivery('d-1')).toBeUndefined();
    expect(await log().byDelivery('d-20')).toBeDefined();
    expect(overflow).not.toHaveBeenCalled();
  });
  it('takes nothing that is too old to be kept', async () => {
    await log(1_000, plus(now, days(40))).add([sent(1)]);
    expect(await rows()).toBe(0);
  });
  it('drops the oldest when it is full, and says so', async () => {
    for (let i = 0; i < 64; i++)
      await log(320).add(Array.from({ length: 10 }, (_, k) => sent(0, { deliveryId: `d-${10 * i + k}` })));
    expect(overflow.mock.calls).toEqual(Array.from({ length: 31 }, () => [10])); // as it went on
    expect(await log(320).shed()).toBe(10);
    expect(await rows()).toBe(320);
    expect(await log().byDelivery('d-639')).toBeDefined();
    expect(await log().byDelivery('d-319')).toBeUndefined();
  });
  it('tells how far back it reaches, until what was shed would have expired anyway', async () => {
    expect(await log().extent()).toEqual({ rows: 0, shedTo: null });
    await log(32).add([sent(0)]); // a segment is one row
    await log(32).add([sent(1)]);
    expect(await log(32).extent()).toEqual({ rows: 2, shedTo: null });
    await log(1, plus(now, days(2))).shed();
    expect(await log(1, plus(now, days(30))).extent()).toEqual({ rows: 1, shedTo: now });
    expect(await log(1, plus(now, days(31))).extent()).toEqual({ rows: 1, shedTo: null });
  });
  it('is not short of anything for what expired', async () => {
    await log().add([sent(1)]);
    await log(1_000, plus(now, days(20))).add([sent(0, { deliveryId: 'd-20', sentAt: plus(now, days(20)) })]);
    await log(1_000, plus(now, days(51))).shed();
    expect(await log(1_000, plus(now, days(51))).extent()).toEqual({ rows: 1, shedTo: null });
  });
  it('knows a delivery once that was told again in a later segment', async () => {
    await log().add([sent(1)]);
    await log(1_000, plus(now, days(2))).add([sent(1)]);
    expect(await log().byMessageId('m1@mail.example', [])).toHaveLength(1);
  });
  it('forgets a person who is erased', async () => {
    await log().add([sent(1), sent(2), sent(3, { recipientKey: key('r-1') })]);
    await log().forget(key('r-1'));
    expect(await rows()).toBe(1);
  });
  it('is made once, whoever starts first', async () => {
    await log().add([sent(1)]);
    await Promise.all([migrateTracing(store), migrateTracing(store)]);
    expect(await rows()).toBe(1);
  });
});

describe('opt-outs', () => {
  const recipient = key('r-1');
  const optOut = (at: Instant, via = 'list-unsubscribe') => ({ accountId, recipientKey: recipient, at, via });
  const violated = (sentAt: Instant) => new OptOuts(store).violatedBy(accountId, recipient, sentAt);
  it('make later mail a violation, and earlier mail none', async () => {
    await new OptOuts(store).add([optOut(now)]);
    expect(await violated(plus(now, hours(1)))).toBe(true);
    expect(await violated(now)).toBe(false);
  });
  it('hold from the earliest, in whatever order they are told', async () => {
    await new OptOuts(store).add([optOut(now), optOut(minus(now, days(1)))]);
    await new OptOuts(store).add([optOut(plus(now, days(1)))]);
    expect(await violated(minus(now, hours(1)))).toBe(true);
  });
  it('by a suppression leave an hour for what was on its way', async () => {
    await new OptOuts(store).add([optOut(now, 'suppression')]);
    expect(await violated(plus(now, hours(1)))).toBe(false);
    expect(await violated((plus(now, hours(1)) + 1) as Instant)).toBe(true);
  });
  it('concern one account', async () => {
    await new OptOuts(store).add([{ ...optOut(now), accountId: asAccount.parse('A-2') }]);
    expect(await violated(plus(now, days(1)))).toBe(false);
  });
});
