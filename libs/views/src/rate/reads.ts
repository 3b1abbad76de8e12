import { dayOf, sql, startOfDay, type Day, type Instant, type Statement } from '@app/kernel';
import type { CountOf } from './count';
import { toldByHour, volumesOf, type Volume, type VolumeRow } from './volumes';
import { hourKey, hourOf, type Span } from './windows';

/** One row of what `complaintsSince` reads; libsql answers numbers as such, another store may as text. */
export interface ComplaintRow {
  readonly provider: string;
  readonly n: number;
  readonly estimated: number;
  /** Those of the last 24 hours by the clock. */
  readonly recent: number;
  readonly recent_estimated: number;
}
export interface PartRow extends ComplaintRow {
  readonly campaign_id: string | null;
  readonly source: string | null;
}

export const baselineOf = ({ accountId }: Pick<CountOf, 'accountId'>): Statement =>
  sql('select at from rate_baselines where account_id = $1', accountId);

export const volumesSince = (
  { accountId, now, zone }: Pick<CountOf, 'accountId' | 'now' | 'zone'>,
  firstDay: Day,
): Statement =>
  sql(
    `select provider, day, campaign_id, list_id, hour, delivered from rate_volumes
      where account_id = $1 and day >= $2 and day <= $3`,
    accountId,
    firstDay,
    dayOf(now, zone),
  );

/** Complaints that count, of providers that are known, since the beginning of the span; by provider, or by the parts too. */
export const complaintsSince = (
  asked: CountOf,
  span: Span,
  by: 'provider' | 'provider, campaign_id, source' = 'provider',
): Statement => {
  const { accountId, attribution, coverage, zone } = asked;
  const params: (string | number)[] = [accountId, span.from, span.fromHour];
  const param = (value: string | number) => `$${params.push(value)}`;
  // Providers covered since a day within the window; mostly none.
  const since = coverage.flatMap(({ provider, from }) => {
    const covered = from === null ? span.from : startOfDay(from, zone);
    return covered > span.from ? [`when ${param(provider)} then ${param(covered)}`] : [];
  });
  const at = attribution === 'send-day' ? 'sent_at' : 'received_at';
  const after = [
    ...(since.length > 0 ? [`${at} >= case provider ${since.join(' ')} else $2 end`] : []),
    ...(attribution === 'send-day'
      ? ['sent_at >= coalesce((select at from rate_baselines where account_id = $1), 0)']
      : []),
  ];
  return sql(
    `select ${by}, count(*) as n, sum(estimated) as estimated,
        sum(case when ${at} >= $3 then 1 else 0 end) as recent,
        sum(case when ${at} >= $3 then estimated else 0 end) as recent_estimated
      from rate_complaints
      where ${['account_id = $1', 'counted = 1', `${at} >= $2`, 'provider is not null', ...after].join(' and ')}
      group by ${by}`,
    ...params,
  );
};

export interface Seen {
  /** Of the last reinstatement: only mail sent after it was looked at. A plot shows all, and has none. */
  readonly baseline: Instant | null;
  /** Since then. */
  readonly rows: readonly VolumeRow[];
  readonly hourly: ReadonlySet<string>;
  readonly volumesOf: (rows: readonly VolumeRow[]) => readonly Volume[];
  readonly countOf: (row: ComplaintRow | undefined) => { complaints: number; estimated: number };
}

/** What the rows of a baseline and of volumes mean for a window. */
export const seenIn = (
  { window, zone, coverage, attribution }: CountOf,
  span: Span,
  baselines: readonly unknown[],
  volumeRows: readonly unknown[],
): Seen => {
  const coveredFrom = new Map(coverage.map((c) => [c.provider, c.from]));
  const [row] = baselines as { at: number }[];
  const baseline = row && attribution === 'send-day' ? (Number(row.at) as Instant) : null;
  const rows = sinceBaseline(volumeRows, baseline, zone);
  const hourly = window === '24h' ? toldByHour(rows) : new Set<string>();
  return {
    baseline,
    rows,
    hourly,
    volumesOf: (some) =>
      volumesOf(some, span, hourly, (r) => r.day >= (coveredFrom.get(r.provider) ?? r.day)),
    countOf: (of) =>
      of && hourly.has(of.provider)
        ? { complaints: Number(of.recent), estimated: Number(of.recent_estimated) }
        : { complaints: Number(of?.n ?? 0), estimated: Number(of?.estimated ?? 0) },
  };
};

/** Volumes of the day (or hour) of the reinstatement are taken whole: what was sent before it, by an account that was
 *  stopped, is little, and an error here is in the customer's favour. */
export const sinceBaseline = (
  rows: readonly unknown[],
  baseline: Instant | null,
  zone: string,
): VolumeRow[] => {
  const since = baseline === null ? '' : hourOf(baseline, zone);
  return (rows as VolumeRow[])
    .map((r) => ({ ...r, hour: Number(r.hour), delivered: Number(r.delivered) }))
    .filter((r) => (r.hour < 0 ? r.day >= since.slice(0, 10) : hourKey(r.day, r.hour) >= since));
};
