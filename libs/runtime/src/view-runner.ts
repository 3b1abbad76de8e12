import { sql, type Instant, type Statement, type Tables } from '@app/kernel';
import type { Position } from '@app/event-store';
import { Follower } from './follower';
import type { AnyProjection, Stores } from './options';
import { Turns } from './turns';

interface Live {
  readonly version: number;
  readonly generation: number;
  readonly tables: string; // JSON: those of that version, which may have others than this one
}
interface Left {
  readonly building: number | null;
  readonly building_tables: string | null;
}
/** Of a rebuild: so many events, the last of which was recorded at `at`. */
export type Progress = (events: number, at: Instant) => void;

/** Readers ask SQL views named as the projection names its tables. Each build writes tables of a generation of its own,
 *  beside those that serve, and the SQL views are switched to them in one commit. */
export class ViewRunner {
  private live: Live | undefined;
  private follower: Follower | undefined;
  private rebuilding: Follower | undefined;
  private readonly turns = new Turns();

  constructor(
    private readonly stores: Stores,
    private readonly projection: AnyProjection,
  ) {}

  get name(): string {
    return this.projection.name;
  }
  /** Up to where what readers see has consumed the log. */
  get position(): Position | undefined {
    return this.follower?.position;
  }

  /** Throws ForeignCheckpoint. Afterwards there is something to read: nothing yet at a first start, what the last version
   *  left while a new one is built. */
  async open(): Promise<void> {
    const [row] = await this.stores.tables.all<Live & Left>('select * from views where name = $1', this.name);
    if (!row) return this.first();
    if (row.building !== null)
      await this.stores.tables.commit([
        ...this.drop(row.building, row.building_tables!), // what a crashed rebuild left
        this.building(null, row.building),
      ]);
    this.live = row;
    if (row.version === this.projection.version) {
      this.follower = this.followerOf(row.generation);
      await this.follower.load();
    }
  }

  /** Up to the head; a view of another version is built anew first. */
  async catchUp(): Promise<void> {
    if (!this.live) await this.open();
    if (!this.follower) return this.rebuild();
    return this.turns.take(() => this.follow(this.follower!, this.live!.generation));
  }

  /** Beside what serves, which goes on serving and following. A crash leaves nothing that the next start does not clear. */
  async rebuild(progress: Progress = () => undefined): Promise<void> {
    if (!this.live) await this.open();
    if (this.rebuilding) throw new Error(`${this.name} is being rebuilt already: wait for it`);
    const next = this.live!.generation + 1;
    this.rebuilding = this.followerOf(next);
    try {
      await this.build(next, this.rebuilding, progress);
    } finally {
      this.rebuilding = undefined;
    }
  }

  /** Ends what is under way after its page, and writes down how far it came; a rebuild is given up. */
  stop(): Promise<void> {
    this.follower?.stop();
    this.rebuilding?.stop();
    return this.turns.take(async () => this.follower?.save());
  }

  private async build(next: number, follower: Follower, progress: Progress): Promise<void> {
    const { tables } = this.stores;
    const names = JSON.stringify(this.projection.tables);
    const clear = this.drop(next, names);
    await tables.commit([...clear, ...this.projection.create(this.named(next)), this.building(next, null)]);
    try {
      await this.follow(follower, next, progress);
      await this.turns.take(async () => {
        await this.follow(follower, next, progress); // while the old one stands still: readers never go back in time
        await tables.commit(this.swap(next));
        this.live = { version: this.projection.version, generation: next, tables: names };
        this.follower = follower;
      });
    } catch (error) {
      // Only while it is ours; when this fails too, the next start does it.
      await tables.commit([{ ...this.building(null, next), mustChange: 1 }, ...clear]).catch(() => undefined);
      throw error;
    }
  }

  private async first(): Promise<void> {
    const [generation, names] = [1, JSON.stringify(this.projection.tables)];
    await this.stores.tables.commit([
      {
        ...sql(
          'insert into views(name, version, generation, tables) values ($1, $2, $3, $4) on conflict do nothing',
          this.name,
          this.projection.version,
          generation,
          names,
        ),
        mustChange: 1,
      },
      ...this.drop(generation, names), // of a view whose row was deleted by hand
      ...this.projection.create(this.named(generation)),
      ...this.show(generation),
    ]);
    this.live = { version: this.projection.version, generation, tables: names };
    this.follower = this.followerOf(generation);
    await this.follower.load();
  }

  private swap(next: number): Statement[] {
    const { version, generation, tables } = this.live!;
    return [
      {
        ...sql(
          `update views set version = $2, generation = $3, tables = $4, building = null, building_tables = null
            where name = $1 and version = $5 and generation = $6`,
          this.name,
          this.projection.version,
          next,
          JSON.stringify(this.projection.tables),
          version,
          generation,
        ),
        mustChange: 1,
      },
      ...(JSON.parse(tables) as string[]).map((t) => sql(`drop view if exists ${t}`)),
      ...this.show(next),
      ...this.drop(generation, tables),
    ];
  }

  private show(generation: number): Statement[] {
    const named = this.named(generation);
    return this.projection.tables.flatMap((t) => [
      sql(`drop view if exists ${t}`),
      sql(`create view ${t} as select * from ${named[t]}`),
    ]);
  }

  private drop(generation: number, tables: string): Statement[] {
    return [
      ...(JSON.parse(tables) as string[]).map((t) => sql(`drop table if exists ${t}_${generation}`)),
      sql('delete from checkpoints where consumer = $1', this.consumer(generation)),
    ];
  }

  private building(generation: number | null, before: number | null): Statement {
    return sql(
      `update views set building = $2, building_tables = $3 where name = $1 and coalesce(building, 0) = $4`,
      this.name,
      generation,
      generation === null ? null : JSON.stringify(this.projection.tables),
      before ?? 0,
    );
  }

  private follow(follower: Follower, generation: number, progress?: Progress): Promise<void> {
    const named = this.named(generation);
    let events = 0;
    return follower.catchUp((page) => {
      progress?.((events += page.length), page.at(-1)!.at);
      return page.flatMap((recorded) => this.projection.on(this.projection.inputs.decode(recorded), named));
    });
  }

  private named(generation: number): Tables<string> {
    return Object.fromEntries(this.projection.tables.map((t) => [t, `${t}_${generation}`]));
  }
  private consumer(generation: number): string {
    return `view:${this.name}:${generation}`;
  }
  private followerOf(generation: number): Follower {
    return new Follower(this.stores, this.consumer(generation), this.projection.inputs.types);
  }
}
