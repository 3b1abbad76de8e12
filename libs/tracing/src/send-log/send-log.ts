import { createHash } from 'node:crypto';
import {
  minus,
  sql,
  type AccountId,
  type CampaignId,
  type Duration,
  type Instant,
  type RecipientKey,
  type Statement,
} from '@app/kernel';
import type { ReadStore } from '@app/read-store';
import { bareMessageId } from '../evidence';

/** One message sent to one recipient. */
export interface Sent {
  readonly messageId: string;
  /** Opaque, minted by the platform. */
  readonly deliveryId?: string;
  readonly accountId: AccountId;
  readonly campaignId: CampaignId | null;
  readonly recipientKey: RecipientKey;
  readonly sentAt: Instant;
}
export type LoggedDelivery = Omit<Sent, 'messageId' | 'deliveryId'> & { readonly deliveryId: string | null };

export interface SendLogOptions {
  /** How long a delivery is kept (default 30 d of the settings). */
  readonly keep: Duration;
  readonly maxRows: number;
  readonly now: () => Instant;
  /** More was sent than fits: deliveries younger than `keep` were shed, and complaints about them trace by other means. */
  readonly onOverflow: (shed: number) => void;
}

/** Messages taken in one call. */
export const MAX_BATCH = 10_000;
const PER_STATEMENT = 200;
const PER_COMMIT = 2_000; // some 20 ms of the writer, which events and views share

/** What was sent lately: a bounded table, not events. A platform at its largest sends 100 million messages in hours. */
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
    const rows = new Map<string, Sent>();
    for (const sent of batch) {
      const id = rowId(sent);
      if (sent.sentAt >= oldest && !rows.has(id)) rows.set(id, sent);
    }
    const all = [...rows];
    for (let at = 0; at < all.length; at += PER_COMMIT) {
      const statements: Statement[] = [];
      const commit = all.slice(at, at + PER_COMMIT);
      for (let i = 0; i < commit.length; i += PER_STATEMENT)
        statements.push(...inserted(commit.slice(i, i + PER_STATEMENT)));
      await this.store.commit(statements);
    }
  }

  /** Deliveries of a message to these recipients; without a match, up to 20 of its deliveries to anybody. */
  async byMessageId(messageId: string, recipients: readonly RecipientKey[]): Promise<LoggedDelivery[]> {
    const key = messageKey(messageId);
    for (const recipient of recipients.slice(0, 50)) {
      const found = await this.rows('message_key = $1 and recipient_key = $2', key, recipient);
      if (found.length > 0) return found;
    }
    return this.rows('message_key = $1', key);
  }

  async byDelivery(deliveryId: string): Promise<LoggedDelivery | undefined> {
    const [found] = await this.rows('id = $1', `d:${deliveryId}`);
    return found;
  }

  /** Ends what is older than is kept, and the oldest of what is too much. Returns how many rows went. */
  async shed(): Promise<number> {
    const expired = await this.delete(Number.POSITIVE_INFINITY, this.oldest());
    const [size] = await this.store.all<{ rows: number }>('select rows from send_log_size');
    const excess = Number(size?.rows ?? 0) - this.options.maxRows;
    if (excess <= 0) return expired;
    const shed = await this.delete(excess);
    this.options.onOverflow(shed);
    return expired + shed;
  }

  /** Erasure: nothing here leads to this person any more. */
  async forget(recipient: RecipientKey): Promise<void> {
    const ids = await this.store.all<{ id: string }>(
      'select id from send_log where recipient_key = $1',
      recipient,
    );
    for (let i = 0; i < ids.length; i += PER_STATEMENT) await this.remove(ids.slice(i, i + PER_STATEMENT));
  }

  private oldest(): Instant {
    return minus(this.options.now(), this.options.keep);
  }

  private async delete(atMost: number, sentBefore?: Instant): Promise<number> {
    let gone = 0;
    while (gone < atMost) {
      const limit = Math.min(PER_STATEMENT, atMost - gone);
      const ids = await (sentBefore === undefined
        ? this.store.all<{ id: string }>('select id from send_log order by sent_at limit $1', limit)
        : this.store.all<{ id: string }>(
            'select id from send_log where sent_at < $1 order by sent_at limit $2',
            sentBefore,
            limit,
          ));
      if (ids.length === 0) break;
      await this.remove(ids);
      gone += ids.length;
    }
    return gone;
  }

  private remove(ids: readonly { id: string }[]): Promise<void> {
    const list = ids.map((_, i) => `$${i + 1}`).join(', ');
    const deleted = sql(`delete from send_log where id in (${list})`, ...ids.map(({ id }) => id));
    return this.store.commit([
      { ...deleted, mustChange: ids.length },
      sql('update send_log_size set rows = rows - $1', ids.length),
    ]);
  }

  private async rows(where: string, ...params: string[]): Promise<LoggedDelivery[]> {
    const found = await this.store.all<Row>(
      `select delivery_id, account_id, campaign_id, recipient_key, sent_at from send_log where ${where} limit 20`,
      ...params,
    );
    return found.map((row) => ({
      deliveryId: row.delivery_id,
      accountId: row.account_id,
      campaignId: row.campaign_id,
      recipientKey: row.recipient_key,
      sentAt: Number(row.sent_at) as Instant,
    }));
  }
}

interface Row {
  readonly delivery_id: string | null;
  readonly account_id: AccountId;
  readonly campaign_id: CampaignId | null;
  readonly recipient_key: RecipientKey;
  readonly sent_at: number;
}

const messageKey = (messageId: string): string =>
  createHash('sha256').update(bareMessageId(messageId)).digest('base64url').slice(0, 22); // 132 bits

const rowId = (sent: Sent): string =>
  sent.deliveryId === undefined
    ? `m:${messageKey(sent.messageId)}:${sent.recipientKey}`
    : `d:${sent.deliveryId}`;

/** Counted in the same transaction and before the insert, which does not say how many were new. */
const inserted = (rows: readonly (readonly [string, Sent])[]): Statement[] => {
  const ids = rows.map(([id]) => id);
  const n = rows.length;
  const listed = ids.map((_, i) => `$${i + 1}`).join(', ');
  const values = rows.map((_, i) => `(${[1, 2, 3, 4, 5, 6, 7].map((c) => `$${7 * i + c}`).join(', ')})`);
  return [
    sql(
      `update send_log_size set rows = rows + $${n + 1} - (select count(*) from send_log where id in (${listed}))`,
      ...ids,
      n,
    ),
    sql(
      `insert into send_log(id, message_key, recipient_key, delivery_id, account_id, campaign_id, sent_at)
       values ${values.join(', ')} on conflict (id) do nothing`,
      ...rows.flatMap(([id, s]) => [
        id,
        messageKey(s.messageId),
        s.recipientKey,
        s.deliveryId ?? null,
        s.accountId,
        s.campaignId,
        s.sentAt,
      ]),
    ),
  ];
};
