import { uuidv5 } from '@app/event-store';
import { dayOf, minus, minutes, plus, type Day, type Duration, type Instant } from '@app/kernel';
import { ask } from '@app/read-store';
import type { Clock } from '@app/runtime';
import { daysInUse, unmergedTwins, utcDay, type SourceHealth } from '@app/views';
import type { Aggregates } from './aggregates';
import { commandId, rootMeta } from './command-id';
import type { Stores } from './stores';

const ROUND: Duration = minutes(1);
/** Twins that nobody merged in the rounds before are looked for again in this many. */
const TWIN_ROUNDS = 10;
/** Namespace of the ids of commands that stem a flood: one a source and day. */
const FLOODS = '3d0f4a5e-7f0b-5d7e-8a6e-0c5b1f2d9e77';

interface Needs {
  readonly clock: Clock;
  readonly onError: (chore: string, error: unknown) => void;
  /** By name, one after another; one that fails keeps no other from its turn. */
  readonly chores: Readonly<Record<string, (at: Instant) => Promise<unknown>>>;
}

/** What has to be done now and then, round after round. */
export class Chores {
  private cancel: (() => void) | undefined;
  private stopped = false;
  private round: Promise<void> = Promise.resolve();

  constructor(private readonly needs: Needs) {}

  start(): void {
    const { clock } = this.needs;
    this.cancel = clock.at(plus(clock.now(), ROUND), () => {
      this.round = this.work(clock.now()).then(() => {
        if (!this.stopped) this.start();
      });
    });
  }

  /** Until the round that is under way is done. */
  settled(): Promise<void> {
    return this.round;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    await this.round;
  }

  private async work(at: Instant): Promise<void> {
    for (const [name, chore] of Object.entries(this.needs.chores))
      try {
        if (!this.stopped) await chore(at);
      } catch (error) {
        this.needs.onError(name, error);
      }
  }
}

/** Two reports of one message that came at the same time, each filed before the other was seen. */
export const mergeTwins =
  ({ tables }: Pick<Stores, 'tables'>, { complaint }: Pick<Aggregates, 'complaint'>) =>
  async (at: Instant): Promise<void> => {
    const since = minus(at, (TWIN_ROUNDS * ROUND) as Duration);
    for (const { complaintId, into, intoIdentity } of await ask(tables, unmergedTwins(since)))
      await complaint(
        {
          type: 'MergeComplaint',
          complaintId,
          at,
          into,
          intoIdentity,
          because: 'both proved to be about one delivered message',
        },
        rootMeta(commandId()),
      );
  };

/** Originals go at the end of their time, but for what open cases rest on. */
export const expireOriginals =
  (
    { raw, tables }: Pick<Stores, 'raw' | 'tables'>,
    retention: Duration,
    told: (days: readonly Day[]) => void,
  ) =>
  async (at: Instant): Promise<void> => {
    const expired = await raw.expire(dayOf(minus(at, retention), 'UTC'), () => ask(tables, daysInUse));
    if (expired.length > 0) told(expired);
  };

/** What a source that floods us with reports would set in motion is proposed from here on; a supervisor lets it go on, and
 *  it is not stopped again on that day. */
export const stemFloods =
  (health: () => Promise<readonly SourceHealth[]>, { automation }: Pick<Aggregates, 'automation'>) =>
  async (at: Instant): Promise<void> => {
    for (const { source, alarms } of await health())
      for (const { alarm, detail: reason } of alarms)
        if (alarm === 'flood')
          await automation(
            {
              type: 'HaltAutomation',
              scope: `source:${source}`,
              at,
              by: { kind: 'rule', rule: 'flood' },
              reason,
            },
            rootMeta(uuidv5(FLOODS, `${source} ${utcDay(at)}`)),
          );
  };
