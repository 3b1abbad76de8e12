/** A mailbox account at an IMAP server, and which of its mailboxes hold reports. */
export interface ImapAccount {
  /** Names it in logs, health and metrics. */
  readonly name: string;
  readonly host: string;
  readonly port?: number | undefined; // 993, or 143 without implicit TLS, unless told otherwise
  /** `implicit` unless told otherwise. `none` sends the password in the clear: for a server on this machine. */
  readonly tls?: 'implicit' | 'starttls' | 'none' | undefined;
  /** In PEM, of a server whose certificate no public authority signed. */
  readonly caFile?: string | undefined;
  readonly user: string;
  /** One of the two. The file is read at each connection, so that a new password needs no restart. */
  readonly password?: string | undefined;
  readonly passwordFile?: string | undefined;
  /** Read side by side, each over a connection of its own; `[INBOX]` unless told otherwise. */
  readonly mailboxes?: readonly string[] | undefined;
  /** Where messages go once they are durable here, `Processed`, and those that never can be, `Failed`; made if absent. */
  readonly processed?: string | undefined;
  readonly failed?: string | undefined;
  /** Messages fetched and moved at once; 200 unless told otherwise. While one batch is stored the next is fetched. */
  readonly batch?: number | undefined;
  /** Bytes of the messages of a batch, unless a single one is bigger; 16 MiB unless told otherwise. */
  readonly batchBytes?: number | undefined;
}

const BATCH = 200;
const BATCH_BYTES = 16 * 1024 ** 2;

/** The account with everything said. */
export const complete = (account: ImapAccount) => {
  const { tls = 'implicit' } = account;
  return {
    ...account,
    tls,
    port: account.port ?? (tls === 'implicit' ? 993 : 143),
    mailboxes: account.mailboxes ?? ['INBOX'],
    processed: account.processed ?? 'Processed',
    failed: account.failed ?? 'Failed',
    batch: account.batch ?? BATCH,
    batchBytes: account.batchBytes ?? BATCH_BYTES,
  };
};
export type CompleteAccount = ReturnType<typeof complete>;
