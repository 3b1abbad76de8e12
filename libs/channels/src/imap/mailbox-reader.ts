import type { ImapFlow } from 'imapflow';
import { minutes, plus, type Duration, type Instant } from '@app/kernel';
import type { Clock } from '@app/runtime';
import { connectionTo, ensureFolder, inWords, refusesLogin } from './connection';
import { withRefusal, withTrouble } from './patience';
import { readThrough, type RoundNeeds } from './round';

export type ReaderNeeds = Omit<RoundNeeds, 'now' | 'oldest' | 'stopping'> & { readonly clock: Clock };

/** The server tells when mail comes; this is for the one that forgets to, and for what a person did in the folders. */
const LOOK_AGAIN = minutes(5);

/** Reads one mailbox for as long as it lives, over one connection: IDLE is about the mailbox that is open. */
export class MailboxReader {
  /** Why it does not go on, in words; undefined while all is well. */
  trouble: string | undefined = 'not connected yet';
  /** Messages in the folder of those that failed. */
  aside = 0;
  /** Since when the oldest message in it has waited; undefined: none waits. */
  oldest: Instant | undefined;
  /** When everything that was there had last been read; undefined: never so far. */
  lastRead: Instant | undefined;
  private client: ImapFlow | undefined;
  private stopping = false;
  private news = false;
  private wake = (): void => undefined;
  private readonly troubled = withTrouble();
  private readonly refused = withRefusal();
  private readonly running: Promise<void>;

  constructor(private readonly needs: ReaderNeeds) {
    this.running = this.run();
  }

  /** Ends after the batch that is under way, or after `grace` wherever it is: nothing is lost by that. */
  async close(grace: Duration): Promise<void> {
    this.stopping = true;
    const late = setTimeout(() => this.client?.close(), grace);
    this.wake();
    await this.running;
    clearTimeout(late);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      let wait: Duration;
      try {
        await this.session();
        return; // it ends without trouble when it is told to
      } catch (error) {
        wait = this.failed(error);
      }
      await this.sleep(wait);
    }
  }

  /** One connection, until it breaks or we stop. */
  private async session(): Promise<void> {
    const { account, mailbox, size } = this.needs;
    const client = (this.client = connectionTo(account, size));
    client.on('close', () => this.wake());
    client.on('exists', ({ count, prevCount }) => {
      if (count <= prevCount) return;
      this.news = true;
      if (this.trouble === undefined) this.wake(); // a store in trouble is given its time
    });
    try {
      await client.connect();
      await ensureFolder(client, account.processed);
      await ensureFolder(client, account.failed);
      await client.mailboxOpen(mailbox);
      this.refused.reset();
      while (!this.stopping) {
        const wait = await this.round(client);
        if (this.stopping || (this.news && this.trouble === undefined)) continue;
        if (!client.usable) throw new Error('the connection was lost');
        void client.idle().catch(() => undefined); // a connection that breaks says so itself
        await this.sleep(wait);
        if (!client.usable) throw new Error('the connection was lost');
      }
      await client.logout();
    } finally {
      client.close();
      this.client = undefined;
    }
  }

  /** Resolves with how long to wait for news. */
  private async round(client: ImapFlow): Promise<Duration> {
    const { clock, account } = this.needs;
    this.news = false;
    const stay = await readThrough(client, {
      ...this.needs,
      now: clock.now,
      oldest: (since) => (this.oldest = since),
      stopping: () => this.stopping,
    });
    const failed = await client.status(account.failed, { messages: true });
    this.aside = (failed && failed.messages) || 0;
    this.says(stay);
    if (stay === undefined && !this.stopping) this.lastRead = clock.now();
    if (stay !== undefined) return this.troubled.wait();
    this.troubled.reset();
    return LOOK_AGAIN;
  }

  private failed(error: unknown): Duration {
    if (this.stopping) return 0 as Duration;
    this.says(inWords(error));
    return (refusesLogin(error) ? this.refused : this.troubled).wait();
  }

  /** Once for each trouble: the attempts are many. */
  private says(trouble: string | undefined): void {
    const { account, mailbox, log } = this.needs;
    const of = { account: account.name, mailbox };
    if (trouble !== undefined && trouble !== this.trouble)
      log('error', 'a mailbox cannot be read; it is tried again', { ...of, why: trouble });
    if (trouble === undefined && this.trouble !== undefined) log('info', 'a mailbox is read', of);
    this.trouble = trouble;
  }

  /** Until then, or until somebody wakes us. */
  private async sleep(wait: Duration): Promise<void> {
    if (this.stopping) return;
    const { clock } = this.needs;
    let callOff = (): void => undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      callOff = clock.at(plus(clock.now(), wait), resolve);
    });
    callOff();
  }
}
