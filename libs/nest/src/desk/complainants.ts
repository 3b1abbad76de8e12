import { hours, minus, sql, type Instant } from '@app/kernel';
import type { ReadStore } from '@app/read-store';

const WINDOW = hours(24);

/** How much each complainant reports for whom no source vouches. Whoever reports more in a day than people do is heard, and
 *  judged by staff: a harvested address list must not keep a ladder busy. */
export class Complainants {
  constructor(
    private readonly tables: ReadStore,
    private readonly cap: number, // reported messages in 24 hours
  ) {}

  /** Whether this report, or this message of it, is one too many. The same answer whenever the same is asked. */
  async isOverCap(complainant: string, asked: string, at: Instant): Promise<boolean> {
    await this.tables.commit([
      sql(
        `insert into complainant_reports
         select $1, $2, $3, 1 + (select count(*) from complainant_reports where complainant = $1 and at > $3 - $4)
         where true on conflict (complainant, report_id) do nothing`,
        complainant,
        asked,
        at,
        WINDOW,
      ),
    ]);
    const [row] = await this.tables.all<{ nth: number }>(
      'select nth from complainant_reports where complainant = $1 and report_id = $2',
      complainant,
      asked,
    );
    return Number(row?.nth ?? 0) > this.cap;
  }

  /** What no window reaches back to any more. */
  async forget(at: Instant): Promise<void> {
    await this.tables.commit([sql('delete from complainant_reports where at < $1', minus(at, hours(48)))]);
  }
}
