import { between, days, minus, spanInWords, sql, type Duration, type Instant, type Query } from '@app/kernel';

/** Days since 1970 in UTC. */
export const utcDay = (at: Instant): number => Math.floor(at / days(1));

/** What the registry expects of a source. */
export interface Expected {
  readonly id: string;
  readonly formats: readonly string[];
  readonly cadence?: Duration | undefined;
  readonly mostADay?: number | undefined;
}
export interface SourceAlarm {
  readonly alarm: 'silence' | 'flood' | 'format-drift' | 'attribution-drop';
  readonly detail: string; // for people
}
export interface SourceHealth {
  readonly source: string;
  readonly lastReportAt: Instant | null;
  readonly reports30d: number;
  /** Of complaints filed in 30 days: those whose account was told, and all. */
  readonly traced30d: number;
  readonly filed30d: number;
  readonly alarms: readonly SourceAlarm[];
}

interface FormatRow {
  readonly source: string;
  readonly day: number;
  readonly format: string;
  readonly reports: number;
  readonly last_at: number;
}
interface TraceRow {
  readonly source: string;
  readonly day: number;
  readonly filed: number;
  readonly traced: number;
  readonly proven: number;
}

const WINDOW = 30; // days
const RECENT = 2; // days: today, which may just have begun, and yesterday
const ENOUGH = 20; // complaints or reports, below which a share says nothing
/** A flood is ten times what is usual of a day, and nothing that a quiet source sends on a busy one. */
const FLOOD = 10;
const LEAST_FLOOD = 1_000; // reports
const DRIFTED = 0.1;
const DROPPED = 0.5;

/** How every registered source does. An alarm is a departure from what the registry says, or from the source's own thirty
 *  days: the silence that hides a feedback loop that was switched off, and the day on which everything that it sends can be
 *  traced no more. */
export const healthOfSources = (expected: readonly Expected[], now: Instant): Query<SourceHealth[]> => ({
  reads: [
    sql('select * from source_formats where day > $1', utcDay(now) - WINDOW),
    sql('select * from source_traces where day > $1', utcDay(now) - WINDOW),
    sql('select source, max(last_at) as last_at from source_formats group by source'),
  ],
  answer([formats, traces, last]) {
    const numbers = <R extends object>(rows: unknown) =>
      (rows as R[]).map(
        (row) =>
          Object.fromEntries(
            Object.entries(row).map(([k, v]) => [k, k === 'source' || k === 'format' ? v : Number(v)]),
          ) as R,
      );
    const lastAt = new Map(
      numbers<{ source: string; last_at: number }>(last).map((r) => [r.source, r.last_at as Instant]),
    );
    return expected.map((source) => {
      const mine = <R extends { source: string }>(rows: R[]) => rows.filter((r) => r.source === source.id);
      const reported = mine(numbers<FormatRow>(formats));
      const traced = mine(numbers<TraceRow>(traces));
      const lastReportAt = lastAt.get(source.id) ?? null;
      return {
        source: source.id,
        lastReportAt,
        reports30d: sum(reported, (r) => r.reports),
        traced30d: sum(traced, (r) => r.traced),
        filed30d: sum(traced, (r) => r.filed),
        alarms: [
          ...silence(source, lastReportAt, now),
          ...flood(source, reported, now),
          ...drift(source, reported, now),
          ...attribution(traced, now),
        ],
      };
    });
  },
});

const silence = ({ cadence }: Expected, lastAt: Instant | null, now: Instant): SourceAlarm[] =>
  cadence !== undefined && lastAt !== null && lastAt < minus(now, cadence)
    ? [
        {
          alarm: 'silence',
          detail: `nothing for ${spanInWords(between(lastAt, now), 'en')}; a report is expected every ${spanInWords(cadence, 'en')}`,
        },
      ]
    : [];

const flood = ({ mostADay }: Expected, rows: readonly FormatRow[], now: Instant): SourceAlarm[] => {
  const isToday = (r: FormatRow) => r.day === utcDay(now);
  const today = sum(rows.filter(isToday), (r) => r.reports);
  if (mostADay !== undefined && today > mostADay)
    return [{ alarm: 'flood', detail: `${today} reports today, where ${mostADay} at most are expected` }];
  const before = rows.filter((r) => !isToday(r));
  const daysBefore = new Set(before.map((r) => r.day)).size;
  // Of a source that is new here nobody knows what is usual: a flood of it looks like a beginning.
  const usual = daysBefore === 0 ? Infinity : sum(before, (r) => r.reports) / daysBefore;
  return today >= LEAST_FLOOD && today > FLOOD * usual
    ? [{ alarm: 'flood', detail: `${today} reports today, where ${Math.round(usual)} a day are usual` }]
    : [];
};

const drift = ({ formats }: Expected, rows: readonly FormatRow[], now: Instant): SourceAlarm[] => {
  if (formats.length === 0) return [];
  const recent = rows.filter((r) => r.day > utcDay(now) - RECENT);
  const odd = recent.filter((r) => !formats.includes(r.format));
  const [of, all] = [sum(odd, (r) => r.reports), sum(recent, (r) => r.reports)];
  if (all < ENOUGH || of / all < DRIFTED) return [];
  const names = [...new Set(odd.map((r) => r.format))].sort().join(', ');
  return [
    { alarm: 'format-drift', detail: `${of} of ${all} reports are ${names}, not ${formats.join(' or ')}` },
  ];
};

/** One alarm: what cannot be traced cannot be proven either. */
const attribution = (rows: readonly TraceRow[], now: Instant): SourceAlarm[] =>
  [...drop(rows, 'traced', 'traced', now), ...drop(rows, 'proven', 'proven to be about our mail', now)].slice(
    0,
    1,
  );

/** What is traced and not proven counts for nothing: a copied Feedback-ID says as much. A source that drops the header our
 *  token stands in, or a body that our signature covers, is noticed by that only. */
const drop = (
  rows: readonly TraceRow[],
  what: 'traced' | 'proven',
  could: string,
  now: Instant,
): SourceAlarm[] => {
  const isRecent = (r: TraceRow) => r.day > utcDay(now) - RECENT;
  const share = (of: readonly TraceRow[]) => ({
    good: sum(of, (r) => r[what]),
    filed: sum(of, (r) => r.filed),
  });
  const recent = share(rows.filter(isRecent));
  const before = share(rows.filter((r) => !isRecent(r)));
  if (recent.filed < ENOUGH || before.filed < ENOUGH) return [];
  if (recent.good * before.filed >= DROPPED * before.good * recent.filed) return [];
  return [
    {
      alarm: 'attribution-drop',
      detail: `${recent.good} of ${recent.filed} complaints could be ${could}, where it had been ${before.good} of ${before.filed}`,
    },
  ];
};

const sum = <R>(rows: readonly R[], of: (row: R) => number): number => rows.reduce((n, r) => n + of(r), 0);
