import { sql, type Instant, type Statement } from '@app/kernel';
import type { Position, Recorded } from '@app/event-store';
import type { Stores } from './options';

const PAGE = 256; // events
const SKIPPED = 100; // pages without consequence, after which the checkpoint is written all the same

interface Checkpoint {
  readonly log_id: string;
  readonly position: Position;
  readonly quiet_until: Position | null;
  readonly quiet_at: Instant | null;
}
/** Up to where in the log, and to which instant, commands are withheld. */
export interface Quiet {
  readonly until: Position;
  readonly at: Instant;
}

/** Consumes the log in pages. What a page leads to and the checkpoint, moved by compare-and-set, are one commit: two
 *  runners of one consumer cannot both win. */
export class Follower {
  private checkpoint: Checkpoint | undefined; // as it is stored
  private at: Position | undefined; // ahead of it by pages that led to nothing: those cost no write
  private skipped = 0;
  private stopping = false;

  constructor(
    private readonly stores: Stores,
    readonly consumer: string,
    private readonly types: readonly string[],
  ) {}

  /** Up to where it has consumed the log, as far as this runner knows. */
  get position(): Position | undefined {
    return this.at;
  }
  get quiet(): Quiet | undefined {
    const { quiet_until: until, quiet_at: at } = this.checkpoint ?? {};
    return until != null && at != null ? { until, at } : undefined;
  }

  /** Throws ForeignCheckpoint. Answers whether it has ever begun. */
  async load(): Promise<boolean> {
    const { events, tables } = this.stores;
    const [stored] = await tables.all<Checkpoint>(
      'select log_id, position, quiet_until, quiet_at from checkpoints where consumer = $1',
      this.consumer,
    );
    if (stored) {
      const logId = await events.logId();
      if (stored.log_id !== logId)
        throw new ForeignCheckpoint(this.consumer, `is of log ${stored.log_id}, this is log ${logId}`);
      const { head } = await events.readAll(stored.position, 1, this.types);
      this.within(stored.position, head);
    }
    this.checkpoint = stored;
    this.at = stored?.position ?? events.start;
    this.skipped = 0;
    return stored !== undefined;
  }

  /** Says where to begin; for a consumer that never did. */
  async begin(at: Position, quiet?: Quiet): Promise<void> {
    await this.stores.tables.commit([await this.begun(at, quiet)]);
    await this.load();
  }

  /** Consumes up to the head as it was when this was called, or later. `react` gets no empty page. */
  async catchUp(react: (page: readonly Recorded[]) => readonly Statement[] | Promise<readonly Statement[]>) {
    const { events } = this.stores;
    let target: Position | undefined;
    try {
      for (;;) {
        if (this.at === undefined) await this.load();
        const page = await events.readAll(this.at!, PAGE, this.types);
        this.within(this.at!, page.head);
        target ??= page.head;
        const statements = page.events.length > 0 ? await react(page.events) : [];
        await this.move(page.next, statements);
        if (events.compare(page.next, target) >= 0) return;
        if (this.stopping) throw new Stopping(this.consumer);
      }
    } catch (error) {
      this.at = undefined; // whatever went wrong: what is stored is what counts
      throw error;
    }
  }

  /** A `catchUp` under way ends with Stopping after its page: a log of months is not read to its end first. */
  stop(): void {
    this.stopping = true;
  }

  /** Writes down what `catchUp` kept in mind, so that the next start need not read it again. */
  async save(): Promise<void> {
    if (this.at !== undefined && this.skipped > 0) await this.commit(this.at, []);
  }

  private async move(to: Position, statements: readonly Statement[]): Promise<void> {
    if (this.stores.events.compare(to, this.at!) <= 0) return;
    if (statements.length > 0 || ++this.skipped > SKIPPED) return this.commit(to, statements);
    this.at = to;
  }

  private async commit(to: Position, statements: readonly Statement[]): Promise<void> {
    const from = this.checkpoint?.position;
    const moved =
      from === undefined
        ? await this.begun(to)
        : sql(
            'update checkpoints set position = $3 where consumer = $1 and position = $2',
            this.consumer,
            from,
            to,
          );
    await this.stores.tables.commit([{ ...moved, mustChange: 1 }, ...statements]);
    this.checkpoint = this.checkpoint
      ? { ...this.checkpoint, position: to }
      : { log_id: await this.stores.events.logId(), position: to, quiet_until: null, quiet_at: null };
    this.at = to;
    this.skipped = 0;
  }

  private async begun(at: Position, quiet?: Quiet): Promise<Statement> {
    return {
      ...sql(
        `insert into checkpoints(consumer, log_id, position, quiet_until, quiet_at) values ($1, $2, $3, $4, $5)
          on conflict do nothing`,
        this.consumer,
        await this.stores.events.logId(),
        at,
        quiet?.until ?? null,
        quiet?.at ?? null,
      ),
      mustChange: 1,
    };
  }

  private within(at: Position, head: Position): void {
    if (this.stores.events.compare(at, head) > 0)
      throw new ForeignCheckpoint(this.consumer, `${at} is beyond the head of the log, ${head}`);
  }
}

/** Not an error of anybody's: the rest is consumed after the next start. */
export class Stopping extends Error {
  constructor(consumer: string) {
    super(`${consumer} was stopped before it had caught up`);
  }
}

export class ForeignCheckpoint extends Error {
  constructor(consumer: string, why: string) {
    super(
      `checkpoint of ${consumer} ${why}. The two databases are not of one time: restore a desk.db no newer than events.db` +
        (consumer.startsWith('view:') ? ', or delete this checkpoint and rebuild the view.' : '.'),
    );
  }
}
