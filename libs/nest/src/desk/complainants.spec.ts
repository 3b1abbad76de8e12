import { hours, Instant, minutes, plus, reportId } from '@app/kernel';
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
    complainants = new Complainants(tables, 3);
  });
  afterEach(() => tables.close());
  const over = (n: number, at = start, who = 'jan') => complainants.isOverCap(who, id(n), at);

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
});
