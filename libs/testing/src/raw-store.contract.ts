import type { Day, Erased, Instant, Json, ReportId } from '@app/kernel';
import { hours, Instant as instant, plus } from '@app/kernel';

/** RawStore of @app/privacy, said again because a test kit may import no adapter. */
interface RawStore {
  put(
    reportId: ReportId,
    bytes: Uint8Array,
    at: Instant,
    about?: Json,
  ): Promise<{ segment: Day; keyId: string; fresh: boolean }>;
  get(segment: Day, reportId: ReportId): Promise<Buffer | Erased | undefined>;
  orphans(
    olderThan: Instant,
    known: (reportIds: readonly ReportId[]) => Promise<ReadonlySet<ReportId>>,
    since?: Day,
  ): AsyncIterable<{ reportId: ReportId; segment: Day; at: Instant; bytes: Buffer; about: Json }>;
  expire(before: Day, inUse: () => Promise<ReadonlySet<Day>>): Promise<Day[]>;
}

export interface OpenRawStore {
  readonly store: RawStore;
  /** Destroys the key of one report. */
  erase(reportId: ReportId): Promise<unknown>;
  /** Another one on the same data, as after a restart; the first is closed. */
  reopen(): Promise<OpenRawStore>;
}

/** What every store of raw reports must do. */
export const rawStoreContract = (adapter: string, open: () => Promise<OpenRawStore>): void =>
  describe(`${adapter} as a store of raw reports`, () => {
    const at = instant('2026-03-01T23:59:59.000Z');
    const id = (name: string) => name as ReportId;
    const nobody = () => Promise.resolve(new Set<ReportId>());
    const orphansOf = async (...args: Parameters<RawStore['orphans']>) => {
      const { store } = opened;
      const found = [];
      for await (const orphan of store.orphans(...args)) found.push(orphan);
      return found;
    };
    let opened: OpenRawStore;
    beforeEach(async () => {
      opened = await open();
    });

    it('gives back the very bytes, whatever they are, in the UTC day they came on', async () => {
      const bytes = Buffer.from([0, 255, 13, 10, 13, 0, 128]);
      for (const [name, content] of [
        ['odd', bytes],
        ['empty', Buffer.alloc(0)],
        ['big', Buffer.alloc(3_000_000, 'x')],
      ] as const) {
        const { segment, fresh } = await opened.store.put(id(name), content, at);
        expect({ segment, fresh }).toEqual({ segment: '2026-03-01', fresh: true });
        const kept = await opened.store.get(segment, id(name));
        expect(Buffer.isBuffer(kept) && kept.equals(content)).toBe(true); // toEqual takes seconds for megabytes
      }
    });

    it('keeps one copy of a report that comes twice, at once, later or after a restart', async () => {
      const bytes = Buffer.from('Subject: spam\r\n\r\n');
      const [first, second] = await Promise.all([
        opened.store.put(id('r'), bytes, at),
        opened.store.put(id('r'), bytes, at),
      ]);
      expect([first.fresh, second.fresh]).toEqual([true, false]);
      const later = plus(at, hours(48));
      expect(await opened.store.put(id('r'), bytes, later)).toEqual({ ...first, fresh: false });
      opened = await opened.reopen();
      expect(await opened.store.put(id('r'), bytes, later)).toEqual({ ...first, fresh: false });
      expect(await opened.store.get('2026-03-03' as Day, id('r'))).toBeUndefined();
    });

    it('knows nothing of what was never put', async () => {
      expect(await opened.store.get('1999-01-01' as Day, id('r'))).toBeUndefined();
      await opened.store.put(id('r'), Buffer.from('x'), at);
      expect(await opened.store.get('2026-03-01' as Day, id('s'))).toBeUndefined();
    });

    it('opens an erased report as erased, and takes it as a new one when it comes again', async () => {
      const { segment, keyId } = await opened.store.put(id('r'), Buffer.from('x'), at);
      await opened.erase(id('r'));
      expect(await opened.store.get(segment, id('r'))).toEqual({ erased: true });
      expect(await orphansOf(plus(at, hours(1)), nobody)).toEqual([]);
      const again = await opened.store.put(id('r'), Buffer.from('x'), at);
      expect(again).toMatchObject({ segment, fresh: true });
      expect(again.keyId).not.toBe(keyId);
      expect(await opened.store.get(segment, id('r'))).toEqual(Buffer.from('x'));
    });

    it('finds what no event names, with all that is needed to submit it again', async () => {
      const about = { channel: 'smtp', envelope: { rcptTo: ['abuse@example.org'] } };
      await opened.store.put(id('named'), Buffer.from('n'), at);
      await opened.store.put(id('lost'), Buffer.from('l'), at, about);
      await opened.store.put(id('next-day'), Buffer.from('d'), plus(at, hours(1)));
      await opened.store.put(id('young'), Buffer.from('y'), plus(at, hours(2)));
      const known = (ids: readonly ReportId[]) =>
        Promise.resolve(new Set(ids.filter((one) => one === id('named'))));
      const found = await orphansOf(plus(at, hours(2)), known);
      expect(found.map((o) => [o.segment, o.reportId, o.at, String(o.bytes), o.about])).toEqual([
        ['2026-03-01', 'lost', at, 'l', about],
        ['2026-03-02', 'next-day', plus(at, hours(1)), 'd', {}],
      ]);
      expect(await orphansOf(plus(at, hours(2)), known, '2026-03-02' as Day)).toHaveLength(1);
    });

    it('goes through a past day once, and through it again when it was not gone through to the end', async () => {
      for (const days of [0, 1, 2])
        await opened.store.put(id(`day-${days}`), Buffer.from('x'), plus(at, hours(24 * days)));
      const asked: ReportId[] = [];
      const sweep = (fails: string) =>
        orphansOf(plus(at, hours(72)), (ids) => {
          asked.push(...ids);
          return ids.includes(id(fails)) ? Promise.reject(new Error('no')) : Promise.resolve(new Set(ids));
        });
      await expect(sweep('day-1')).rejects.toThrow('no');
      await sweep('none');
      opened = await opened.reopen();
      await sweep('none');
      expect(asked).toEqual(['day-0', 'day-1', 'day-0', 'day-1', 'day-2', 'day-2']);
    });

    it('asks for many at a time, and for each exactly once', async () => {
      const ids = Array.from({ length: 1_200 }, (_, i) => id(`r-${i}`));
      await Promise.all(ids.map((one) => opened.store.put(one, Buffer.from(one), at)));
      const asked: ReportId[][] = [];
      const found = await orphansOf(plus(at, hours(1)), (page) => {
        asked.push([...page]);
        return Promise.resolve(new Set(page));
      });
      expect(found).toEqual([]);
      expect(asked.flat().sort()).toEqual([...ids].sort());
      expect(Math.max(...asked.map((page) => page.length))).toBeLessThanOrEqual(500);
    });

    describe('at the end of their retention', () => {
      const day = (text: string) => text as Day;
      const put = (name: string, when: Instant) => opened.store.put(id(name), Buffer.from(name), when);
      const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'].map(day);
      const everybody = (ids: readonly ReportId[]) => Promise.resolve(new Set(ids));
      const none = () => Promise.resolve(new Set<Day>());
      beforeEach(async () => {
        for (const [i, name] of ['one', 'two', 'three', 'four'].entries())
          await put(name, plus(at, hours(24 * i)));
      });
      const sweep = () => orphansOf(plus(at, hours(24 * 4)), everybody);

      it('originals go by whole days, and those in use stay', async () => {
        await sweep();
        const kept = () => Promise.resolve(new Set([days[1]!]));
        expect(await opened.store.expire(days[3]!, kept)).toEqual([days[0], days[2]]);
        expect(await opened.store.get(days[0]!, id('one'))).toBeUndefined();
        expect(await opened.store.get(days[1]!, id('two'))).toEqual(Buffer.from('two'));
        opened = await opened.reopen();
        expect(await opened.store.get(days[2]!, id('three'))).toBeUndefined();
        expect(await opened.store.get(days[3]!, id('four'))).toEqual(Buffer.from('four'));
      });

      it('a day whose orphans nobody brought in yet stays', async () => {
        expect(await opened.store.expire(days[3]!, none)).toEqual([]);
        await sweep();
        expect(await opened.store.expire(days[3]!, none)).toEqual(days.slice(0, 3));
      });

      it('nobody is asked what is in use while nothing is old', async () => {
        await sweep();
        const asked = () => Promise.reject(new Error('asked'));
        expect(await opened.store.expire(days[0]!, asked)).toEqual([]);
      });
    });
  });
