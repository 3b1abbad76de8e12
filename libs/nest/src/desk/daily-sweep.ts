import {
  subjectsOf,
  sweepList,
  type AskDns,
  type Blocklist,
  type Owned,
  type Sender,
  type Swept,
  type Waiting,
} from '@app/blocklists';
import { uuidv5 } from '@app/event-store';
import { dayOf, hours, Instant, minus, minutes, plus, type AccountId, type Day } from '@app/kernel';
import { ask, type ReadStore } from '@app/read-store';
import type {
  LeftWaiting,
  ListedSubject,
  ListingCommand,
  MailboxFault,
  SweepState,
  SweptList,
} from '@app/reputation';
import type { Settings } from '@app/settings';
import { listedOn, sendersAfter, waitingComplaints, waitingReports, type SenderRow } from '@app/views';
import type { Aggregates } from './aggregates';
import { commandId, rootMeta } from './command-id';

/** Namespaces of the ids of listings, and of what a day's sweep says of one. */
const LISTINGS = 'b2b2a6a0-5d3c-5a53-9a4e-6a0f5f0c8a11';
const FOUND = '0c6a3f1e-6f0e-5a3d-8f52-9f5b8d1d7c42';
const AGAIN_AFTER = minutes(15); // a sweep that failed: lists are not asked all over again every minute
const A_DAY = hours(24);
const PAGE = 1_000;
const AT_ONCE = 64; // commands; they share commits

/** A mailbox of ours, as its channel knows it. */
export interface WatchedMailbox {
  readonly name: string;
  /** When everything in it had last been read; undefined: not since the desk started. */
  lastRead(): Instant | undefined;
  /** Since when the oldest message that was not read has lain there; undefined: none does. */
  oldest(): Instant | undefined;
}

interface Needs {
  readonly tables: ReadStore;
  readonly settings: Settings['sweep'];
  readonly lists: () => readonly Blocklist[];
  readonly ask: AskDns;
  readonly waiting: Waiting;
  readonly aggregates: Pick<Aggregates, 'listing' | 'sweep'>;
  readonly state: () => Promise<{ readonly state: SweepState }>;
  readonly now: () => Instant;
  readonly onError: (error: unknown) => void;
}

/** Asks the blocklists, and looks after our own mailboxes, once a day. Whether a day's sweep is due stands in the log, so
 *  that a desk that was down does it once it is up, and never twice. It runs beside everything else: with many accounts it
 *  takes hours. */
export class DailySweep {
  private mailboxes: readonly WatchedMailbox[] = [];
  private running: Promise<void> | undefined;
  private notBefore = 0 as Instant;
  private readonly stopping = new AbortController();

  constructor(private readonly needs: Needs) {}

  watch(mailboxes: readonly WatchedMailbox[]): void {
    this.mailboxes = mailboxes;
  }

  /** Every now and then: notes the days that ended without one, and begins today's when it is due. */
  readonly round = async (at: Instant): Promise<void> => {
    if (this.running || this.stopping.signal.aborted) return; // its day ends when it does
    const { aggregates, settings, state } = this.needs;
    const day = dayOf(at, 'UTC');
    await aggregates.sweep({ type: 'OweSweep', at, day }, rootMeta(commandId()));
    const { told } = (await state()).state;
    const due = Instant(`${day}T${settings.at}:00.000Z`);
    if ((told !== null && told >= day) || at < due || at < this.notBefore) return;
    this.running = this.sweep(day, at)
      .catch((error: unknown) => {
        this.notBefore = plus(this.needs.now(), AGAIN_AFTER);
        if (!this.stopping.signal.aborted) this.needs.onError(error);
      })
      .finally(() => (this.running = undefined));
  };

  /** Until the sweep that is under way is done. */
  async settled(): Promise<void> {
    await this.running;
  }

  /** What was not asked yet is asked after the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async sweep(day: Day, beganAt: Instant): Promise<void> {
    const { lists, waiting, settings, aggregates, now } = this.needs;
    const until = waiting.now() + settings.timeLimit;
    const { subjects, notAsked } = subjectsOf(await this.senders());
    const swept = await Promise.all(lists().map((list) => this.sweepOne(list, subjects, day, until)));
    const at = now();
    await aggregates.sweep(
      {
        type: 'CompleteSweep',
        at,
        beganAt,
        result: {
          day,
          lists: swept,
          notAsked,
          mailboxes: faultsOf(this.mailboxes, at),
          waiting: await this.leftWaiting(at),
        },
      },
      rootMeta(uuidv5(FOUND, day)),
    );
  }

  private async senders(): Promise<Sender[]> {
    const { own } = this.needs.settings;
    const found: Sender[] = [
      ...own.ips.map((value): Sender => ({ of: 'ip', value, accountId: null })),
      ...own.domains.map((value): Sender => ({ of: 'domain', value: value.toLowerCase(), accountId: null })),
    ];
    let last: SenderRow | null = null;
    do {
      const page: SenderRow[] = await ask(this.needs.tables, sendersAfter(last, PAGE));
      found.push(...page);
      last = page.length === PAGE ? page.at(-1)! : null;
    } while (last);
    return found;
  }

  /** Also asks about what stands on the list and nobody sends as any more: only the list says that a listing is gone. */
  private async sweepOne(
    list: Blocklist,
    subjects: readonly Owned[],
    day: Day,
    until: number,
  ): Promise<SweptList> {
    const standing = await ask(this.needs.tables, listedOn(list.id));
    const all = new Map<string, ListedSubject>();
    for (const { of, value } of [...subjects, ...standing.map(({ subject }) => subject)])
      all.set(value, { of, value });
    const { waiting, ask: askDns } = this.needs;
    const { signal } = this.stopping;
    const swept = await sweepList(list, [...all.values()], { ask: askDns, waiting, until, signal });

    const about = new Map<string, ListingCommand>();
    const tell = (listingId: string, accountId: AccountId | null, subject: ListedSubject) => {
      const command = commandOf(list, swept, day, { listingId, accountId, subject, at: this.needs.now() });
      if (command) about.set(listingId, command);
    };
    for (const { of, value, accountId } of subjects) {
      if (swept.finding({ of, value }).state !== 'listed') continue;
      tell(uuidv5(LISTINGS, JSON.stringify([list.id, value, accountId])), accountId, { of, value });
    }
    for (const { id, account, subject } of standing) tell(id, account, subject);
    await this.giveAll([...about.values()], day);
    const { asked, listed, unknown, fault } = swept;
    return { list: list.id, asked, listed, unknown, fault };
  }

  private async giveAll(commands: readonly ListingCommand[], day: Day): Promise<void> {
    const { listing } = this.needs.aggregates;
    for (let i = 0; i < commands.length; i += AT_ONCE)
      await Promise.all(
        commands
          .slice(i, i + AT_ONCE)
          .map((command) => listing(command, rootMeta(uuidv5(FOUND, `${command.listingId} ${day}`)))),
      );
  }

  private async leftWaiting(at: Instant): Promise<LeftWaiting[]> {
    const { tables } = this.needs;
    const queues = [...(await ask(tables, waitingReports)), ...(await ask(tables, waitingComplaints))];
    return queues.flatMap(({ queue, oldest }) =>
      oldest !== null && oldest < minus(at, A_DAY) ? [{ queue, oldest }] : [],
    );
  }
}

/** None where the list did not answer: that changes nothing. */
const commandOf = (
  list: Blocklist,
  swept: Swept,
  sweep: Day,
  of: Pick<ListingCommand, 'listingId' | 'accountId' | 'subject' | 'at'>,
): ListingCommand | undefined => {
  const finding = swept.finding(of.subject);
  if (finding.state === 'unknown') return undefined;
  const about = { ...of, list: list.id, sweep };
  if (finding.state === 'absent') return { type: 'FindAbsent', ...about };
  return {
    type: 'FindListed',
    ...about,
    severity: finding.severity,
    codes: [...finding.codes],
    delisting: list.delisting?.replace('{subject}', encodeURIComponent(of.subject.value)) ?? null,
  };
};

const faultsOf = (mailboxes: readonly WatchedMailbox[], at: Instant): MailboxFault[] => {
  const dayAgo = minus(at, A_DAY);
  return mailboxes.flatMap((mailbox): MailboxFault[] => {
    const read = mailbox.lastRead();
    const oldest = mailbox.oldest();
    return [
      ...(read === undefined || read < dayAgo
        ? [{ mailbox: mailbox.name, fault: 'not-read' as const, since: read ?? null }]
        : []),
      ...(oldest !== undefined && oldest < dayAgo
        ? [{ mailbox: mailbox.name, fault: 'left-lying' as const, since: oldest }]
        : []),
    ];
  });
};
