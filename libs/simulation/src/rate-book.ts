import type { AccountEvent } from '@app/accounts';
import type { ComplaintEvent } from '@app/complaints';
import { startOfDay, type AccountId, type CampaignId, type Day, type Instant } from '@app/kernel';
import type { ReputationEvent, VolumeEntry } from '@app/reputation';
import {
  absoluteCount,
  campaignRecipients,
  complaintRateView,
  countedFrom,
  lookBackOf,
  seenIn,
  spanOf,
  type AbsoluteCount,
  type AbsoluteOf,
  type CountOf,
  type RateCount,
  type Seen,
  type Span,
} from '@app/views';

type Input = ComplaintEvent | ReputationEvent | AccountEvent;

interface Complaint {
  accountId: AccountId | null;
  provider: string | null;
  readonly sentAt: Instant;
  readonly estimated: boolean;
  counted: boolean;
}
/** Complaints about mail of one instant: how many, and how many of those with an estimated send time. */
type Tally = [n: number, estimated: number];

/** Of one provider, by quarters of an hour: in every zone days and hours begin with one, so that a window is a sum of whole
 *  ones, but for the first after a reinstatement. */
class Tallies {
  /** Sums that were asked for lately, kept current: a window begins at the same instant all day. */
  private readonly sums = new Map<Instant, Tally>();
  private readonly quarters = new Map<number, { all: Tally; readonly at: Map<Instant, Tally> }>();

  add(sentAt: Instant, n: number, estimated: number): void {
    const start = sentAt - (sentAt % QUARTER);
    let quarter = this.quarters.get(start);
    if (!quarter) this.quarters.set(start, (quarter = { all: [0, 0], at: new Map() }));
    const known = quarter.at.get(sentAt) ?? [0, 0];
    quarter.at.set(sentAt, [known[0] + n, known[1] + estimated]);
    quarter.all = [quarter.all[0] + n, quarter.all[1] + estimated];
    for (const [from, sum] of this.sums)
      if (sentAt >= from) {
        sum[0] += n;
        sum[1] += estimated;
      }
  }

  since(from: Instant): Readonly<Tally> {
    const known = this.sums.get(from);
    if (known) return known;
    if (this.sums.size >= SUMS) this.sums.clear();
    const sum = this.sumSince(from);
    this.sums.set(from, sum);
    return sum;
  }

  private sumSince(from: Instant): Tally {
    const sum: Tally = [0, 0];
    for (const [start, { all, at }] of this.quarters) {
      if (start + QUARTER <= from) continue;
      for (const [sentAt, tally] of start >= from ? [[from, all] as const] : at)
        if (sentAt >= from) {
          sum[0] += tally[0];
          sum[1] += tally[1];
        }
    }
    return sum;
  }

  forget(before: number): void {
    for (const start of this.quarters.keys()) if (start + QUARTER < before) this.quarters.delete(start);
  }
}
const QUARTER = 15 * 60_000;
const DAY = 86_400_000;
const PERIOD = 30 * DAY;
const SUMS = 24;
const MADE = 8;
const KEPT = 215 * DAY; // no window reaches further back than 180 days, and what is usual has as many before 30
const KEPT_DAYS = 185;

interface VolumeRow {
  readonly provider: string;
  readonly day: Day;
  readonly campaign_id: string;
  readonly list_id: string;
  readonly hour: number;
  readonly delivered: number;
  readonly revision: number;
}

interface Book {
  readonly tallies: Map<string, Tallies>;
  readonly volumes: Map<Day, Map<string, VolumeRow>>;
  /** Of the first volume that was ever told. */
  begun: Day | null;
  /** Some volume came by the hour. */
  hourly: boolean;
  // What was made of volumes, until another is told:
  readonly seen: Map<string, Seen>;
  readonly lookBacks: Map<string, number | null>;
  baseline: Instant | null;
  forgotten: number;
}

/** The tables of `complaintRateView` in memory, for as far back as a window reaches: what the view's own queries are
 *  answered from. Only where the rows lie is another than at the desk; what is made of them is the same code. */
export class RateBook {
  private readonly complaints = new Map<string, Complaint>();
  private readonly books = new Map<AccountId, Book>();
  /** Of all accounts, by provider and by day since 1970 in UTC. */
  private readonly totals = new Map<string, Map<number, number>>();

  static readonly types: readonly string[] = complaintRateView.inputs.types;

  take({ type, data }: Input): void {
    switch (type) {
      case 'ComplaintFiled': {
        const { accountId, report, sent, may } = data;
        const complaint: Complaint = {
          accountId,
          provider: report.provider,
          sentAt: sent.at,
          estimated: sent.estimated,
          counted: false,
        };
        this.complaints.set(data.complaintId, complaint);
        return this.change(complaint, { counted: may.includes('count') });
      }
      case 'ReportCorroborated': {
        const known = this.complaints.get(data.complaintId);
        if (!known) return;
        const { provider: told, channel } = data.report;
        // The provider's own feedback loop knows best who the provider is.
        const provider = channel === 'feedback-loop' ? (told ?? known.provider) : (known.provider ?? told);
        return this.change(known, { counted: data.may.includes('count'), provider });
      }
      case 'ComplaintTraced':
        return this.again(data.complaintId, {
          accountId: data.accountId,
          counted: data.may.includes('count'),
        });
      case 'AttributionWithdrawn':
        return this.again(data.complaintId, { accountId: null, counted: false });
      case 'ComplaintQualified':
        return this.again(data.complaintId, { counted: data.may.includes('count') });
      case 'ComplaintMerged':
        return this.again(data.complaintId, { counted: false });
      case 'DeliveryVolumesReported':
        for (const entry of data.entries) this.deliver(data.accountId, entry);
        return;
      case 'AccountReinstated':
      case 'BaselineMoved': {
        const book = this.bookOf(data.accountId);
        if (book.baseline === null || data.baseline > book.baseline) book.baseline = data.baseline;
        return forgetMade(book);
      }
    }
  }

  /** Complaints that count, and of which nothing else is asked: only a simulation has such. */
  add(accountId: AccountId, provider: string, sentAt: Instant, n: number): void {
    this.tallied(accountId, provider, sentAt, n, 0);
  }

  /** It will not change any more; it goes on counting. */
  forget(complaintId: string): void {
    this.complaints.delete(complaintId);
  }

  /** What the view's own query makes of the rows; see `rateCount`. Send days only. */
  count(asked: CountOf): RateCount {
    const { accountId, window, now, zone, coverage, lookBack } = asked;
    const book = this.bookOf(accountId);
    this.forgetOld(book, now);
    const span = spanOf(window, now, zone, lookBack ?? undefined);
    const coveredFrom = new Map(coverage.map((c) => [c.provider, c.from]));
    const complaints = [...book.tallies].map(([provider, tallies]) => {
      const covered = coveredFrom.get(provider) ?? null;
      const from = later(span.from, covered === null ? null : startOfDay(covered, zone), book.baseline);
      const [n, estimated] = tallies.since(from);
      // Only who tells volumes by the hour is counted by it.
      const [recent, recent_estimated] = book.hourly
        ? tallies.since(later(from, span.fromHour, null))
        : [n, estimated];
      return { provider, n, estimated, recent, recent_estimated };
    });
    const seen = this.seen(book, asked, span);
    return countedFrom(
      asked,
      seen,
      complaints.filter(({ n }) => n > 0),
    );
  }

  /** How far back the representative window goes; see `lookBackOf`. */
  lookBack(asked: Omit<CountOf, 'window' | 'attribution' | 'lookBack'>): number | null {
    const book = this.bookOf(asked.accountId);
    const query = lookBackOf(asked);
    const [, first, last] = query.reads[1]!.params as [string, Day, Day];
    return remembered(book.lookBacks, `${first} ${last}`, () =>
      query.answer([baselineRows(book), rowsSince(book, first)]),
    );
  }

  /** How many there are, and how many are usual; see `absoluteCount`. */
  absolute({ accountId, now, zone }: AbsoluteOf): AbsoluteCount {
    const book = this.bookOf(accountId);
    const query = absoluteCount({ accountId, now, zone });
    const [, from] = query.reads[1]!.params as [string, Instant];
    const [, , first] = query.reads[2]!.params as [string, Instant, Instant];
    const [after, until] = query.reads[4]!.params as [number, number];
    const present = [...book.tallies]
      .map(([provider, tallies]) => ({ provider, n: tallies.since(later(from, book.baseline, null))[0] }))
      .filter(({ n }) => n > 0)
      .sort((a, b) => (a.provider < b.provider ? -1 : 1));
    const sent = (since: number) =>
      [...book.tallies.values()].reduce((n, tallies) => n + tallies.since(since as Instant)[0], 0);
    const past = Array.from({ length: Math.round((from - first) / PERIOD) }, (_, period) => ({
      period,
      n: sent(from - (period + 1) * PERIOD) - sent(from - period * PERIOD),
    }));
    const totals = [...this.totals].map(([provider, days]) => ({
      provider,
      n: [...days].reduce((sum, [day, n]) => (day > after && day <= until ? sum + n : sum), 0),
    }));
    return query.answer([baselineRows(book), present, past, [{ day: book.begun }], totals]);
  }

  /** What volumes mean for a window: the same until another volume is told, or the window begins elsewhere. */
  private seen(book: Book, asked: CountOf, span: Span): Seen {
    const hour = asked.window === '24h' ? span.firstHour : '';
    return remembered(book.seen, `${asked.window} ${span.firstDay} ${hour}`, () => {
      const seen = seenIn(asked, span, baselineRows(book), rowsSince(book, span.firstDay));
      const volumes = seen.volumesOf(seen.rows);
      return { ...seen, volumesOf: () => volumes };
    });
  }

  /** How many complaints of the last 30 days or a little more there are at all: below some number no window can be breached. */
  most(accountId: AccountId, now: Instant): number {
    let sum = 0;
    const from = (Math.floor((now - KEPT) / DAY) * DAY) as Instant;
    for (const tallies of this.bookOf(accountId).tallies.values()) sum += tallies.since(from)[0];
    return sum;
  }

  /** See `campaignRecipients`. */
  recipients(accountId: AccountId, campaignId: CampaignId, sentAt: Instant): number | null {
    const query = campaignRecipients({ accountId, campaignId, sentAt });
    const [, first, last] = query.reads[0]!.params as [string, Day, Day];
    const parts = new Map<string, { whole: number; parts: number }>();
    for (const [day, rows] of this.bookOf(accountId).volumes)
      if (day >= first && day <= last)
        for (const { campaign_id, provider, hour, delivered } of rows.values()) {
          if (campaign_id !== campaignId) continue;
          const part = parts.get(`${day} ${provider}`) ?? { whole: 0, parts: 0 };
          part[hour < 0 ? 'whole' : 'parts'] += delivered;
          parts.set(`${day} ${provider}`, part);
        }
    return query.answer([[...parts.values()]]);
  }

  private again(complaintId: string, changed: Partial<Complaint>): void {
    const known = this.complaints.get(complaintId);
    if (known) this.change(known, changed);
  }

  private change(complaint: Complaint, changed: Partial<Complaint>): void {
    this.tally(complaint, -1);
    Object.assign(complaint, changed);
    this.tally(complaint, 1);
  }

  private tally({ accountId, provider, counted, sentAt, estimated }: Complaint, n: 1 | -1): void {
    if (accountId !== null && provider !== null && counted)
      this.tallied(accountId, provider, sentAt, n, estimated ? n : 0);
  }

  private tallied(accountId: AccountId, provider: string, sentAt: Instant, n: number, estimated: number) {
    this.talliesOf(accountId, provider).add(sentAt, n, estimated);
    let days = this.totals.get(provider);
    if (!days) this.totals.set(provider, (days = new Map<number, number>()));
    const day = Math.floor(sentAt / DAY);
    days.set(day, (days.get(day) ?? 0) + n);
  }

  private talliesOf(accountId: AccountId, provider: string): Tallies {
    const { tallies } = this.bookOf(accountId);
    let of = tallies.get(provider);
    if (!of) tallies.set(provider, (of = new Tallies()));
    return of;
  }

  private deliver(accountId: AccountId, entry: VolumeEntry): void {
    const { day, provider, campaignId, listId, hour, delivered, revision } = entry;
    const book = this.bookOf(accountId);
    const { volumes } = book;
    let rows = volumes.get(day);
    if (!rows) {
      volumes.set(day, (rows = new Map<string, VolumeRow>()));
      if (volumes.size > KEPT_DAYS) volumes.delete([...volumes.keys()].reduce((a, b) => (a < b ? a : b)));
    }
    if (hour !== undefined) book.hourly = true;
    if (book.begun === null || day < book.begun) book.begun = day;
    const [campaign_id, list_id] = [campaignId ?? '', listId ?? ''];
    const row = { provider, day, campaign_id, list_id, hour: hour ?? -1, delivered, revision };
    const key = JSON.stringify([row.hour, provider, campaign_id, list_id]);
    const known = rows.get(key);
    if (known && revision <= known.revision) return;
    rows.set(key, row);
    forgetMade(book);
  }

  private bookOf(accountId: AccountId): Book {
    let book = this.books.get(accountId);
    if (!book)
      this.books.set(
        accountId,
        (book = {
          tallies: new Map(),
          volumes: new Map(),
          begun: null,
          hourly: false,
          seen: new Map(),
          lookBacks: new Map(),
          baseline: null,
          forgotten: 0,
        }),
      );
    return book;
  }

  private forgetOld(book: Book, now: Instant): void {
    if (now - book.forgotten < DAY) return;
    book.forgotten = now;
    for (const tallies of book.tallies.values()) tallies.forget(now - KEPT);
  }
}

const later = (a: Instant, b: Instant | null, c: Instant | null): Instant =>
  Math.max(a, b ?? 0, c ?? 0) as Instant;

const baselineRows = ({ baseline }: Book) => (baseline === null ? [] : [{ at: baseline }]);
const rowsSince = ({ volumes }: Book, firstDay: Day): VolumeRow[] =>
  [...volumes].flatMap(([day, rows]) => (day >= firstDay ? [...rows.values()] : []));
const forgetMade = ({ seen, lookBacks }: Book): void => {
  seen.clear();
  lookBacks.clear();
};
const remembered = <T>(made: Map<string, T>, key: string, make: () => T): T => {
  if (!made.has(key)) {
    if (made.size >= MADE) made.clear();
    made.set(key, make());
  }
  return made.get(key)!;
};
