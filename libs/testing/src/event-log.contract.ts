import fc from 'fast-check';
import { WrongRevision, type Draft, type EventStore, type Position, type Recorded } from '@app/event-store';
import { draft, drafts, eventsOf } from './drafts';

/** The part of eventStoreContract about the log as a whole: what consumers live on. */
export const logContract = (current: () => EventStore, open: () => Promise<EventStore>): void => {
  /** From `after` to the end, page by page, as every consumer does it. */
  const pages = async (limit: number, types?: readonly string[], after: Position = current().start) => {
    const store = current();
    const all: Recorded[][] = [];
    for (let at = after, end = false; !end;) {
      const { events, next, head } = await store.readAll(at, limit, types);
      expect(events.length).toBeLessThanOrEqual(limit);
      for (const event of events) {
        expect(store.compare(at, event.position)).toBeLessThan(0);
        expect(store.compare(event.position, next)).toBeLessThanOrEqual(0);
      }
      expect(store.compare(next, head)).toBeLessThanOrEqual(0);
      end = store.compare(next, head) === 0;
      if (!end) expect(store.compare(at, next)).toBeLessThan(0); // or it would never end
      all.push([...events]);
      at = next;
    }
    return all;
  };
  const read = async (limit: number, types?: readonly string[], after?: Position) =>
    (await pages(limit, types, after)).flat();

  describe('the log', () => {
    it('is empty at first: its start is its head', async () => {
      const store = current();
      const page = await store.readAll(store.start, 10);
      expect([page.events, store.compare(page.next, page.head)]).toEqual([[], 0]);
      expect(store.compare(page.next, store.start)).toBe(0);
    });

    it('keeps the order of every stream, and of what was appended after an answer', async () => {
      const store = current();
      for (const [i, stream] of ['a', 'b', 'a', 'c', 'b', 'a'].entries())
        await store.append(stream, (await eventsOf(store, stream)).length || 'none', [
          draft(`T${i}`),
          draft(`T${i}`),
        ]);
      const all = await read(100);
      expect(all.map(({ type }) => type)).toEqual([0, 1, 2, 3, 4, 5].flatMap((i) => [`T${i}`, `T${i}`]));
      expect(all.filter(({ stream }) => stream === 'a')).toEqual(await eventsOf(store, 'a'));
    });

    it.each([1, 2, 3, 7, 100])('is the same by pages of %d as in one', async (limit) => {
      const store = current();
      for (let i = 0; i < 9; i++) await store.append(`s-${i}`, 'none', drafts(i + 1));
      expect(await read(limit)).toEqual(await read(1_000));
      expect(await read(limit)).toHaveLength(45);
    });

    it('is read on from any event of it, without that one', async () => {
      const store = current();
      await store.append('s', 'none', drafts(5));
      const all = await read(10);
      for (const [i, { position }] of all.entries())
        expect(await read(2, undefined, position)).toEqual(all.slice(i + 1));
    });

    it('moves on past pages whose events are all filtered out, and never beyond the head', async () => {
      const store = current();
      await store.append('s', 'none', [draft('A'), draft('B'), draft('A')]);
      const none = await store.readAll(store.start, 10, ['C']);
      expect([none.events, store.compare(none.next, none.head)]).toEqual([[], 0]);
      await store.append('s', 3, [draft('C')]);
      expect((await store.readAll(none.next, 10, ['C'])).events).toHaveLength(1);
      const first = await store.readAll(store.start, 1, ['A']);
      const second = await store.readAll(first.next, 1, ['A']);
      expect([...first.events, ...second.events].map((e) => e.revision)).toEqual([1, 3]);
      expect(store.compare(first.next, second.next)).toBeLessThan(0);
    });

    it('filters by several types, and finds a rare one far off', async () => {
      const store = current();
      for (let i = 0; i < 10; i++) await store.append(`s-${i}`, 'none', drafts(256));
      await store.append('rare', 'none', [draft('Rare'), draft('Rarer'), draft()]);
      expect((await read(10, ['Rare'])).map(({ stream }) => stream)).toEqual(['rare']);
      expect((await read(1, ['Rarer', 'Rare'])).map(({ type }) => type)).toEqual(['Rare', 'Rarer']);
      expect(await read(10, [])).toEqual([]);
    });

    it('orders positions, all of them, by where they are', async () => {
      const store = current();
      for (let i = 0; i < 12; i++) await store.append('s', i || 'none', drafts(1));
      const at = [store.start, ...(await read(100)).map(({ position }) => position)];
      for (const [i, a] of at.entries())
        for (const [j, b] of at.entries()) expect(Math.sign(store.compare(a, b))).toBe(Math.sign(i - j));
    });

    it('has a name, and another log has another', async () => {
      const store = current();
      const other = await open();
      await store.append('s', 'none', drafts(1));
      expect(await store.logId()).toBe(await store.logId());
      expect(await other.logId()).not.toBe(await store.logId());
      await other.close();
    });

    it('wakes who waits, once there is something to read, until they have had enough', async () => {
      const store = current();
      let unwanted = 0;
      store.onAppend(() => unwanted++)();
      const found = new Promise<Recorded[]>((resolve, reject) => {
        const end = store.onAppend(() => {
          end();
          read(10).then(resolve, reject);
        });
      });
      await store.append('s', 'none', drafts(1));
      expect((await found).length).toBeGreaterThan(0);
      expect(unwanted).toBe(0);
    });

    it('is what a simple model of it says, whatever is appended', () => {
      const step = fc.record({
        stream: fc.constantFrom('a', 'b', 'c'),
        behind: fc.constantFrom(0, 0, 0, 1, 2, -1), // how far the expected revision lies behind the head
        n: fc.integer({ min: 1, max: 3 }),
        again: fc.boolean(), // the ids that stand there already, as far as there are any
        atOnce: fc.boolean(), // with the one before
      });
      return fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const store = current();
          const run = draft().id; // streams of its own: opening a store for each run takes most of the time
          const model = new Map<string, string[]>();
          const asked: Promise<unknown>[] = [];
          const expected: unknown[] = [];
          for (const { stream: name, behind, n, again, atOnce } of steps) {
            const stream = `${name}-${run}`;
            const standing = model.get(stream) ?? [];
            const from = Math.max(0, standing.length - behind);
            const made: Draft[] = drafts(n).map((d, i) => ({
              ...d,
              id: (again && standing[from + i]) || d.id,
            }));
            const repeats = made.every(({ id }, i) => standing[from + i] === id);
            expected.push(repeats || from === standing.length ? from + n : WrongRevision);
            if (!repeats && from === standing.length)
              model.set(stream, [...standing, ...made.map(({ id }) => id)]);
            if (!atOnce) await Promise.allSettled(asked);
            asked.push(store.append(stream, from || 'none', made));
          }
          const got = await Promise.allSettled(asked);
          expect(
            got.map((g) => (g.status === 'fulfilled' ? g.value : (g.reason as Error).constructor)),
          ).toEqual(expected);
          for (const [stream, standing] of model)
            expect((await eventsOf(store, stream)).map(({ id }) => id)).toEqual(standing);
        }),
        { numRuns: 50 },
      );
    }, 30_000);
  });
};
