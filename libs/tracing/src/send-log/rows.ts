import { createHash } from 'node:crypto';
import {
  sql,
  type AccountId,
  type CampaignId,
  type Instant,
  type RecipientKey,
  type Statement,
} from '@app/kernel';
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

/** Two numbers of 53 bits, what a bigint column holds exactly on every store. One finds, both together prove. */
const hashed = (kind: string, text: string): [number, number] => {
  const digest = createHash('sha256').update(kind).update(text).digest();
  return [Number(digest.readBigUInt64BE(0) >> 11n), Number(digest.readBigUInt64BE(8) >> 11n)];
};
export const messageHash = (messageId: string) => hashed('m', bareMessageId(messageId));
export const recipientHash = (key: RecipientKey): number => hashed('r', key)[0];
export const deliveryHash = (deliveryId: string): number => hashed('d', deliveryId)[0];

export const idOf = (sent: Sent): number =>
  sent.deliveryId === undefined
    ? hashed('i', `${bareMessageId(sent.messageId)}\n${sent.recipientKey}`)[0]
    : deliveryHash(sent.deliveryId);

const COLUMNS = [
  'id',
  'message',
  'message_check',
  'recipient',
  'recipient_key',
  'delivery_id',
  'account_id',
  'campaign_id',
  'sent_at',
];

/** Counted in the same transaction and before the insert, which does not say how many were new. */
export const inserted = (segment: number, rows: readonly (readonly [number, Sent])[]): Statement[] => {
  const ids = rows.map(([id]) => id);
  const listed = ids.map((_, i) => `$${i + 3}`).join(', ');
  const width = COLUMNS.length;
  const values = rows.map((_, i) => `(${COLUMNS.map((_, c) => `$${width * i + c + 1}`).join(', ')})`);
  return [
    sql(
      `update send_log_segments set rows = rows + $2
        - (select count(*) from send_log_${segment} where id in (${listed})) where n = $1`,
      segment,
      rows.length,
      ...ids,
    ),
    sql(
      `insert into send_log_${segment}(${COLUMNS.join(', ')}) values ${values.join(', ')} on conflict (id) do nothing`,
      ...rows.flatMap(([id, s]) => [
        id,
        ...messageHash(s.messageId),
        recipientHash(s.recipientKey),
        s.recipientKey,
        s.deliveryId ?? null,
        s.accountId,
        s.campaignId,
        s.sentAt,
      ]),
    ),
  ];
};

export interface Row {
  readonly delivery_id: string | null;
  readonly account_id: AccountId;
  readonly campaign_id: CampaignId | null;
  readonly recipient_key: RecipientKey;
  readonly sent_at: number;
}
export const RETURNED = 'delivery_id, account_id, campaign_id, recipient_key, sent_at';

export const delivery = (row: Row): LoggedDelivery => ({
  deliveryId: row.delivery_id,
  accountId: row.account_id,
  campaignId: row.campaign_id,
  recipientKey: row.recipient_key,
  sentAt: Number(row.sent_at) as Instant,
});
