import { createHash } from 'node:crypto';
import { uuidv5 } from '@app/event-store';
import { sql, type Instant } from '@app/kernel';
import type { ReadStore } from '@app/read-store';
import type { Settings } from '@app/settings';
import type { Queues, Waiting } from '../queues';
import { dueNow, type Told } from './due';

/** What one of the rules has somebody told; the same under the same id. */
export interface Alert {
  /** A UUID. */
  readonly id: string;
  readonly at: Instant;
  readonly waiting: readonly Waiting[];
}
/** Brings an alert there. Rejects when it did not arrive: it is tried again. */
export type Tell = (alert: Alert) => Promise<void>;

interface Needs {
  readonly tables: ReadStore;
  readonly queues: Pick<Queues, 'waiting'>;
  readonly rules: Settings['alerts']['rules'];
  /** How what this rule says goes out. */
  readonly tellBy: (rule: Settings['alerts']['rules'][number]) => Tell;
  readonly onError: (error: unknown) => void;
}
interface Row {
  readonly rule: string;
  readonly told: string;
  readonly pending: string | null;
}

const ALERTS = '6c1d0b0a-0c39-5a0a-9a55-5f1c1d8d1f77'; // namespace of their ids

/** Tells people what waits for them. What is told is noted before it goes out, and goes out until it arrived: a desk that is
 *  killed in between says it again, under the same id. One at a time for each rule: more than that is said by the next. */
export class Alerts {
  constructor(private readonly needs: Needs) {}

  readonly round = async (at: Instant): Promise<void> => {
    const { rules, queues } = this.needs;
    if (rules.length === 0) return;
    const waiting = await queues.waiting();
    for (const rule of rules)
      try {
        await this.see(rule, waiting, at);
      } catch (error) {
        this.needs.onError(error);
      }
  };

  private async see(
    rule: Settings['alerts']['rules'][number],
    waiting: readonly Waiting[],
    at: Instant,
  ): Promise<void> {
    const { tables, tellBy } = this.needs;
    const key = createHash('sha256').update(JSON.stringify(rule)).digest('hex');
    const [row] = await tables.all<Row>('select rule, told, pending from alerts where rule = $1', key);
    let pending = row?.pending ? (JSON.parse(row.pending) as Alert) : undefined;
    if (!pending) {
      const before = row ? (JSON.parse(row.told) as Told[]) : [];
      const { tell, told } = dueNow(rule, waiting, before, at);
      if (tell.length > 0) pending = { id: uuidv5(ALERTS, `${key} ${at}`), at, waiting: tell };
      await tables.commit([
        sql(
          `insert into alerts(rule, told, pending) values ($1, $2, $3)
           on conflict (rule) do update set told = excluded.told, pending = excluded.pending`,
          key,
          JSON.stringify(told),
          pending ? JSON.stringify(pending) : null,
        ),
      ]);
    }
    if (!pending) return;
    await tellBy(rule)(pending);
    await tables.commit([sql('update alerts set pending = null where rule = $1', key)]);
  }
}
