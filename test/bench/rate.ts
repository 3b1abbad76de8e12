import { join } from 'node:path';
import Database from 'libsql';
import { accountId as asAccount, days, Instant, minus, sql } from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import { complaintRate, complaintRateView, rateCount, type RateCount } from '@app/views';
import { against, DURABLE, inFolder, median, rate, type Bench } from './harness';

const ACCOUNTS = 2_000;
const COMPLAINTS = 300; // a month of the average account, at a million a day on 100,000 accounts
const LARGEST = 100_000; // of one account: a tenth of a percent of 100 million messages
const PROVIDERS = 4;
const ASKED = 1_000; // a turn

const now = Instant('2026-03-31T11:30:00.000Z');
const from = minus(now, days(30));
const tables = Object.fromEntries(complaintRateView.tables.map((t) => [t, t])) as Record<
  (typeof complaintRateView.tables)[number],
  string
>;
const coverage = Array.from({ length: PROVIDERS }, (_, i) => ({ provider: `p${i}`, from: null }));
const queryOf = (account: string, window: RateCount['window'] = '30d') =>
  rateCount({
    accountId: asAccount.parse(account),
    window,
    now,
    zone: 'Europe/Amsterdam',
    coverage,
    attribution: 'send-day',
  });

const numbers = 'with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < $1)';
/** As the projection would have written them: spread over accounts, providers and a month. */
const fill = async (store: SqliteReadStore) => {
  const complaints = (id: string, account: string, n: number) =>
    sql(
      `${numbers} insert into rate_complaints
        select '${id}' || i, ${account}, null, 'p' || (i % ${PROVIDERS}), 's', $2 + (i * 7919) % $3, 0, $2, 1 from n`,
      n,
      from,
      days(30),
    );
  await store.commit([
    ...complaintRateView.create(tables),
    complaints('c', `'a' || (i % ${ACCOUNTS})`, ACCOUNTS * COMPLAINTS),
    complaints('l', "'largest'", LARGEST),
    sql(
      `${numbers} insert into rate_volumes
        select case when i < 120 then 'largest' else 'a' || (i / 120) end,
          '2026-03-' || substr('0' || (1 + i % 30), -2), 'p' || (i / 30 % ${PROVIDERS}), '', '', -1, 2500, 1 from n`,
      120 * (ACCOUNTS + 1),
    ),
  ]);
};

const run: Bench['run'] = () =>
  inFolder(async (folder) => {
    const path = join(folder, 'desk.db');
    const store = await SqliteReadStore.open(path);
    await fill(store);
    const raw = new Database(path);
    const reads = queryOf('a1').reads.map(({ text }) => raw.prepare(text.replace(/\$(\d+)/g, '?$1')));
    const account = (i: number) => `a${(i * 31) % ACCOUNTS}`;
    const compared = await against(
      () =>
        rate(ASKED, () => {
          for (let i = 0; i < ASKED; i++)
            queryOf(account(i)).reads.forEach(({ params }, r) => reads[r]!.all(...params));
        }),
      () =>
        rate(ASKED, async () => {
          for (let i = 0; i < ASKED; i++)
            complaintRate(await ask(store, queryOf(account(i))), { ppm: 1_000, comparator: '>' });
        }),
    );
    const times: number[] = [];
    for (let i = 0; i < 21; i++) {
      const start = performance.now();
      await ask(store, queryOf('largest'));
      times.push(performance.now() - start);
    }
    raw.close();
    await store.close();
    return [
      {
        name: 'rate-query',
        value: compared.value,
        unit: '/s',
        limit: compared.limit,
        goal: null,
        durability: DURABLE,
        note:
          `30 d of one account of ${COMPLAINTS} complaints among ${ACCOUNTS * COMPLAINTS + LARGEST}, graded; limit: its reads alone, ` +
          `prepared. An account of ${LARGEST} complaints takes ${median(times).toFixed(1)} ms. ${compared.runs}`,
      },
    ];
  });

export const rates: readonly Bench[] = [{ name: 'rate-query', run }];
