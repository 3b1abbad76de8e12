import { complaintEvents, suppressionAsked } from '@app/complaints';
import { minutes, plus, sql, type EventIn, type Statement, type Tables } from '@app/kernel';

export const suppressions = complaintEvents.only(
  'ComplaintFiled',
  'ReportCorroborated',
  'ComplaintTraced',
  'ComplaintQualified',
  'AttributionWithdrawn',
  'SuppressionAccepted',
  'SuppressionOverdue',
  'SuppressionWithheld',
  'SuppressionFailed',
  'RecipientSuppressed',
);
type SuppressionEvent = EventIn<typeof suppressions>;

export const isSuppression = (event: { readonly type: string }): event is SuppressionEvent =>
  suppressions.types.includes(event.type);

/** What the platform has not taken by then is counted as undelivered: of what it takes, the limit is the policy's. */
const TAKEN_WITHIN = minutes(15);

/** Orders to suppress in the list of all orders. What becomes of one is told by its complaint, of whose orders one at most is
 *  open: a newer one takes the place of the older. */
export const suppressed = (event: SuppressionEvent, t: Tables<'platform_orders'>): readonly Statement[] => {
  const { type, data } = event;
  const change = (set: string, ...params: (string | number | null)[]) =>
    sql(
      `update ${t.platform_orders} set changed_at = $2, ${set} where complaint_id = $1 and ${OPEN}`,
      data.complaintId,
      data.at,
      ...params,
    );
  switch (type) {
    case 'ComplaintFiled':
    case 'ReportCorroborated':
    case 'ComplaintTraced':
    case 'ComplaintQualified': {
      const asked = suppressionAsked(event);
      if (asked === null) return [];
      const { orderId, complaintId, accountId, at } = asked;
      return [
        ...(type === 'ComplaintFiled' ? [] : [change(SUPERSEDED)]),
        sql(
          `insert into ${t.platform_orders} values
            ($1, $2, $3, 0, 'suppress', null, null, null, 'complaint', 'requested', $4, $4, $5,
             null, null, null, 0, null, 0, null, null, null, null, $6)`,
          orderId,
          accountId,
          data.brandId ?? '',
          at,
          plus(at, TAKEN_WITHIN),
          complaintId,
        ),
      ];
    }
    case 'AttributionWithdrawn': // it was of that account's lists
      return [change(SUPERSEDED)];
    case 'SuppressionAccepted':
      return [change(`state = 'accepted', failed_at = null, detail = null, confirm_by = $3`, data.confirmBy)];
    case 'SuppressionOverdue':
      return [
        change(
          `overdue_at = coalesce(overdue_at, $2), times_overdue = $3, confirm_by = coalesce($4, confirm_by)`,
          data.times,
          data.confirmBy,
        ),
      ];
    case 'SuppressionWithheld': // nobody was ordered anything
      return [sql(`delete from ${t.platform_orders} where complaint_id = $1 and ${OPEN}`, data.complaintId)];
    case 'SuppressionFailed':
      return [change(`state = 'failed', failed_at = $2, overdue_at = null, detail = $3`, data.detail)];
    case 'RecipientSuppressed':
      return [change(`state = 'confirmed', ${ENDED}`)];
  }
};

const OPEN = `state in ('requested', 'accepted', 'failed')`;
const ENDED = 'failed_at = null, overdue_at = null';
const SUPERSEDED = `state = 'superseded', ${ENDED}`;
