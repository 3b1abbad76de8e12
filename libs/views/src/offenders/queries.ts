import { sql, type AccountId, type Instant, type Query } from '@app/kernel';
import { addressRange, domainRange, overlap, type Range, type SignKind } from './signs';

/** Among so many customers that have nothing to do with each other, an address or a domain tells nobody: it is a pool's, or a
 *  host's. The closed account is one of them; others that were closed are not, for who returns a third time shares with two. */
const SHARED_BY = 3;

/** What the ESP sends from itself, or for several accounts: addresses and networks, and domains. */
export interface OwnSenders {
  readonly ips: readonly string[];
  readonly domains: readonly string[];
}

export interface Resemblance {
  readonly accountId: AccountId;
  readonly closed: AccountId;
  readonly closedAt: Instant;
  readonly since: Instant;
  /** As the account has it; a number of a register stands nowhere in the clear, and is null. */
  readonly shares: readonly { readonly what: SignKind; readonly value: string | null }[];
  /** Who looked into it; null: nobody did. */
  readonly handled: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
}
interface Row extends Pick<Range, 'lo' | 'hi' | 'floor'> {
  readonly account_id: AccountId;
  readonly closed_id: AccountId;
  readonly kind: SignKind;
  readonly value: string;
  readonly class: Range['of'];
  readonly raised_at: number;
  readonly closed_at: number;
  readonly handled_at: number | null;
  readonly handled_by: string | null;
  readonly reason: string | null;
}

/** With accounts that are closed now, the latest closed first. */
export const resemblancesOf = (accountId: AccountId, own: OwnSenders): Query<Resemblance[]> => ({
  reads: [
    sql(`${PAIRS} and p.account_id = $1 order by k.closed_at desc, p.closed_id, p.kind, p.value`, accountId),
  ],
  answer: ([rows]) => resemblancesIn(rows as Row[], own),
});

const MOST = 5_000;

/** Those that nobody looked into, of accounts that are not closed themselves: the longest waiting first. */
export const waitingResemblances = (own: OwnSenders): Query<Resemblance[]> => ({
  reads: [
    sql(
      `${PAIRS} and h.at is null and n.closed_at is null
       order by p.raised_at, p.account_id, p.closed_id, p.kind, p.value limit ${MOST}`,
    ),
  ],
  answer: ([rows]) => resemblancesIn(rows as Row[], own),
});

const PAIRS = `select p.*, k.closed_at, h.at as handled_at, h.handled_by, h.reason
  from offender_pairs p
  join offender_accounts n on n.account_id = p.account_id
  join offender_accounts k on k.account_id = p.closed_id and k.closed_at is not null
  left join offender_handled h on h.account_id = p.account_id and h.closed_id = p.closed_id
  where (p.class = 'registration' or (
    select count(distinct a.family) from offender_signs u join offender_accounts a on a.account_id = u.account_id
    where u.class = p.class and u.lo >= p.floor and u.lo <= p.hi and u.hi >= p.lo
      and a.closed_at is null and a.family <> k.family) < ${SHARED_BY - 1})`;

const resemblancesIn = (rows: readonly Row[], own: OwnSenders): Resemblance[] => {
  const ours = [
    ...own.ips.flatMap((ip) => addressRange(ip) ?? []),
    ...own.domains.map((domain) => domainRange(domain)),
  ];
  const pairs = new Map<string, Row[]>();
  for (const row of rows) {
    const { class: of, lo, hi, floor } = row;
    if (ours.some((range) => overlap(range, { of, lo, hi, floor }))) continue;
    const pair = JSON.stringify([row.account_id, row.closed_id]);
    pairs.set(pair, [...(pairs.get(pair) ?? []), row]);
  }
  return [...pairs.values()].map((all) => {
    const [first] = all as [Row];
    return {
      accountId: first.account_id,
      closed: first.closed_id,
      closedAt: Number(first.closed_at) as Instant,
      since: Math.min(...all.map(({ raised_at }) => Number(raised_at))) as Instant,
      shares: all.map(({ kind: what, value }) => ({ what, value: value === '' ? null : value })),
      handled:
        first.handled_at === null
          ? null
          : {
              at: Number(first.handled_at) as Instant,
              by: first.handled_by ?? '',
              reason: first.reason ?? '',
            },
    };
  });
};
