import {
  accountId as asAccount,
  brandId as asBrand,
  complaintId as asComplaint,
  day as asDay,
  Instant,
  reportId as asReport,
  type EventIn,
} from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import type { VolumeEntry } from '@app/reputation';
import { complaintRateView } from '../complaint-rate.projection';

export type RateEvent = EventIn<typeof complaintRateView.inputs>;
export type Filed = Extract<RateEvent, { type: 'ComplaintFiled' }>['data'];

export const accountId = asAccount.parse('A-1');
export const zone = 'Europe/Amsterdam';
export const now = Instant('2026-03-11T11:30:00.000Z'); // a Wednesday, half past noon in Amsterdam
export const tables = Object.fromEntries(complaintRateView.tables.map((t) => [t, t])) as Record<
  (typeof complaintRateView.tables)[number],
  string
>;

/** For specs: the tables of `complaintRateView`, and what they are told. */
export class Told {
  private constructor(readonly store: SqliteReadStore) {}

  static async open(): Promise<Told> {
    const store = SqliteReadStore.inMemory();
    await store.commit(complaintRateView.create(tables));
    return new Told(store);
  }
  async happened(...events: readonly RateEvent[]): Promise<void> {
    for (const event of events) await this.store.commit(complaintRateView.on(event, tables));
  }
  close(): Promise<void> {
    return this.store.close();
  }
}

export const volume = (
  provider: string,
  day: string,
  delivered: number,
  more: Partial<VolumeEntry> = {},
): VolumeEntry => ({ provider, day: asDay.parse(day), delivered, revision: 1, ...more });

export const volumes = (...entries: VolumeEntry[]): RateEvent => volumesOf(accountId, ...entries);
export const volumesOf = (account: string, ...entries: VolumeEntry[]): RateEvent => ({
  type: 'DeliveryVolumesReported',
  data: { accountId: asAccount.parse(account), at: now, entries },
});

let made = 0;
/** A complaint that counts, about mail of the instant `sent`. */
export const complaint = (
  sent: string,
  changed: Partial<Filed> = {},
  provider: string | null = 'yahoo',
): RateEvent => ({
  type: 'ComplaintFiled',
  data: {
    complaintId: asComplaint.parse(`c-${++made}`),
    at: now,
    accountId,
    brandId: asBrand.parse('spotler'),
    identity: 'token',
    aliases: [],
    report: {
      reportId: asReport.parse(`rep-${made}`),
      channel: 'feedback-loop',
      trust: 'A',
      source: provider,
      feedbackType: 'abuse',
      provider,
      receivedAt: now,
      reporter: `r-${made}`,
      corroboration: ['token'],
    },
    campaignId: null,
    deliveryId: `d-${made}`,
    recipientKey: null,
    sent: { at: Instant(sent), estimated: false },
    trace: { outcome: 'traced', strategy: 'token', confidence: 1, attempts: [] },
    violations: [],
    state: 'qualified',
    may: ['suppress', 'count', 'forward', 'propose', 'enforce', 'close'],
    lacks: [],
    reported: { erased: true },
    ...changed,
  },
});
export const complaints = (n: number, sent: string, changed: Partial<Filed> = {}, provider = 'yahoo') =>
  Array.from({ length: n }, () => complaint(sent, changed, provider));

/** The same, reported at another time than `now`. */
export const reportedAt = (receivedAt: string, event: RateEvent): RateEvent => {
  if (event.type !== 'ComplaintFiled') return event;
  const report = { ...event.data.report, receivedAt: Instant(receivedAt) };
  return { ...event, data: { ...event.data, report } };
};
