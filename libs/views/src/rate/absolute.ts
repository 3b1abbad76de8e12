import { dayOf, days, sql, type AccountId, type Day, type Instant, type Query } from '@app/kernel';
import { usualCount } from '@app/reputation';
import { DAY_MS } from '../complaint-rate.projection';
import { spanOf } from './windows';

const PERIOD = days(30);
const PERIODS = 5;

/** Complaints of an account about mail of the last 30 days, whatever was delivered. */
export interface AbsoluteCount {
  readonly complaints: number;
  /** Of the last reinstatement: complaints about mail sent before it are none of those. */
  readonly baseline: Instant | null;
  /** What is usual of the account in 30 days; null: it is too new. Mail before the baseline counts here. */
  readonly norm: number | null;
  /** `all`: of every account, about mail of the last 30 days (of UTC). */
  readonly byProvider: readonly {
    readonly provider: string;
    readonly complaints: number;
    readonly all: number;
  }[];
}
export interface AbsoluteOf {
  readonly accountId: AccountId;
  readonly now: Instant;
  readonly zone: string; // IANA, the brand's
}

/** Reads the tables of `complaintRateView`. */
export const absoluteCount = ({ accountId, now, zone }: AbsoluteOf): Query<AbsoluteCount> => {
  const { from } = spanOf('30d', now, zone);
  const first = from - PERIODS * PERIOD;
  const today = Math.floor(now / DAY_MS);
  return {
    reads: [
      sql('select at from rate_baselines where account_id = $1', accountId),
      sql(
        `select provider, count(*) as n from rate_complaints
          where account_id = $1 and counted = 1 and sent_at >= $2 and provider is not null
            and sent_at >= coalesce((select at from rate_baselines where account_id = $1), 0)
          group by provider order by provider`,
        accountId,
        from,
      ),
      sql(
        `select ($2 - 1 - sent_at) / ${PERIOD} as period, count(*) as n from rate_complaints
          where account_id = $1 and counted = 1 and sent_at >= $3 and sent_at < $2 and provider is not null
          group by ($2 - 1 - sent_at) / ${PERIOD}`,
        accountId,
        from,
        first,
      ),
      sql('select min(day) as day from rate_volumes where account_id = $1', accountId),
      sql(
        'select provider, sum(complaints) as n from rate_totals where day > $1 and day <= $2 group by provider',
        today - 30,
        today,
      ),
    ],
    answer([baselines, present, past, begun, totals]) {
      const [baseline] = baselines as { at: number }[];
      const all = new Map((totals as Counted[]).map((t) => [t.provider, Number(t.n)]));
      const byProvider = (present as Counted[]).map(({ provider, n }) => ({
        provider,
        complaints: Number(n),
        all: Math.max(Number(n), all.get(provider) ?? 0), // the days of UTC and of the brand end at other hours
      }));
      const byPeriod = new Map(
        (past as { period: number; n: number }[]).map((p) => [Number(p.period), Number(p.n)]),
      );
      const [{ day } = { day: null }] = begun as { day: Day | null }[];
      return {
        complaints: byProvider.reduce((sum, { complaints }) => sum + complaints, 0),
        baseline: baseline ? (Number(baseline.at) as Instant) : null,
        norm: usualCount(
          Array.from({ length: wholePeriods(day, dayOf(from, zone)) }, (_, i) => byPeriod.get(i) ?? 0),
        ),
        byProvider,
      };
    },
  };
};

interface Counted {
  readonly provider: string;
  readonly n: number;
}

/** Of 30 days each, since the first mail that the platform told of and before the present ones. */
const wholePeriods = (begun: Day | null, present: Day): number => {
  if (begun === null) return 0;
  const between = (Date.parse(present) - Date.parse(begun)) / DAY_MS;
  return Math.max(0, Math.min(PERIODS, Math.floor(between / 30)));
};
