import { complaintEvents } from '@app/complaints';
import { projection, sql, type Instant, type Query, type Tables } from '@app/kernel';

const inputs = complaintEvents.only(
  'SuppressionFailed',
  'SuppressionOverdue',
  'SuppressionWithheld',
  'RecipientSuppressed',
  'ReportCorroborated',
  'ComplaintTraced',
  'AttributionWithdrawn',
  'ComplaintQualified',
  'ComplaintMerged',
);

/** Complainants who still get mail, because the platform cannot suppress them, or does not say that it did: the order failed for
 *  good, could not be made, or was accepted and never confirmed, however often it was sent. One waits for as long as the complaint may suppress; a person's verdict or the platform's late confirmation ends
 *  it. A row stays while it waits for nobody: the same failure told again is no event, and must be found here all the same. */
export const failedSuppressions = projection({
  name: 'failed-suppressions',
  version: 2,
  inputs,
  tables: ['failed_suppressions'],

  create: (t) => [
    sql(`create table ${t.failed_suppressions} (
      complaint_id text primary key, failed_at bigint not null, waits bigint not null)`),
    sql(
      `create index ${t.failed_suppressions}_waiting on ${t.failed_suppressions}(failed_at) where waits = 1`,
    ),
  ],

  on({ type, data }, t) {
    switch (type) {
      case 'SuppressionFailed':
      case 'SuppressionOverdue':
        if (type === 'SuppressionOverdue' && data.confirmBy !== null) return []; // it goes out once more
        return [
          sql(
            `insert into ${t.failed_suppressions} values ($1, $2, 1)
             on conflict (complaint_id) do update set waits = 1`,
            data.complaintId,
            data.at,
          ),
        ];
      case 'RecipientSuppressed':
      case 'SuppressionWithheld':
      case 'ComplaintMerged': // the survivor has reports as strong, and suppresses by itself
        return [sql(`delete from ${t.failed_suppressions} where complaint_id = $1`, data.complaintId)];
      case 'AttributionWithdrawn': // nobody's complaint suppresses nobody
        return [waits(data.complaintId, [], t)];
      case 'ReportCorroborated':
      case 'ComplaintTraced':
      case 'ComplaintQualified':
        return [waits(data.complaintId, data.may, t)];
    }
  },
});

const waits = (complaintId: string, may: readonly string[], t: Tables<'failed_suppressions'>) =>
  sql(
    `update ${t.failed_suppressions} set waits = $2 where complaint_id = $1`,
    complaintId,
    may.some((step) => step === 'suppress' || step === 'suppress-everywhere') ? 1 : 0,
  );

export const SUPPRESSION_FAILED = 'suppression-failed';

/** How many wait, and since when. `complaintsBy` lists them. */
export const waitingSuppressions: Query<{
  queue: typeof SUPPRESSION_FAILED;
  count: number;
  oldest: Instant | null;
}> = {
  reads: [sql('select count(*) as n, min(failed_at) as oldest from failed_suppressions where waits = 1')],
  answer([rows]) {
    const [{ n, oldest }] = rows as [{ n: number; oldest: number | null }];
    return {
      queue: SUPPRESSION_FAILED,
      count: Number(n),
      oldest: oldest === null ? null : (Number(oldest) as Instant),
    };
  },
};
