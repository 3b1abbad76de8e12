import { hours, Instant, minutes, plus, reportId, type TrustLevel } from '@app/kernel';
import { SqliteReadStore } from '@app/read-store';
import { bringFaceTablesUp } from '../access';
import { Complainants } from './complainants';

const start = Instant('2026-03-03T09:00:00.000Z');
const id = (n: number) => reportId.parse(`${n}`.padStart(16, '0'));

describe('a complainant for whom no source vouches', () => {
  let tables: SqliteReadStore;
  let complainants: Complainants;
  beforeEach(async () => {
    tables = SqliteReadStore.inMemory();
    await bringFaceTablesUp(tables);
    complainants = new Complainants(tables, { complainant: 3, unvouched: 5 });
  });
  afterEach(() => tables.close());
  interface Asked {
    readonly at?: Instant;
    readonly who?: string;
    readonly trust?: TrustLevel;
    readonly messages?: number;
  }
  const asked = (n: number, { at = start, who = 'jan', trust = 'C', messages = 1 }: Asked = {}) =>
    complainants.overCap({ reportId: id(n), trust, complainant: who }, messages, at);
  const over = async (n: number, at = start, who = 'jan') => (await asked(n, { at, who }))[0];

  it('is heard as often as the cap says within a day', async () => {
    const answers = [];
    for (let n = 1; n <= 5; n++) answers.push(await over(n, plus(start, minutes(n))));
    expect(answers).toEqual([false, false, false, true, true]);
    expect(await over(9, plus(start, minutes(9)), 'piet')).toBe(false);
    expect(await over(6, plus(start, hours(25)))).toBe(false);
  });

  it('gets the same answer about the same report, whenever it is asked', async () => {
    for (let n = 1; n <= 4; n++) await over(n);
    expect([await over(1), await over(4)]).toEqual([false, true]);
    expect(await over(4, plus(start, hours(30)))).toBe(true); // it counts when it was first examined
  });

  it('is forgotten when no window reaches back that far', async () => {
    await over(1);
    await complainants.forget(plus(start, hours(47)));
    expect(await tables.all('select * from complainant_reports')).toHaveLength(1);
    await complainants.forget(plus(start, hours(49)));
    expect(await tables.all('select * from complainant_reports')).toEqual([]);
  });

  it('is heard by the message: as many in one report as in many', async () => {
    expect(await asked(1, { messages: 5 })).toEqual([false, false, false, true, true]);
    expect(await asked(1, { messages: 5 })).toEqual([false, false, false, true, true]);
    expect(await over(2)).toBe(true);
  });

  it('and for whom nobody else does either, is one of all such, whoever they say they are', async () => {
    const answers = [];
    for (let n = 1; n <= 7; n++)
      answers.push(...(await asked(n, { who: `forger-${n}`, trust: n % 2 === 0 ? 'D' : 'X' })));
    expect(answers).toEqual([false, false, false, false, false, true, true]);
    expect(await over(8, start, 'forger-1')).toBe(false); // the signature of their own domain is no stranger’s
  });

  it.each(['A', 'B'] as const)('is none at trust %s, however much there is', async (trust) =>
    expect(await asked(1, { trust, messages: 20 })).not.toContain(true),
  );
});
