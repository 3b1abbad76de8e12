import { sql, type Statement } from '@app/kernel';
import { LostRace, type ReadStore } from '@app/read-store';

/** What every adapter must do. `open` makes a store of its own at each call. */
export const readStoreContract = (adapter: string, open: () => Promise<ReadStore>): void =>
  describe(`${adapter} as a read store`, () => {
    let store: ReadStore;
    beforeEach(async () => {
      store = await open();
      await store.commit([sql('create table t(k text primary key, n bigint, s text)')]);
    });
    afterEach(() => store.close());
    const add = (k: string, n: number | null = 0): Statement =>
      sql('insert into t(k, n) values ($1, $2)', k, n);
    const keys = async () => (await store.all<{ k: string }>('select k from t order by k')).map(({ k }) => k);

    it('writes all of a list or nothing', async () => {
      await expect(store.commit([add('a'), add('a')])).rejects.toThrow();
      expect(await keys()).toEqual([]);
      await store.commit([add('a'), add('b')]);
      expect(await keys()).toEqual(['a', 'b']);
      await store.commit([]);
    });

    it('tells who lost a race, and writes nothing of it', async () => {
      await store.commit([add('a', 1)]);
      const to = (n: number, from: number) => ({
        ...sql('update t set n = $1 where k = $2 and n = $3', n, 'a', from),
        mustChange: 1,
      });
      await expect(store.commit([add('b'), to(3, 2)])).rejects.toThrow(LostRace);
      await store.commit([add('c'), to(2, 1)]);
      expect(await store.all('select k, n from t order by k')).toEqual([
        { k: 'a', n: 2 },
        { k: 'c', n: 0 },
      ]);
    });

    it('lets each of 100 commits at once succeed or fail alone, in the order they were asked', async () => {
      await store.commit([add('counter', 0)]);
      const bump = (i: number) => ({
        ...sql(
          'update t set n = n + 1 where k = $1 and n = $2',
          'counter',
          i % 3 === 2 ? -1 : i - Math.floor(i / 3),
        ),
        mustChange: 1,
      });
      const got = await Promise.allSettled(
        Array.from({ length: 99 }, (_, i) =>
          i % 3 === 2 && i % 2 === 0
            ? store.commit([add(`never ${i}`), add('counter')]) // a constraint instead of a race
            : store.commit([add(`with ${i}`), bump(i)]),
        ),
      );
      expect(got.map(({ status }) => status)).toEqual(
        got.map((_, i) => (i % 3 === 2 ? 'rejected' : 'fulfilled')),
      );
      expect(await store.all('select n from t where k = $1', 'counter')).toEqual([{ n: 66 }]);
      expect((await keys()).length).toBe(67);
    });

    it('takes numbered parameters in any order, more than once, and leaves literals alone', async () => {
      await store.commit([sql('insert into t(k, n, s) values ($2, $1, $2)', 7, 'a')]);
      expect(
        await store.all("select k, n, s, '$1' as lit from t where s = $2 and n = $1 and k = $2", 7, 'a'),
      ).toEqual([{ k: 'a', n: 7, s: 'a', lit: '$1' }]);
    });

    it('compares text bytewise', async () => {
      const words = ['é', 'z', 'a', 'B', '', 'ab', 'a b', '😀', '\uffff', 'A'];
      await store.commit(words.map((w) => add(w)));
      expect(await keys()).toEqual([...words].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
      expect(await store.all('select k from t where k = $1', 'b')).toEqual([]);
    });

    it('keeps integers up to 2^53 exact, and null null', async () => {
      const numbers = [0, -1, 2 ** 31, 2 ** 53, -(2 ** 53), 2 ** 53 - 1, null];
      await store.commit(numbers.map((n, i) => add(String(i), n)));
      expect((await store.all<{ n: number }>('select n from t order by k')).map(({ n }) => n)).toEqual(
        numbers,
      );
      expect(await store.all('select k from t where n = $1', 2 ** 53)).toEqual([{ k: '3' }]);
    });

    it.each([0.5, NaN, Infinity, 2 ** 54])('refuses %s: a number is an integer', async (n) => {
      await expect(store.commit([add('a'), add('b', n)])).rejects.toThrow('no integer');
      expect(await keys()).toEqual([]);
    });

    it('divides and writes integers as such', async () =>
      expect(
        await store.all('select cast($1 as bigint) / 2 as half, count(*) + $1 as more from t', 5),
      ).toEqual([{ half: 2, more: 5 }]));

    it('lets tables be dropped and views be moved while others read them', async () => {
      await store.commit([sql('create view v as select k from t'), add('a')]);
      expect(await store.all('select * from v')).toEqual([{ k: 'a' }]);
      await store.commit([
        sql('create table u(other text)'),
        sql('insert into u values ($1)', 'b'),
        sql('drop view v'),
        sql('create view v as select * from u'),
        sql('drop table t'),
      ]);
      expect(await store.all('select * from v')).toEqual([{ other: 'b' }]);
    });

    it('rejects what it cannot read, and goes on', async () => {
      await expect(store.all('select * from nowhere')).rejects.toThrow('nowhere');
      expect(await keys()).toEqual([]);
    });

    it('answers what it accepted when it is closed, and refuses what comes later', async () => {
      const accepted = store.commit([add('a')]);
      await store.close();
      await accepted;
      await expect(store.commit([add('b')])).rejects.toThrow('closed');
    });
  });
