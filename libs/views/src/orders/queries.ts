import { sql, type Instant, type PlatformOrder, type Query } from '@app/kernel';

export const orderAlarm = ['failed', 'overdue', 'leaked'] as const;
export type OrderAlarm = (typeof orderAlarm)[number];
export const orderState = ['requested', 'accepted', 'confirmed', 'failed', 'superseded'] as const;
export type OrderState = (typeof orderState)[number];

export interface OrderFilter {
  readonly account?: string;
  readonly state?: OrderState;
  readonly order?: PlatformOrder;
  /** Only those that somebody has to look into. */
  readonly queue?: 'alarms';
  readonly cursor?: string;
  /** At most 500; 50 unless told. */
  readonly limit?: number;
}
export interface ListedOrder {
  readonly id: string;
  readonly account: string;
  readonly brand: string;
  readonly order: string;
  /** Null: everything the account sends. */
  readonly scope: string | null;
  readonly case: string | null;
  readonly measure: string | null;
  /** Of an order to suppress: whose recipient it is about. */
  readonly complaint: string | null;
  readonly reason: string;
  readonly state: OrderState;
  readonly requestedAt: Instant;
  readonly changedAt: Instant;
  /** When it is overdue, or will be once more. */
  readonly confirmBy: Instant;
  readonly alarms: readonly {
    readonly alarm: OrderAlarm;
    readonly since: Instant;
    readonly detail: string;
  }[];
  /** Who looked into what leaked past it, with nothing leaked since. */
  readonly leakHandled: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
}
interface Row {
  readonly order_id: string;
  readonly account_id: string;
  readonly brand_id: string;
  readonly order_kind: string;
  readonly scope: string | null;
  readonly case_id: string | null;
  readonly measure_id: string | null;
  readonly reason: string;
  readonly state: OrderState;
  readonly requested_at: number;
  readonly changed_at: number;
  readonly confirm_by: number;
  readonly failed_at: number | null;
  readonly detail: string | null;
  readonly overdue_at: number | null;
  readonly times_overdue: number;
  readonly leaked_at: number | null;
  readonly leaks: number;
  readonly alarmed_at: number | null;
  readonly handled_at: number | null;
  readonly handled_by: string | null;
  readonly handled_reason: string | null;
  readonly complaint_id: string | null;
}

/** Newest first; of the alarms what waits longest comes first. A cursor that is none of ours starts at the first. */
export const ordersBy = (filter: OrderFilter): Query<{ items: ListedOrder[]; nextCursor: string | null }> => {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
  const params: (string | number)[] = [];
  const param = (value: string | number) => `$${params.push(value)}`;
  const [sortedBy, direction, beyond] =
    filter.queue === 'alarms' ? ['alarmed_at', 'asc', '>'] : ['requested_at', 'desc', '<'];
  const where = [`${sortedBy} is not null`];
  if (filter.account !== undefined) where.push(`account_id = ${param(filter.account)}`);
  if (filter.state !== undefined) where.push(`state = ${param(filter.state)}`);
  if (filter.order !== undefined) where.push(`order_kind = ${param(filter.order)}`);
  const [, at, id] = /^(\d{1,16})\.(.{1,128})$/.exec(filter.cursor ?? '') ?? [];
  if (at !== undefined && id !== undefined) {
    const from = param(Number(at));
    where.push(
      `(${sortedBy} ${beyond} ${from} or (${sortedBy} = ${from} and order_id ${beyond} ${param(id)}))`,
    );
  }
  return {
    reads: [
      sql(
        `select * from platform_orders where ${where.join(' and ')}
         order by ${sortedBy} ${direction}, order_id ${direction} limit ${param(limit + 1)}`,
        ...params,
      ),
    ],
    answer([found]) {
      const rows = found as Row[];
      const last = rows[limit - 1];
      return {
        items: rows.slice(0, limit).map(listed),
        nextCursor:
          rows.length > limit && last
            ? `${Number(filter.queue === 'alarms' ? last.alarmed_at : last.requested_at)}.${last.order_id}`
            : null,
      };
    },
  };
};

/** How many orders somebody has to look into, and since when. */
export const waitingOrders: Query<{ queue: 'alarms'; count: number; oldest: Instant | null }> = {
  reads: [
    sql('select count(*) as n, min(alarmed_at) as oldest from platform_orders where alarmed_at is not null'),
  ],
  answer([rows]) {
    const [{ n, oldest }] = rows as [{ n: number; oldest: number | null }];
    return {
      queue: 'alarms',
      count: Number(n),
      oldest: oldest === null ? null : (Number(oldest) as Instant),
    };
  },
};

/** By alarm, each of which has a number: an order can have two. */
export const countOfAlarms: Query<ReadonlyMap<OrderAlarm, number>> = {
  reads: [
    sql(
      `select count(failed_at) as failed, count(overdue_at) as overdue, count(leaked_at) as leaked
       from platform_orders where alarmed_at is not null`,
    ),
  ],
  answer([rows]) {
    const [counts] = rows as [Record<OrderAlarm, number>];
    return new Map(orderAlarm.map((alarm) => [alarm, Number(counts[alarm])]));
  },
};

const listed = (row: Row): ListedOrder => ({
  id: row.order_id,
  account: row.account_id,
  brand: row.brand_id,
  order: row.order_kind,
  scope: row.scope,
  case: row.case_id,
  measure: row.measure_id,
  complaint: row.complaint_id,
  reason: row.reason,
  state: row.state,
  requestedAt: Number(row.requested_at) as Instant,
  changedAt: Number(row.changed_at) as Instant,
  confirmBy: Number(row.confirm_by) as Instant,
  alarms: alarmsOf(row),
  leakHandled:
    row.handled_at === null
      ? null
      : {
          at: Number(row.handled_at) as Instant,
          by: row.handled_by ?? '',
          reason: row.handled_reason ?? '',
        },
});

const alarmsOf = (row: Row): ListedOrder['alarms'] =>
  (
    [
      ['failed', row.failed_at, row.detail || 'the platform did not say why'],
      ['overdue', row.overdue_at, `not confirmed; limits that passed: ${Number(row.times_overdue)}`],
      ['leaked', row.leaked_at, `sent although held; sightings: ${Number(row.leaks)}`],
    ] as const
  ).flatMap(([alarm, since, detail]) =>
    since === null ? [] : [{ alarm, since: Number(since) as Instant, detail }],
  );
