import { hours, plus, type Instant } from '@app/kernel';
import { ask, type ReadStore } from '@app/read-store';
import type { Parked } from '@app/runtime';
import type { SendLog } from '@app/tracing';
import {
  haltedScopes,
  missedSweeps,
  sweepFaults,
  tasksDueBy,
  waitingComplaints,
  waitingCosts,
  waitingLists,
  waitingListings,
  waitingOrders,
  waitingReports,
  waitingResemblances,
  waitingSuppressions,
  waitingTasks,
  type OwnSenders,
  type SourceHealth,
} from '@app/views';
import type { Deliveries } from './deliveries';

/** What waits in one queue for a person. */
export interface Waiting {
  readonly queue: string;
  readonly count: number;
  /** Null: nothing waits, or it is not known since when. */
  readonly oldest: Instant | null;
  /** The nearest deadline; absent or null: none has one. */
  readonly nearest?: Instant | null;
}

interface Needs {
  readonly tables: ReadStore;
  readonly health: () => Promise<readonly SourceHealth[]>;
  readonly parked: () => ReturnType<Parked['summary']>;
  readonly sendLog: Pick<SendLog, 'extent'>;
  readonly deliveries: () => Pick<Deliveries, 'late'>;
  readonly ownSenders: () => OwnSenders;
  readonly now: () => Instant;
}

const SOON = hours(2);

/** Everything that waits for a person, by kind: work first, then what is wrong with the desk itself, or with what it hears. */
export class Queues {
  constructor(private readonly needs: Needs) {}

  async waiting(): Promise<Waiting[]> {
    const { tables, now, ownSenders } = this.needs;
    const returning = await ask(tables, waitingResemblances(ownSenders()));
    return [
      ...(await ask(tables, waitingComplaints)),
      await ask(tables, waitingSuppressions),
      ...(await ask(tables, waitingReports)),
      ...(await ask(tables, waitingTasks)).map(({ task: queue, ...rest }) => ({ queue, ...rest })),
      await ask(tables, waitingOrders),
      { queue: 'costs-to-approve', ...(await ask(tables, waitingCosts)) },
      { queue: 'list-approvals', ...(await ask(tables, waitingLists)) },
      { queue: 'returning-offenders', count: returning.length, oldest: oldestOf(returning) },
      { queue: 'due-soon', ...(await ask(tables, tasksDueBy(plus(now(), SOON)))) },
      ...(await this.alarms()).filter(({ count }) => count > 0),
    ];
  }

  private async alarms(): Promise<Waiting[]> {
    const { tables, health, parked, sendLog, deliveries } = this.needs;
    const wrong = (await health()).flatMap(({ alarms }) => alarms);
    const halted = await ask(tables, haltedScopes);
    const { instances, effects, oldest } = await parked();
    const { shedTo } = await sendLog.extent();
    return [
      { queue: 'source-health', count: wrong.length, oldest: null },
      { queue: 'automation', count: halted.length, oldest: halted[0]?.since ?? null },
      { queue: 'parked', count: instances + effects, oldest },
      { queue: 'undelivered', ...(await deliveries().late()) },
      { queue: 'blocklisted', ...(await ask(tables, waitingListings)) },
      { queue: 'sweep-missed', ...(await ask(tables, missedSweeps)) },
      { queue: 'sweep-faults', ...(await ask(tables, sweepFaults)) },
      { queue: 'send-log', count: shedTo === null ? 0 : 1, oldest: shedTo },
    ];
  }
}

const oldestOf = (found: readonly { readonly since: Instant }[]): Instant | null =>
  found.reduce<Instant | null>(
    (oldest, { since }) => (oldest === null || since < oldest ? since : oldest),
    null,
  );
