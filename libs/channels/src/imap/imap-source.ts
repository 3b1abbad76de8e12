import type { Duration, Instant } from '@app/kernel';
import { complete, type CompleteAccount, type ImapAccount } from './account';
import { MailboxReader, type ReaderNeeds } from './mailbox-reader';
import type { ImapCounts } from './round';

export interface ImapOptions extends ImapAccount {
  /** Bytes of a message; a bigger one is put aside. */
  readonly size: number;
}
export type ImapSurroundings = Pick<ReaderNeeds, 'submit' | 'clock' | 'space' | 'log'>;

/** Reads the mailboxes of one account: whatever arrives in them is submitted, and moved away once it is durable. Neither
 *  a server that is away nor a wrong password ends it; `trouble` says so meanwhile. */
export class ImapSource {
  readonly counts: ImapCounts = { kept: 0, duplicates: 0, failed: 0 };
  private readonly account: CompleteAccount;
  private readonly readers: ReadonlyMap<string, MailboxReader>;

  constructor({ size, ...account }: ImapOptions, with_: ImapSurroundings) {
    this.account = complete(account);
    const { counts } = this;
    this.readers = new Map(
      this.account.mailboxes.map((mailbox) => [
        mailbox,
        new MailboxReader({ ...with_, account: this.account, mailbox, size, counts }),
      ]),
    );
  }

  get name(): string {
    return this.account.name;
  }

  /** What whoever runs the desk has to look at; undefined when there is nothing. Names no person. */
  trouble(): string | undefined {
    const troubles = [...this.readers].flatMap(([mailbox, { trouble }]) =>
      trouble === undefined ? [] : `${mailbox}: ${trouble}`,
    );
    const aside = Math.max(...[...this.readers.values()].map((reader) => reader.aside));
    if (aside > 0)
      troubles.push(`${this.account.failed}: ${aside} that could not be taken wait for a person`);
    return troubles.length === 0 ? undefined : troubles.join('; ');
  }

  /** Since when the oldest message that was not read yet has waited, as far as we know; undefined: none waits. */
  oldest(): Instant | undefined {
    const waiting = [...this.readers.values()].flatMap(({ oldest }) => oldest ?? []);
    return waiting.length === 0 ? undefined : (Math.min(...waiting) as Instant);
  }

  /** When every mailbox had last been read through; undefined: one was not, so far. */
  lastRead(): Instant | undefined {
    const read = [...this.readers.values()].map(({ lastRead }) => lastRead);
    return read.includes(undefined) ? undefined : (Math.min(...(read as Instant[])) as Instant);
  }

  /** Takes nothing new, and ends within `grace`. What was fetched and not moved comes again, and is known then. */
  async close(grace: Duration): Promise<void> {
    await Promise.all([...this.readers.values()].map((reader) => reader.close(grace)));
  }
}
