import { sql, type AccountId, type BrandId, type Instant, type Query, type RecipientKey } from '@app/kernel';

/** A complaint that may bear costs, by what tells whose risk its address was. */
export interface ChargedComplaint {
  readonly accountId: AccountId;
  /** Null: it does not say which address it is about. */
  readonly recipientKey: RecipientKey | null;
  readonly sentAt: Instant;
}

/** Of a brand, about mail sent in that time, both ends included: those that are an account's, and good enough to be told to
 *  it or to be counted against it. Of a merged one the survivor. At most `most` of them. */
export const chargedComplaints = (
  brand: BrandId,
  span: { readonly from: Instant; readonly until: Instant },
  most: number,
): Query<ChargedComplaint[]> => ({
  reads: [
    sql(
      `select account_id, recipient_key, sent_at from complaint_list
       where brand_id = $1 and sent_at between $2 and $3 and filed_at >= $2 and account_id is not null
         and state in ('traced', 'qualified') and (' ' || may || ' ' like '% forward %' or ' ' || may || ' ' like '% count %')
       order by filed_at, complaint_id limit $4`,
      brand,
      span.from,
      span.until,
      most,
    ),
  ],
  answer: ([rows]) =>
    (rows as { account_id: AccountId; recipient_key: RecipientKey | null; sent_at: number }[]).map((row) => ({
      accountId: row.account_id,
      recipientKey: row.recipient_key,
      sentAt: Number(row.sent_at) as Instant,
    })),
});

/** Who sends as a domain, or as one above or below it; closed accounts too. */
export const accountsAsDomain = (domain: string): Query<AccountId[]> => {
  const labels = domain.split('.');
  const above = labels.map((_, i) => labels.slice(i).join('.'));
  return {
    reads: [
      sql(
        `select distinct account_id from senders where kind = 'domain'
           and (value in (${above.map((_, i) => `$${i + 2}`).join(', ')}) or substr(value, -length($1)) = $1)
         order by account_id`,
        `.${domain}`,
        ...above,
      ),
    ],
    answer: ([rows]) => (rows as { account_id: AccountId }[]).map((row) => row.account_id),
  };
};

/** Every address and network that an account sends as, closed accounts' too. */
export const sendersByIp: Query<{ accountId: AccountId; value: string }[]> = {
  reads: [sql("select account_id, value from senders where kind = 'ip' order by account_id, value")],
  answer: ([rows]) =>
    (rows as { account_id: AccountId; value: string }[]).map(({ account_id: accountId, value }) => ({
      accountId,
      value,
    })),
};
