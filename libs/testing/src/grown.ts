import type { EventDefs, EventOf, Projection } from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import { sample } from './sample';

/** Rows by table, in an order of their own: how they were inserted does not count. */
export type Rows = Readonly<Record<string, readonly string[]>>;

/** What a view's tables hold after these events: as it grew event by event, and as a rebuild under other table names made it,
 *  twice. All three are to be alike. Events pass through their catalogue first, so that none is one that cannot be stored. */
export const grownAndRebuilt = async <Defs extends EventDefs, T extends string>(
  view: Projection<Defs, T>,
  events: readonly EventOf<Defs>[],
): Promise<readonly [grown: Rows, rebuilt: Rows, again: Rows]> => {
  const store = SqliteReadStore.inMemory();
  const stored = events.map((event) => view.inputs.decode(view.inputs.encode(event)));
  const build = async (generation: string, pages: readonly (readonly EventOf<Defs>[])[]): Promise<Rows> => {
    const names = Object.fromEntries(view.tables.map((t) => [t, `${t}${generation}`])) as Record<T, string>;
    await store.commit(view.create(names));
    for (const page of pages) await store.commit(page.flatMap((event) => [...view.on(event, names)]));
    const rows = view.tables.map(async (t) => {
      const all = await store.all(`select * from ${names[t]}`);
      return [t, all.map((row) => JSON.stringify(row)).sort()] as const;
    });
    return Object.fromEntries(await Promise.all(rows));
  };
  try {
    const grown = await build(
      '',
      stored.map((event) => [event]),
    );
    return [grown, await build('_g1', [stored]), await build('_g2', [stored])];
  } finally {
    await store.close();
  }
};

/** One of each event that a view takes, with everything in it that may be there, personal data sealed. */
export const oneOfEach = <Defs extends EventDefs>({ inputs }: Pick<Projection<Defs, string>, 'inputs'>) =>
  inputs.types.map((type) => {
    const { version, schema } = inputs.current(type);
    const data = sample(schema, { full: true, option: 0 }) as Record<string, unknown>;
    return inputs.decode({ type, version, data });
  });
