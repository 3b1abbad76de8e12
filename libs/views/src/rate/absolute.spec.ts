import { accountId as asAccount, brandId as asBrand, caseId as asCase, Instant } from '@app/kernel';
import { ask } from '@app/read-store';
import { absoluteCount } from './absolute';
import {
  accountId,
  complaint,
  complaints,
  now,
  Told,
  volume,
  volumes,
  zone,
  type RateEvent,
} from './told.testing';

let told: Told;
beforeEach(async () => (told = await Told.open()));
afterEach(() => told.close());
const count = () => ask(told.store, absoluteCount({ accountId, now, zone }));
/** So many days before noon of today. */
const ago = (days: number) => new Date(now - days * 86_400_000).toISOString();
const other = { accountId: asAccount.parse('A-2') };

describe('the number of complaints of an account', () => {
  it('is that of 30 days, whatever was delivered, beside each provider’s of all accounts', async () => {
    await told.happened(
      ...complaints(3, ago(1)),
      ...complaints(2, ago(29), {}, 'gmail'),
      ...complaints(4, ago(31)),
      ...complaints(5, ago(2), other),
    );
    expect(await count()).toMatchObject({
      complaints: 5,
      byProvider: [
        { provider: 'gmail', complaints: 2, all: 2 },
        { provider: 'yahoo', complaints: 3, all: 8 },
      ],
    });
  });
  it('is that of mail since the baseline; what is usual looks further back', async () => {
    await told.happened(
      volumes(volume('yahoo', '2025-12-01', 1)),
      ...complaints(7, ago(40)),
      ...complaints(3, ago(10)),
      ...complaints(2, ago(1)),
      {
        type: 'BaselineMoved',
        data: {
          accountId,
          at: now,
          brandId: asBrand.parse('spotler'),
          caseId: asCase.parse('A-1.1'),
          baseline: Instant(ago(5)),
        },
      },
    );
    expect(await count()).toMatchObject({ complaints: 2, norm: 0, baseline: Instant(ago(5)) });
  });
  it('has as usual the median of the whole periods before it, since the first mail', async () => {
    await told.happened(
      volumes(volume('yahoo', '2025-11-11', 1)), // 120 days ago: three whole periods
      ...complaints(1, ago(31)),
      ...complaints(9, ago(61)),
      ...complaints(5, ago(91)),
    );
    expect((await count()).norm).toBe(5);
  });
  it('has nothing usual in its first 30 days', async () => {
    await told.happened(volumes(volume('yahoo', '2026-02-20', 1)), ...complaints(9, ago(1)));
    expect((await count()).norm).toBeNull();
  });
  it('knows a provider’s total after whatever moved its complaints', async () => {
    const all = async () => (await count()).byProvider.map((p) => [p.provider, p.complaints, p.all]);
    const [mine, theirs] = [complaint(ago(1)), complaint(ago(1), other)];
    const data = (event: RateEvent) => {
      if (event.type !== 'ComplaintFiled') throw new Error('made as such');
      return { complaintId: event.data.complaintId, accountId: event.data.accountId };
    };
    await told.happened(mine, theirs);
    expect(await all()).toEqual([['yahoo', 1, 2]]);
    const withdrawn = { type: 'AttributionWithdrawn', data: { ...data(theirs), lost: ['count'] } };
    await told.happened(withdrawn as unknown as RateEvent, withdrawn as unknown as RateEvent);
    expect(await all()).toEqual([['yahoo', 1, 1]]);
    const traced = { ...data(theirs), accountId, campaignId: null, may: ['count'] };
    await told.happened({ type: 'ComplaintTraced', data: traced } as unknown as RateEvent);
    expect(await all()).toEqual([['yahoo', 2, 2]]);
    const report = { channel: 'feedback-loop', provider: 'aol', source: 'aol' };
    await told.happened({
      type: 'ReportCorroborated',
      data: { ...data(theirs), report, may: ['count'] },
    } as unknown as RateEvent);
    expect(await all()).toEqual([
      ['aol', 1, 1],
      ['yahoo', 1, 1],
    ]);
    await told.happened({ type: 'ComplaintMerged', data: data(theirs) } as unknown as RateEvent);
    expect(await all()).toEqual([['yahoo', 1, 1]]);
  });
});
