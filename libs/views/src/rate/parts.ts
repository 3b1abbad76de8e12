import type { Query } from '@app/kernel';
import { countedFrom, isRated, type CountOf, type RateCount } from './count';
import {
  baselineOf,
  complaintsSince,
  seenIn,
  volumesSince,
  type ComplaintRow,
  type PartRow,
  type Seen,
} from './reads';
import { grouped, listOf, sum, type VolumeRow } from './volumes';
import { spanOf } from './windows';

/** A feedback source, and the mailbox providers that it tells of. */
export interface SourceCoverage {
  readonly source: string;
  readonly providers: readonly string[];
}
/** Of one campaign, list or source. Null: the complaints of which it is not known. */
export interface PartCount {
  readonly of: string | null;
  readonly complaints: number;
  readonly estimated: number;
  /** 0: nobody told how much there was, and there is no rate. */
  readonly delivered: number;
}
/** Each by the number of complaints, the largest first. Complaints of a kind are together those of the account. */
export interface RateParts extends RateCount {
  readonly byCampaign: readonly PartCount[];
  /** A complaint is of the list that its campaign went to, where volumes name one and no other. */
  readonly byList: readonly PartCount[];
  readonly bySource: readonly PartCount[];
}

/** What was counted over one window, and of what it consists. Reads the tables of `complaintRateView`. */
export const rateParts = (asked: CountOf, sources: readonly SourceCoverage[]): Query<RateParts> => {
  const { window, now, zone, lookBack } = asked;
  const span = spanOf(window, now, zone, lookBack ?? undefined);
  return {
    reads: [
      baselineOf(asked),
      volumesSince(asked, span.firstDay),
      complaintsSince(asked, span, 'provider, campaign_id, source'),
    ],
    answer([baselines, volumes, complaints]) {
      const seen = seenIn(asked, span, baselines!, volumes!);
      const rows = complaints as PartRow[];
      const count = countedFrom(asked, seen, together(rows));
      const rated = new Set(count.byProvider.filter(isRated).map(({ provider }) => provider));
      const deliveredOf = (some: readonly VolumeRow[]) =>
        sum(seen.volumesOf(some.filter((v) => rated.has(v.provider))).map((v) => v.delivered));
      const parts = (
        of: (row: PartRow) => string | null,
        named: Iterable<string>,
        delivered: (name: string) => number,
      ) =>
        partsOf(
          rows.filter((r) => rated.has(r.provider)),
          seen,
          of,
          named,
          delivered,
        );

      const lists = listByCampaign(seen.rows);
      const told = (of: (row: VolumeRow) => string) => {
        const byName = grouped(
          seen.rows.filter((v) => of(v) !== ''),
          of,
        );
        return [byName.keys(), (name: string) => deliveredOf(byName.get(name) ?? [])] as const;
      };
      return {
        ...count,
        byCampaign: parts((r) => r.campaign_id, ...told((v) => v.campaign_id)),
        byList: parts(
          (r) => (r.campaign_id === null ? null : (lists.get(r.campaign_id) ?? null)),
          ...told(listOf),
        ),
        bySource: parts(
          (r) => r.source,
          sources.filter((s) => s.providers.some((p) => rated.has(p))).map((s) => s.source),
          (name) => {
            const { providers = [] } = sources.find((s) => s.source === name) ?? {};
            return sum(
              count.byProvider
                .filter((p) => isRated(p) && providers.includes(p.provider))
                .map((p) => p.delivered),
            );
          },
        ),
      };
    },
  };
};

/** Of each provider, whatever the campaign and the source. */
const together = (rows: readonly PartRow[]): ComplaintRow[] =>
  [...grouped(rows, (r) => r.provider)].map(([provider, mine]) => {
    const all = (key: 'n' | 'estimated' | 'recent' | 'recent_estimated') =>
      sum(mine.map((r) => Number(r[key])));
    return {
      provider,
      n: all('n'),
      estimated: all('estimated'),
      recent: all('recent'),
      recent_estimated: all('recent_estimated'),
    };
  });

const partsOf = (
  rows: readonly PartRow[],
  { countOf }: Seen,
  of: (row: PartRow) => string | null,
  named: Iterable<string>,
  delivered: (name: string) => number,
): PartCount[] => {
  const complaints = new Map<string | null, { complaints: number; estimated: number }>();
  for (const name of named) complaints.set(name, { complaints: 0, estimated: 0 });
  for (const row of rows) {
    const before = complaints.get(of(row)) ?? { complaints: 0, estimated: 0 };
    const more = countOf(row);
    complaints.set(of(row), {
      complaints: before.complaints + more.complaints,
      estimated: before.estimated + more.estimated,
    });
  }
  return [...complaints]
    .map(([name, counts]) => ({ of: name, ...counts, delivered: name === null ? 0 : delivered(name) }))
    .filter((part) => part.complaints > 0 || part.delivered > 0)
    .sort((a, b) => b.complaints - a.complaints || b.delivered - a.delivered || compare(a.of, b.of));
};
const compare = (a: string | null, b: string | null) => (b === null || (a !== null && a < b) ? -1 : 1);

/** Of campaigns that volumes name one list of: of one that went to several, nobody knows of which a complaint is. */
export const listByCampaign = (rows: readonly VolumeRow[]): Map<string, string> => {
  const lists = new Map<string, string>();
  const several = new Set<string>();
  for (const row of rows) {
    const list = listOf(row);
    if (row.campaign_id === '' || list === '') continue;
    if ((lists.get(row.campaign_id) ?? list) !== list) several.add(row.campaign_id);
    lists.set(row.campaign_id, list);
  }
  for (const campaign of several) lists.delete(campaign);
  return lists;
};
