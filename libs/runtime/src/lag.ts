import type { Instant } from '@app/kernel';
import type { ReadStore } from '@app/read-store';

export interface Lag {
  /** By consumer (`view <name>`, `process <name>`), in ms: how long ago it had last seen everything; 0 when it has now. */
  readonly behind: Readonly<Record<string, number>>;
  readonly outbox: {
    readonly pending: number;
    readonly failing: number; // tried in vain at least once, and tried again
    readonly parked: number;
    readonly oldest: Instant | null; // of those pending: when it was put in
  };
  readonly deadlines: { readonly overdue: number; readonly next: Instant | null };
  readonly parked: number; // instances
}

type OutboxCounts = Lag['outbox'];

/** Counts by index; none is over what is done. */
export const measured = async (tables: ReadStore, now: Instant): Promise<Omit<Lag, 'behind'>> => {
  const [outbox] = await tables.all<OutboxCounts>(
    `select count(*) as pending,
       (select count(*) from outbox where next_attempt_at > 0 and attempts > 0) as failing,
       (select count(*) from outbox where parked is not null) as parked,
       (select created_at from outbox where done_at is null order by seq limit 1) as oldest
     from outbox where done_at is null`,
  );
  // By process, because that is how the index begins; over a million open ones a count of all would take 50 ms.
  const [deadlines] = await tables.all<{ overdue: number | null; next: Instant | null }>(
    `select sum(overdue) as overdue, min(next) as next from (
       select (select count(*) from deadlines d where d.process = p.consumer and d.due_at <= $1) as overdue,
         (select min(due_at) from deadlines d where d.process = p.consumer) as next
       from (select substr(consumer, 9) as consumer from checkpoints where consumer like 'process:%') p) counted`,
    now,
  );
  const [parked] = await tables.all<{ n: number }>(
    'select count(*) as n from processes where parked is not null',
  );
  return {
    outbox: outbox!,
    deadlines: { overdue: deadlines?.overdue ?? 0, next: deadlines?.next ?? null },
    parked: parked!.n,
  };
};
