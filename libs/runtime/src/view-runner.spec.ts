import fc from 'fast-check';
import { Catalogue, Instant, Versioned, projection, sql, type Projection } from '@app/kernel';
import { LostRace, SqliteReadStore, type ReadStore } from '@app/read-store';
import { draft, MemoryEventStore, happens, seen, windowEvents } from '@app/testing';
import { z } from 'zod';
import { ForeignCheckpoint } from './follower';
import type { AnyProjection } from './options';
import { ViewRunner } from './view-runner';

const at = Instant('2026-03-01T10:00:00.000Z');

/** Counts by person, so that applying an event twice, or half a page, shows. Version 2 counts by two. */
const tally = (version = 1): AnyProjection => ({
  ...projection({
    name: 'tally',
    version,
    inputs: windowEvents.only('Seen'),
    tables: ['tally', 'total'],
    create: (t) => [
      sql(`create table ${t.tally}(who text primary key, n bigint not null)`),
      sql(`create table ${t.total}(n bigint not null)`),
      sql(`insert into ${t.total} values (0)`),
    ],
    on: ({ data: { who } }, t) => [
      sql(
        `insert into ${t.tally}(who, n) values ($1, $2) on conflict (who) do update set n = ${t.tally}.n + $2`,
        who,
        version,
      ),
      sql(`update ${t.total} set n = n + $1`, version),
    ],
  }),
});
const open = () => {
  const events = new MemoryEventStore(() => at);
  const tables = SqliteReadStore.inMemory();
  return {
    events,
    tables,
    runner: (of = tally(), on: ReadStore = tables) => new ViewRunner({ events, tables: on }, of),
    rows: () => tables.all<{ who: string; n: number }>('select who, n from tally order by who'),
    total: async () => (await tables.all<{ n: number }>('select n from total'))[0]!.n,
    grow: (n: number, who = 'ann') => happens(events, ...Array.from({ length: n }, () => seen(who))),
    leftovers: async () =>
      (
        await tables.all<{ name: string }>(
          "select name from sqlite_master where type = 'table' and name like 't%'",
        )
      ).map(({ name }) => name),
  };
};

describe('a view', () => {
  it('is the same after two rebuilds as when it grew', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ who: fc.constantFrom('ann', 'bob', 'cas'), n: fc.integer({ min: 1, max: 300 }) }),
          {
            minLength: 1,
            maxLength: 5,
          },
        ),
        async (bursts) => {
          const { grow, runner, rows } = open();
          const view = runner();
          for (const { who, n } of bursts) {
            await grow(n, who);
            await view.catchUp();
          }
          const grown = await rows();
          for (let again = 0; again < 2; again++) {
            await view.rebuild();
            expect(await rows()).toEqual(grown);
          }
          await grow(1, 'ann');
          await view.catchUp();
          await view.rebuild();
          expect((await rows()).reduce((sum, { n }) => sum + n, 0)).toBe(
            bursts.reduce((sum, { n }) => sum + n, 1),
          );
        },
      ),
      { numRuns: 15 },
    ));

  it('can be read from the first moment', async () => {
    const { runner, grow, rows } = open();
    await grow(3);
    await runner().open();
    expect(await rows()).toEqual([]);
  });

  it('serves and follows while it is rebuilt, and says how far that is', async () => {
    const { runner, grow, total } = open();
    const view = runner();
    await grow(600);
    await view.catchUp();
    const told: [number, number][] = [];
    let meanwhile: Promise<void> | undefined;
    await view.rebuild((events, last) => {
      told.push([events, last]);
      meanwhile ??= grow(1).then(() => view.catchUp());
    });
    await meanwhile;
    expect(await total()).toBe(601);
    expect(told.slice(0, 2)).toEqual([
      [256, at],
      [512, at],
    ]);
    await view.catchUp();
    expect(await total()).toBe(601);
  });

  it('gives a rebuild up when it is stopped, and leaves nothing of it', async () => {
    const { runner, grow, total, leftovers } = open();
    const view = runner();
    await grow(600);
    await view.catchUp();
    let stopped: Promise<void> | undefined;
    await expect(view.rebuild(() => void (stopped ??= view.stop()))).rejects.toThrow(
      'before it had caught up',
    );
    await stopped;
    expect([await total(), await leftovers()]).toEqual([600, ['tally_1', 'total_1']]);
  });

  it('is not rebuilt twice at once', async () => {
    const { runner } = open();
    const view = runner();
    await view.catchUp();
    const [first, second] = await Promise.allSettled([view.rebuild(), view.rebuild()]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ reason: { message: 'tally is being rebuilt already: wait for it' } });
    await view.rebuild();
  });

  it('is built anew when its version rises, and the old one serves until then', async () => {
    const { runner, grow, total, leftovers } = open();
    await grow(3);
    await runner().catchUp();
    const raised = runner(tally(2));
    await raised.open();
    expect(await total()).toBe(3);
    await raised.catchUp();
    expect(await total()).toBe(6);
    expect(await leftovers()).toEqual(['tally_2', 'total_2']);
  });

  it('loses the tables which its new version has no more', async () => {
    const { tables, runner, grow, leftovers } = open();
    await grow(1);
    await runner().catchUp();
    const fewer: AnyProjection = {
      ...projection({
        name: 'tally',
        version: 2,
        inputs: new Catalogue({ Seen: new Versioned(1, z.strictObject({ who: z.string() })) }),
        tables: ['tally'],
        create: (t) => [sql(`create table ${t.tally}(who text)`)],
        on: ({ data }, t) => [sql(`insert into ${t.tally} values ($1)`, data.who)],
      }),
    };
    await runner(fewer).catchUp();
    expect(await tables.all('select * from tally')).toEqual([{ who: 'ann' }]);
    await expect(tables.all('select * from total')).rejects.toThrow('total');
    expect(await leftovers()).toEqual(['tally_2']);
  });

  it('is whole after a crash at any commit of a rebuild, and leaves nothing of it', async () => {
    for (let crashAt = 0; ; crashAt++) {
      const { tables, runner, grow, total, leftovers } = open();
      await grow(300);
      await runner().catchUp();
      let commits = 0;
      let crashed = false;
      // From then on nothing reaches the tables, as when the process is gone.
      const dying: ReadStore = {
        ...tables,
        all: (...of) => tables.all(...of),
        close: () => tables.close(),
        commit: (list) => {
          crashed ||= commits++ === crashAt;
          return crashed ? Promise.reject(new Error('gone')) : tables.commit(list);
        },
      };
      const died = await runner(tally(), dying)
        .rebuild()
        .catch(() => 'died');
      expect(await total()).toBe(300);
      await grow(1);
      const next = runner();
      await next.catchUp();
      expect(await total()).toBe(301);
      expect((await leftovers()).length).toBe(2);
      await next.rebuild();
      expect(await total()).toBe(301);
      if (!died) return expect(crashAt).toBeGreaterThan(3);
    }
  });

  it('clears up after a rebuild that failed', async () => {
    const { runner, grow, leftovers, total } = open();
    await grow(1);
    const broken: Projection<never, string> = {
      ...(tally(2) as unknown as Projection<never, string>),
      on: () => {
        throw new Error('broken');
      },
    };
    await runner().catchUp();
    await expect(runner(broken).catchUp()).rejects.toThrow('broken');
    expect(await leftovers()).toEqual(['tally_1', 'total_1']);
    expect(await total()).toBe(1);
  });

  it('keeps nothing of a page whose checkpoint another runner moved first', async () => {
    const { runner, grow, total } = open();
    const [one, other] = [runner(), runner()];
    await one.catchUp();
    await other.catchUp();
    await grow(5);
    const both = await Promise.allSettled([one.catchUp(), other.catchUp()]);
    expect(both.map((r) => (r.status === 'rejected' ? (r.reason as Error).constructor : 'won'))).toEqual([
      'won',
      LostRace,
    ]);
    expect(await total()).toBe(5);
    await grow(1);
    await other.catchUp();
    expect(await total()).toBe(6);
  });

  it('stops at a checkpoint of another log, or beyond the head, and says what to do', async () => {
    const { tables, runner, grow } = open();
    await grow(2);
    await runner().catchUp();
    const foreign = new ViewRunner({ events: new MemoryEventStore(() => at), tables }, tally());
    await expect(foreign.open()).rejects.toThrow(/is of log .* rebuild/);
    await tables.commit([sql("update checkpoints set position = '99'")]);
    await expect(runner().open()).rejects.toThrow(ForeignCheckpoint);
  });

  it('writes nothing for events that mean nothing to it, and does not read them for ever', async () => {
    const { events, tables, runner } = open();
    const view = runner();
    await view.catchUp();
    const position = () => tables.all('select position from checkpoints');
    for (let i = 0; i < 101; i++) {
      await events.append(`other-${i}`, 'none', [draft('Other')]);
      await view.catchUp();
      if (i === 50) expect(await position()).toEqual([]);
    }
    expect(await position()).toEqual([{ position: '101' }]);
    await events.append('other', 'none', [draft('Other')]);
    await view.catchUp();
    await view.stop();
    expect(await position()).toEqual([{ position: '102' }]);
  });
});
