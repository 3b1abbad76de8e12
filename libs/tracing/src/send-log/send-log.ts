import { minus, sql, type Duration, type Instant, type RecipientKey } from '@app/kernel';
import { LostRace, type ReadStore } from '@app/read-store';
import {
  delivery,
  deliveryHash,
  idOf,
  inserted,
  messageHash,
  recipientHash,
  RETURNED,
  type LoggedDelivery,
  type Row,
  type Sent,
} from './rows';
import { segmentTable } from './tables';

export interface SendLogOptions {
  /** How long a delivery is kept (default 30 d of the settings), give or take a day. */
  readonly keep: Duration;
  /** Rows, give or take a thirty-second. */
  readonly maxRows: number;
  readonly now: () => Instant;
  /** More was sent than fits: deliveries younger than `keep` were shed, and complaints about them trace by other means. */
  readonly onOverflow: (shed: number) => void;
}

/** Messages taken in one call. */
export const MAX_BATCH = 10_000;
const PER_STATEMENT = 200;
const PER_COMMIT = 2_000; // some 20 ms of the writer, which events and views share
const SEGMENTS = 32;

interface Segment {
  readonly n: number;
  readonly rows: number;
  readonly begun_at: number;
}

/** What was sent lately: bounded tables, not events. It lies in some thirty segments, the newest of which is written: rows
 *  are shed by dropping the oldest, and an insert touches the indexes of one segment only. (In one table of four hundred
 *  thousand rows inserts had fallen to a third of their rate, and deleting costs as much again.) */
export class SendLog {
  constructor(
    private readonly store: ReadStore,
    private readonly options: SendLogOptions,
  ) {}

  /** Durable when it resolves, and idempotent: of a delivery told twice the first holds. Deliveries older than what is
   *  kept are passed over. Throws RangeError for more than MAX_BATCH. */
  async add(batch: readonly Sent[]): Promise<void> {
    if (batch.length > MAX_BATCH)
      throw new RangeError(
        `${batch.length} messages in one batch: send at most ${MAX_BATCH}, and the rest after`,
      );
    const oldest = this.oldest();
    const rows = new Map<number, Sent>();
    for (const sent of batch) {
      const id = idOf(sent);
      if (sent.sentAt >= oldest && !rows.has(id)) rows.set(id, sent);
    }
    const all = [...rows].sort(([a], [b]) => a - b); // neighbours in the index are written together
    for (let at = 0; at < all.length; at += PER_COMMIT) {
      const segment = await this.current();
      const commit = all.slice(at, at + PER_COMMIT);
      const parts = Array.from({ length: Math.ceil(commit.length / PER_STATEMENT) }, (_, i) =>
        commit.slice(i * PER_STATEMENT, (i + 1) * PER_STATEMENT),
      );
      await this.store.commit(parts.flatMap((part) => inserted(segment, part)));
    }
  }

  /** Deliveries of a message to these recipients; without a match, up to 20 of its deliveries to anybody. */
  async byMessageId(messageId: string, recipients: readonly RecipientKey[]): Promise<LoggedDelivery[]> {
    const [message, check] = messageHash(messageId);
    const found = 'message = $1 and message_check = $2';
    for (const recipient of recipients.slice(0, 50)) {
      const hash = recipientHash(recipient);
      const rows = await this.find(
        `${found} and recipient = $3 and recipient_key = $4`,
        message,
        check,
        hash,
        recipient,
      );
      if (rows.length > 0) return rows;
    }
    return this.find(found, message, check);
  }

  async byDelivery(deliveryId: string): Promise<LoggedDelivery | undefined> {
    const rows = await this.find('id = $1 and delivery_id = $2', deliveryHash(deliveryId), deliveryId);
    return rows[0];
  }

  /** Ends what is older than is kept, and the oldest of what is too much. Returns how many rows went. */
  async shed(): Promise<number> {
    const oldest = this.oldest();
    let segments = await this.segments();
    let [gone, overflow] = [0, 0];
    let rows = segments.reduce((n, s) => n + s.rows, 0);
    while (segments.length > 1) {
      const [first, next] = segments as [Segment, Segment];
      const expired = next.begun_at < oldest; // what is in a segment came before the next was begun
      if (!expired && rows <= this.options.maxRows) break;
      await this.store.commit([
        { ...sql('delete from send_log_segments where n = $1', first.n), mustChange: 1 },
        sql(`drop table send_log_${first.n}`),
      ]);
      gone += first.rows;
      rows -= first.rows;
      if (!expired) overflow += first.rows;
      segments = segments.slice(1);
    }
    if (overflow > 0) this.options.onOverflow(overflow);
    return gone;
  }

  /** How many deliveries it holds. `shedTo`: deliveries younger than `keep` were shed, and it reaches back to then only; null
   *  while it holds everything that it should. */
  async extent(): Promise<{ rows: number; shedTo: Instant | null }> {
    const segments = await this.segments();
    const [first] = segments;
    // What expired was dropped because the next segment was begun that long ago; a younger one was left by an overflow.
    const short = first !== undefined && first.n > 1 && first.begun_at >= this.oldest();
    return {
      rows: segments.reduce((n, s) => n + s.rows, 0),
      shedTo: short ? (first.begun_at as Instant) : null,
    };
  }

  /** Erasure: nothing here leads to this person any more. Reads every segment whole: an index for it would slow every
   *  message that is sent, for the few people who ask. */
  async forget(recipient: RecipientKey): Promise<void> {
    for (const { n } of await this.segments()) {
      const mine = `from send_log_${n} where recipient_key = $1`;
      await this.store.commit([
        sql(
          `update send_log_segments set rows = rows - (select count(*) ${mine}) where n = $2`,
          recipient,
          n,
        ),
        sql(`delete ${mine}`, recipient),
      ]);
    }
  }

  private oldest(): Instant {
    return minus(this.options.now(), this.options.keep);
  }

  private async segments(): Promise<Segment[]> {
    const rows = await this.store.all<Segment>('select n, rows, begun_at from send_log_segments order by n');
    return rows.map((s) => ({ n: Number(s.n), rows: Number(s.rows), begun_at: Number(s.begun_at) }));
  }

  /** The newest segment; a new one when that is full, or has lasted its share of the time that is kept. */
  private async current(): Promise<number> {
    const { keep, maxRows, now } = this.options;
    const last = (await this.segments()).at(-1);
    const spent = (s: Segment) =>
      s.rows >= maxRows / SEGMENTS || s.begun_at < minus(now(), (keep / 30) as Duration);
    if (last && !spent(last)) return last.n;
    const n = (last?.n ?? 0) + 1;
    const begun = sql('insert into send_log_segments values ($1, 0, $2) on conflict do nothing', n, now());
    try {
      await this.store.commit([{ ...begun, mustChange: 1 }, ...segmentTable(n)]);
    } catch (error) {
      if (!(error instanceof LostRace)) throw error; // another began it
    }
    await this.shed(); // here, so that no burst outruns whoever calls it by the clock
    return n;
  }

  /** Newest first, and each delivery once: one that was told again in a later segment stands in two. */
  private async find(where: string, ...params: (string | number)[]): Promise<LoggedDelivery[]> {
    const segments = await this.segments();
    if (segments.length === 0) return [];
    const parts = segments.reverse().map(({ n }) => `select ${RETURNED} from send_log_${n} where ${where}`);
    const rows = await this.store.all<Row>(`${parts.join(' union all ')} limit 20`, ...params);
    const once = new Map(rows.map((row) => [row.delivery_id ?? row.recipient_key, delivery(row)]));
    return [...once.values()];
  }
}
