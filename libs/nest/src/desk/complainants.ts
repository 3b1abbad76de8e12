import { hours, minus, sql, type Instant, type ReportId, type TrustLevel } from '@app/kernel';
import type { ReadStore } from '@app/read-store';

const WINDOW = hours(24);
/** All for whom nobody vouches are counted together: what they say of who they are is anybody's. */
const UNVOUCHED = 'unvouched';

/** Reported messages in 24 hours. */
export interface Caps {
  readonly complainant: number;
  readonly unvouched: number;
}

export interface Reported {
  readonly reportId: ReportId;
  readonly trust: TrustLevel;
  /** Key of who complains; null: the recipient. */
  readonly complainant: string | null;
}

/** How much is reported by whom no registered source vouches for. Whoever reports more in a day than people do is heard, and
 *  judged by staff: a harvested address list must not keep a ladder busy, nor a flood of forgeries a desk. */
export class Complainants {
  constructor(
    private readonly tables: ReadStore,
    private readonly caps: Caps,
  ) {}

  /** Of each of a report's messages whether it is one too many: fifty in one report are as many as fifty reports. The same
   *  answer whenever the same is asked. */
  async overCap(report: Reported, messages: number, at: Instant): Promise<boolean[]> {
    const counted = this.countedFor(report);
    if (!counted || messages === 0) return Array.from({ length: messages }, () => false);
    const { who, cap } = counted;
    const names = Array.from({ length: messages }, (_, n) =>
      n === 0 ? report.reportId : `${report.reportId}#${n}`,
    );
    await this.tables.commit(
      names.map((name) =>
        // More than the cap is not counted: in a flood it would take longer each time.
        sql(
          `insert into complainant_reports
           select $1, $2, $3, 1 + (select count(*) from (
             select 1 from complainant_reports where complainant = $1 and at > $3 - $4 limit $5) as recent)
           where true on conflict (complainant, report_id) do nothing`,
          who,
          name,
          at,
          WINDOW,
          cap,
        ),
      ),
    );
    const rows = await this.tables.all<{ report_id: string; nth: number }>(
      `select report_id, nth from complainant_reports where complainant = $1
         and report_id in (${names.map((_, i) => `$${i + 2}`).join(', ')})`,
      who,
      ...names,
    );
    const nth = new Map(rows.map((row) => [row.report_id, Number(row.nth)]));
    return names.map((name) => (nth.get(name) ?? 0) > cap);
  }

  /** What no window reaches back to any more. */
  async forget(at: Instant): Promise<void> {
    await this.tables.commit([sql('delete from complainant_reports where at < $1', minus(at, hours(48)))]);
  }

  private countedFor({ trust, complainant }: Reported): { who: string; cap: number } | undefined {
    if (trust === 'D' || trust === 'X') return { who: UNVOUCHED, cap: this.caps.unvouched };
    if (trust === 'C' && complainant !== null) return { who: complainant, cap: this.caps.complainant };
    return undefined;
  }
}
