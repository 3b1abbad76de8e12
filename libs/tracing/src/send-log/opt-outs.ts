import { hours, plus, sql, type AccountId, type Instant, type RecipientKey } from '@app/kernel';
import type { ReadStore } from '@app/read-store';
import { MAX_BATCH } from './send-log';

export interface OptOut {
  readonly accountId: AccountId;
  readonly recipientKey: RecipientKey;
  readonly at: Instant;
  /** `suppression`: confirmed by the platform on our order; anything else is the recipient's own doing. */
  readonly via: string;
}

/** Mail already on its way when a suppression was confirmed is nobody's fault (domain rules, interactions). */
const SUPPRESSION_GRACE = hours(1);
const PER_COMMIT = 1_000;

/** Who wanted no more mail of which account, and since when. */
export class OptOuts {
  constructor(private readonly store: ReadStore) {}

  /** Idempotent, in any order: the earliest holds. */
  async add(batch: readonly OptOut[]): Promise<void> {
    if (batch.length > MAX_BATCH)
      throw new RangeError(
        `${batch.length} opt-outs in one batch: send at most ${MAX_BATCH}, and the rest after`,
      );
    for (let i = 0; i < batch.length; i += PER_COMMIT)
      await this.store.commit(
        batch.slice(i, i + PER_COMMIT).map(({ accountId, recipientKey, at, via }) =>
          sql(
            `insert into opt_outs values ($1, $2, $3, $4) on conflict (account_id, recipient_key)
             do update set holds_from = excluded.holds_from, via = excluded.via
             where excluded.holds_from < opt_outs.holds_from`,
            accountId,
            recipientKey,
            via === 'suppression' ? plus(at, SUPPRESSION_GRACE) : at,
            via,
          ),
        ),
      );
  }

  /** Whether a message sent then should not have been. */
  async violatedBy(accountId: AccountId, recipientKey: RecipientKey, sentAt: Instant): Promise<boolean> {
    const rows = await this.store.all(
      'select 1 as found from opt_outs where account_id = $1 and recipient_key = $2 and holds_from < $3',
      accountId,
      recipientKey,
      sentAt,
    );
    return rows.length > 0;
  }

  /** Erasure. The objection itself stays with the account's own list, at the platform. */
  forget(recipient: RecipientKey): Promise<void> {
    return this.store.commit([sql('delete from opt_outs where recipient_key = $1', recipient)]);
  }
}
