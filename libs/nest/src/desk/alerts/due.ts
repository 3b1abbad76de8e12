import { between, type Duration, type Instant } from '@app/kernel';
import type { Waiting } from '../queues';

/** When somebody is told of a queue, as the settings have it. */
export interface AlertRule {
  /** All, when left out. */
  readonly queues?: readonly string[];
  /** How long the oldest waits before. */
  readonly after: Duration;
  /** How long until they are told again, as long as anything waits. */
  readonly repeat: Duration;
}
/** What they were told last of that queue. */
export interface Told {
  readonly queue: string;
  readonly count: number;
  readonly oldest: Instant | null;
  readonly at: Instant;
}
export interface Due {
  /** What to tell now. */
  readonly tell: readonly Waiting[];
  /** What is remembered from now on, whether anything is told or not. */
  readonly told: readonly Told[];
}

/** They are told when something comes that waits long enough, when more comes, and again after a while; not when things are
 *  done, nor each minute. A queue that was empty for one round is a new one. */
export const dueNow = (
  { queues, after, repeat }: AlertRule,
  waiting: readonly Waiting[],
  before: readonly Told[],
  now: Instant,
): Due => {
  const tell: Waiting[] = [];
  const told: Told[] = [];
  for (const one of waiting) {
    const { queue, count, oldest } = one;
    if (count === 0 || (queues && !queues.includes(queue))) continue;
    if (oldest !== null && between(oldest, now) < after) continue;
    const last = before.find((known) => known.queue === queue);
    const isNew = !last || count > last.count || (oldest ?? 0) > (last.oldest ?? 0);
    if (isNew || between(last.at, now) >= repeat) {
      tell.push(one);
      told.push({ queue, count, oldest, at: now });
    } else told.push({ ...last, count, oldest });
  }
  return { tell, told };
};
