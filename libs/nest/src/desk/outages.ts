import type { CaseCommand } from '@app/enforcement';
import { uuidv5, type Meta } from '@app/event-store';
import { plus, seconds, sql, type AccountId, type CaseId, type Instant } from '@app/kernel';
import { ask, type ReadStore } from '@app/read-store';
import type { Clock } from '@app/runtime';
import { runningCases } from '@app/views';
import { rootMeta } from './command-id';

/** Namespace of the ids of these commands. */
const OUTAGES = '6b0f9d3e-55a3-5c7e-9a10-2f3f6d6c4f11';
const BEAT = seconds(5);
const AT_ONCE = 64; // cases; their commands share commits

interface Needs {
  readonly tables: ReadStore;
  readonly clock: Clock;
  readonly toCase: (command: CaseCommand, meta: Meta) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}
interface Outage {
  readonly from: Instant;
  readonly until: Instant;
}

/** Time in which this desk was down is given back to the customers whose time ran. The desk notes every few seconds that it
 *  lives; what lies between the last note and a start is an outage, told in the customers' favour by at most that much.
 *  The first note of a new life waits until all that is given back is in the log: a start that dies is made up for by the
 *  next one. */
export class Outages {
  private outage: Outage | undefined;
  private readonly told = new Set<CaseId>();
  private cancel: (() => void) | undefined;
  private alive = false;
  private noted = false;
  private beating: Promise<void> = Promise.resolve();

  constructor(private readonly needs: Needs) {}

  /** Before any deadline fires. Answers how many cases heard of it. */
  async giveBack(): Promise<number> {
    const [row] = await this.needs.tables.all<{ at: number }>('select at from desk_alive');
    const from = row === undefined ? undefined : (Number(row.at) as Instant);
    const until = this.needs.clock.now();
    if (from === undefined || from >= until) return 0;
    this.outage = { from, until };
    return this.tell(this.outage);
  }

  /** From here on the desk lives. Cases that the views did not know yet hear of the outage once they have seen the log. */
  live(viewed: Promise<void>): void {
    this.alive = true;
    this.beating = viewed
      .then(() => this.outage && this.tell(this.outage))
      .then(() => this.note())
      .then(() => this.beat())
      .catch(this.needs.onError); // nothing is noted, and the next start gives back more
  }

  async stop(): Promise<void> {
    this.cancel?.();
    const { alive } = this;
    this.alive = false;
    await this.beating;
    if (alive && this.noted) await this.note().catch(this.needs.onError);
  }

  private async tell({ from, until }: Outage): Promise<number> {
    const cases = (await ask(this.needs.tables, runningCases)).filter(({ caseId }) => !this.told.has(caseId));
    for (let i = 0; i < cases.length; i += AT_ONCE)
      await Promise.all(cases.slice(i, i + AT_ONCE).map((one) => this.tellOne(one, { from, until })));
    return cases.length;
  }

  private async tellOne(of: { caseId: CaseId; accountId: AccountId }, { from, until }: Outage) {
    const outageId = `desk ${from}-${until}`;
    await this.needs
      .toCase(
        { type: 'ExtendForOutage', ...of, at: until, outageId, from, until },
        rootMeta(uuidv5(OUTAGES, `${of.caseId} ${outageId}`)),
      )
      .then(() => this.told.add(of.caseId), this.needs.onError); // one that fails keeps nobody else waiting
  }

  private beat(): void {
    if (!this.alive) return;
    this.cancel = this.needs.clock.at(plus(this.needs.clock.now(), BEAT), () => {
      this.beating = this.note()
        .catch(this.needs.onError)
        .then(() => this.beat());
    });
  }

  private async note(): Promise<void> {
    const at = this.needs.clock.now();
    await this.needs.tables.commit([
      sql('insert into desk_alive values (1, $1) on conflict (one) do update set at = excluded.at', at),
    ]);
    this.noted = true;
  }
}
