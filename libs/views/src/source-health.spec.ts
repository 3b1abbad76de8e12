import { days, hours, Instant, minus, plus, type Duration } from '@app/kernel';
import type { ComplaintEvent } from '@app/complaints';
import type { ReportEvent } from '@app/reports';
import { ask, SqliteReadStore } from '@app/read-store';
import { sourceHealth } from './source-health.projection';
import { healthOfSources, type Expected } from './sources/health';

const tables = { source_formats: 'source_formats', source_traces: 'source_traces' };
const now = Instant('2026-03-31T12:00:00.000Z');
const yahoo: Expected = { id: 'yahoo', formats: ['arf'], cadence: days(2) };

const examined = (ago: Duration, format = 'arf', source: string | null = 'yahoo') =>
  ({ type: 'ReportExamined', data: { at: minus(now, ago), source, format } }) as unknown as ReportEvent;
const filed = (ago: Duration, outcome: 'traced' | 'untraced', source = 'yahoo', corroboration = ['token']) =>
  ({
    type: 'ComplaintFiled',
    data: { at: minus(now, ago), report: { source, corroboration }, trace: { outcome } },
  }) as unknown as ComplaintEvent;

describe('the health of a feedback source', () => {
  let store: SqliteReadStore;
  beforeEach(async () => {
    store = SqliteReadStore.inMemory();
    await store.commit(sourceHealth.create(tables));
  });
  afterEach(() => store.close());
  const happened = async (n: number, event: ReportEvent | ComplaintEvent) => {
    for (let i = 0; i < n; i++) await store.commit(sourceHealth.on(event as never, tables));
  };
  const health = async (expected: Expected = yahoo, at = now) =>
    (await ask(store, healthOfSources([expected], at)))[0]!;
  const alarms = async (...of: Parameters<typeof health>) => (await health(...of)).alarms.map((a) => a.alarm);

  it('is what it sent in thirty days, and of how much it could be told whose it is', async () => {
    await happened(3, examined(hours(1)));
    await happened(1, examined(days(40)));
    await happened(2, filed(hours(1), 'traced'));
    await happened(1, filed(hours(1), 'untraced'));
    await happened(5, examined(hours(1), 'arf', 'another'));
    expect(await health()).toEqual({
      source: 'yahoo',
      lastReportAt: minus(now, hours(1)),
      reports30d: 3,
      traced30d: 2,
      filed30d: 3,
      alarms: [],
    });
  });

  it('suffers from silence, measured by what is expected of it', async () => {
    await happened(1, examined(days(3)));
    expect((await health()).alarms).toEqual([
      { alarm: 'silence', detail: 'nothing for 3 days; a report is expected every 2 days' },
    ]);
    expect(await alarms({ ...yahoo, cadence: days(4) })).toEqual([]);
    expect(await alarms({ ...yahoo, cadence: undefined })).toEqual([]);
  });
  it('is not known of one that never sent anything: it may not be in use', async () =>
    expect(await health()).toMatchObject({ lastReportAt: null, alarms: [] }));
  it('still suffers from a silence of more than thirty days', async () => {
    await happened(1, examined(days(90)));
    expect(await alarms()).toEqual(['silence']);
  });

  it('suffers from a flood, ten times what is usual of a day', async () => {
    for (let day = 1; day <= 10; day++) await happened(150, examined(days(day)));
    await happened(1_500, examined(hours(1)));
    expect(await alarms()).toEqual([]);
    await happened(1, examined(hours(1)));
    expect((await health()).alarms).toEqual([
      { alarm: 'flood', detail: '1501 reports today, where 150 a day are usual' },
    ]);
  });
  it('suffers from more than is ever expected of it, on its first day too', async () => {
    await happened(5, examined(hours(1)));
    expect(await alarms({ ...yahoo, mostADay: 5 })).toEqual([]);
    await happened(1, examined(hours(1)));
    expect((await health({ ...yahoo, mostADay: 5 })).alarms).toEqual([
      { alarm: 'flood', detail: '6 reports today, where 5 at most are expected' },
    ]);
  });
  it('does not suffer from a beginning, nor from a busy day of a quiet source', async () => {
    await happened(2_000, examined(hours(1)));
    expect(await alarms()).toEqual([]);
    await happened(1, examined(days(1), 'arf', 'fastmail'));
    await happened(999, examined(hours(1), 'arf', 'fastmail'));
    expect(await alarms({ ...yahoo, id: 'fastmail' })).toEqual([]);
  });

  it('suffers when its reports come in another form, and it is no single one', async () => {
    await happened(27, examined(hours(1)));
    await happened(3, examined(hours(1), 'free-text'));
    expect((await health()).alarms).toEqual([
      { alarm: 'format-drift', detail: '3 of 30 reports are free-text, not arf' },
    ]);
    await happened(1, examined(hours(1)));
    expect(await alarms()).toEqual([]); // less than a tenth
    expect(await alarms({ ...yahoo, formats: [] })).toEqual([]);
  });
  it('does not suffer from what it sent in another form long ago, nor from one odd report of few', async () => {
    await happened(30, examined(days(5), 'free-text'));
    await happened(1, examined(hours(1), 'free-text'));
    expect(await alarms({ ...yahoo, cadence: undefined })).toEqual([]);
  });

  it('suffers when what it reports can be traced no more', async () => {
    await happened(99, filed(days(10), 'traced'));
    await happened(1, filed(days(10), 'untraced'));
    await happened(3, filed(hours(1), 'traced'));
    await happened(97, filed(hours(1), 'untraced'));
    expect((await health()).alarms).toEqual([
      {
        alarm: 'attribution-drop',
        detail: '3 of 100 complaints could be traced, where it had been 99 of 100',
      },
    ]);
  });
  it('suffers when what it reports can be traced, and proven no more: nothing of it counts then', async () => {
    await happened(20, filed(days(10), 'traced'));
    await happened(18, filed(hours(1), 'traced', 'yahoo', []));
    await happened(2, filed(hours(1), 'traced'));
    expect((await health()).alarms).toEqual([
      {
        alarm: 'attribution-drop',
        detail: '2 of 20 complaints could be proven to be about our mail, where it had been 20 of 20',
      },
    ]);
  });
  it('does not suffer when little could ever be traced', async () => {
    await happened(10, filed(days(10), 'traced'));
    await happened(90, filed(days(10), 'untraced'));
    await happened(5, filed(hours(1), 'traced'));
    await happened(95, filed(hours(1), 'untraced'));
    expect(await alarms()).toEqual([]);
  });
  it('knows yesterday and today apart from what was before', async () => {
    await happened(20, filed(days(2), 'traced'));
    await happened(20, filed(days(1), 'untraced'));
    expect(await alarms()).toEqual(['attribution-drop']);
    expect(await alarms(yahoo, plus(now, days(3)))).toEqual([]);
  });
});
