import { minus, minutes, type Duration, type Instant } from '@app/kernel';
import type { ReadStore } from '@app/read-store';

/** What waits this long did not go out at its time. */
const LATE: Duration = minutes(15);

/** Of the rows of some targets that are not done: those parked too, for what waits behind them waits as well. */
export interface Undelivered {
  readonly failing: number; // tried in vain at least once, and tried again
  readonly late: number; // put in 15 minutes ago or earlier
  readonly oldest: Instant | null; // of all that wait: when it was put in
}

/** Of targets that begin with `prefix`, by index; none is over what is done. */
export const undelivered = async (tables: ReadStore, prefix: string, now: Instant): Promise<Undelivered> => {
  const [counted] = await tables.all<{ failing: number; late: number; oldest: Instant | null }>(
    `select count(case when attempts > 0 and next_attempt_at > 0 then 1 end) as failing,
       count(case when created_at <= $3 then 1 end) as late, min(created_at) as oldest
     from outbox where done_at is null and target >= $1 and target < $2`,
    prefix,
    `${prefix}\u{10ffff}`,
    minus(now, LATE),
  );
  return counted!;
};
