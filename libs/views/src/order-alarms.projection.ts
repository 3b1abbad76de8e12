import { accountEvents } from '@app/accounts';
import { projection, sql, type EventIn, type Statement, type Tables } from '@app/kernel';
import { isSuppression, suppressed, suppressions } from './orders/suppressions';

const ofAccounts = accountEvents.only(
  'OrderRequested',
  'OrderAccepted',
  'OrderConfirmed',
  'OrderFailed',
  'OrderSuperseded',
  'OrderOverdue',
  'HoldLeaked',
  'LeakHandled',
);
type OrderEvent = EventIn<typeof ofAccounts>;

/** What the platform was told to do with an account, what it made of it, and what somebody has to look into: it cannot
 *  (`failed`), it says nothing (`overdue`), or it sent past a hold that it had confirmed (`leaked`). An alarm ends as the
 *  order is confirmed or superseded; of a leak nobody hears that it is mended, so it ends as the platform confirms a newer
 *  word on the account's sending, or as a person has looked into it. The next leak past the same order is an alarm again.
 *  Orders to suppress stand here too, and are no alarms: they wait in a queue of their own. */
export const orderAlarms = projection({
  name: 'order-alarms',
  version: 3,
  inputs: ofAccounts.union(suppressions),
  tables: ['platform_orders'],

  create: (t) => [
    sql(`create table ${t.platform_orders} (
      order_id text primary key, account_id text not null, brand_id text not null, generation bigint not null,
      order_kind text not null, scope text, case_id text, measure_id text, reason text not null, state text not null,
      requested_at bigint not null, changed_at bigint not null, confirm_by bigint not null,
      failed_at bigint, detail text, overdue_at bigint, times_overdue bigint not null, leaked_at bigint, leaks bigint not null,
      alarmed_at bigint, -- since the first of its alarms that stand
      handled_at bigint, handled_by text, handled_reason text, complaint_id text)`),
    sql(`create index ${t.platform_orders}_account on ${t.platform_orders}(account_id, requested_at)`),
    sql(`create index ${t.platform_orders}_kind on ${t.platform_orders}(order_kind, requested_at)`),
    sql(`create index ${t.platform_orders}_state on ${t.platform_orders}(state, requested_at)`),
    sql(
      `create index ${t.platform_orders}_complaint on ${t.platform_orders}(complaint_id) where complaint_id is not null`,
    ),
    sql(`create index ${t.platform_orders}_requested on ${t.platform_orders}(requested_at)`),
    sql(
      `create index ${t.platform_orders}_alarmed on ${t.platform_orders}(alarmed_at, order_id)
       where alarmed_at is not null`,
    ),
  ],

  on: (event, t) => (isSuppression(event) ? suppressed(event, t) : changes(event, t)),
});

const changes = ({ type, data }: OrderEvent, t: Tables<'platform_orders'>): Statement[] => {
  const { orderId, at } = data;
  const change = (set: string, ...params: (string | number)[]) =>
    sql(
      `update ${t.platform_orders} set changed_at = $2, ${set} where order_id = $1`,
      orderId,
      at,
      ...params,
    );
  switch (type) {
    case 'OrderRequested':
      return [
        sql(
          `insert into ${t.platform_orders} values
            ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'requested', $10, $10, $11, null, null, null, 0, null, 0,
             null, null, null, null, null)`,
          orderId,
          data.accountId,
          data.brandId,
          data.generation,
          data.order,
          data.scope,
          data.caseId,
          data.measureId,
          data.reason,
          at,
          data.confirmBy,
        ),
      ];
    case 'OrderAccepted':
      return [change("state = case when state = 'failed' then state else 'accepted' end")];
    case 'OrderConfirmed':
      return [
        change(`state = 'confirmed', ${ENDED}`),
        ...(isAboutSending(data.order)
          ? [
              sql(
                `update ${t.platform_orders} set leaked_at = null, alarmed_at = coalesce(failed_at, overdue_at)
                 where account_id = $1 and generation <= $2 and leaked_at is not null`,
                data.accountId,
                data.generation,
              ),
            ]
          : []),
      ];
    case 'OrderSuperseded':
      return [change(`state = 'superseded', ${ENDED}`)];
    case 'OrderFailed':
      return [
        change(
          `state = 'failed', failed_at = $2, overdue_at = null, detail = $3, alarmed_at = coalesce(alarmed_at, $2)`,
          data.detail,
        ),
      ];
    case 'OrderOverdue':
      return [
        change(
          `overdue_at = coalesce(overdue_at, $2), times_overdue = $3, confirm_by = $4,
           alarmed_at = coalesce(alarmed_at, $2)`,
          data.times,
          data.confirmBy,
        ),
      ];
    case 'HoldLeaked':
      return [
        change(
          `leaked_at = coalesce(leaked_at, $2), leaks = leaks + 1, alarmed_at = coalesce(alarmed_at, $2),
           handled_at = null, handled_by = null, handled_reason = null`,
        ),
      ];
    case 'LeakHandled':
      return [
        change(
          `leaked_at = null, leaks = 0, alarmed_at = coalesce(failed_at, overdue_at),
           handled_at = $2, handled_by = $3, handled_reason = $4`,
          data.by.kind === 'person' ? data.by.keyId : data.by.rule,
          data.reason,
        ),
      ];
  }
};

/** Nothing is awaited of the order any more. */
const ENDED = 'failed_at = null, overdue_at = null, alarmed_at = leaked_at';

/** Purging and revoking are done once: that they were says nothing of a hold. */
const isAboutSending = (order: string): boolean => order !== 'purge' && order !== 'revoke-credentials';
