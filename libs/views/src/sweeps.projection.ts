import { daysBefore, projection, sql, type Day, type Instant, type Query, type Statement } from '@app/kernel';
import { sweepEvents, type SweepEvent } from '@app/reputation';

/** The daily sweeps, a row a day: what each brought, or that there was none. */
export const sweeps = projection({
  name: 'sweeps',
  version: 1,
  inputs: sweepEvents.only('SweepCompleted', 'SweepMissed', 'MissedSweepsHandled'),
  tables: ['sweeps'],

  create: (t) => [
    sql(`create table ${t.sweeps} (
      day text primary key, at bigint not null, result text, handled_at bigint, handled_by text, reason text)`),
  ],

  on({ type, data }, t) {
    switch (type) {
      case 'SweepCompleted': {
        const { at, day, ...result } = data;
        return [
          sql(
            `insert into ${t.sweeps} (day, at, result) values ($1, $2, $3)`,
            day,
            at,
            JSON.stringify(result),
          ),
        ];
      }
      case 'SweepMissed': {
        const rows: Statement[] = [];
        for (let day = data.from; day <= data.until; day = daysBefore(day, -1))
          rows.push(sql(`insert into ${t.sweeps} (day, at) values ($1, $2)`, day, data.at));
        return rows;
      }
      case 'MissedSweepsHandled':
        return [
          sql(
            `update ${t.sweeps} set handled_at = $2, handled_by = $3, reason = $4
             where result is null and handled_at is null and day <= $1`,
            data.until,
            data.at,
            data.by.kind === 'person' ? data.by.keyId : data.by.rule,
            data.reason,
          ),
        ];
    }
  },
});

type Completed = Extract<SweepEvent, { type: 'SweepCompleted' }>['data'];
/** What a sweep brought, its times in milliseconds. */
export type SweepBrought = Omit<Completed, 'at' | 'day'>;
export interface SweepOfDay {
  readonly day: Day;
  /** When it was done, or when it was found that there was none. */
  readonly at: Instant;
  /** Null: that day had none. */
  readonly brought: SweepBrought | null;
  /** Of a day without: who looked into it. */
  readonly handled: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
}
interface Row {
  readonly day: Day;
  readonly at: number;
  readonly result: string | null;
  readonly handled_at: number | null;
  readonly handled_by: string | null;
  readonly reason: string | null;
}

/** The latest first, those before the day of the cursor. */
export const sweepsBefore = (
  cursor: string | undefined,
  limit = 50,
): Query<{ items: SweepOfDay[]; nextCursor: string | null }> => {
  const most = Math.min(Math.max(limit, 1), 500);
  return {
    reads: [
      sql('select * from sweeps where day < $1 order by day desc limit $2', cursor ?? '9999-12-31', most + 1),
    ],
    answer([rows]) {
      const items = (rows as Row[]).map(sweepIn);
      return {
        items: items.slice(0, most),
        nextCursor: items.length > most ? items[most - 1]!.day : null,
      };
    },
  };
};

/** Days without a sweep that nobody looked into. */
export const missedSweeps: Query<{ count: number; oldest: Instant | null }> = {
  reads: [
    sql('select count(*) as n, min(at) as oldest from sweeps where result is null and handled_at is null'),
  ],
  answer: ([rows]) => {
    const [{ n, oldest }] = rows as [{ n: number; oldest: number | null }];
    return { count: Number(n), oldest: oldest === null ? null : (Number(oldest) as Instant) };
  },
};

/** What the last sweep found wrong: with lists, with our mailboxes, with what waits in them. */
export const sweepFaults: Query<{ count: number; oldest: Instant | null }> = {
  reads: [sql('select * from sweeps where result is not null order by day desc limit 1')],
  answer([rows]) {
    const [last] = (rows as Row[]).map(sweepIn);
    const { lists = [], mailboxes = [], waiting = [] } = last?.brought ?? {};
    const count = lists.filter(({ fault }) => fault !== null).length + mailboxes.length + waiting.length;
    return { count, oldest: count === 0 ? null : last!.at };
  },
};

const sweepIn = (row: Row): SweepOfDay => ({
  day: row.day,
  at: Number(row.at) as Instant,
  brought: row.result === null ? null : (JSON.parse(row.result) as SweepBrought),
  handled:
    row.handled_at === null
      ? null
      : { at: Number(row.handled_at) as Instant, by: row.handled_by ?? '', reason: row.reason ?? '' },
});
