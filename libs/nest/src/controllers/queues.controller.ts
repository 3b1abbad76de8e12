import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { hours, plus, type Instant } from '@app/kernel';
import {
  haltedScopes,
  missedSweeps,
  sweepFaults,
  tasksDueBy,
  waitingComplaints,
  waitingListings,
  waitingOrders,
  waitingReports,
  waitingSuppressions,
  waitingTasks,
} from '@app/views';
import { Roles } from '../access';
import { Ask } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { listOf, rfc3339, type ListOf } from '../http';

const SOON = hours(2);

const queue = z
  .object({
    queue: z.string().meta({
      description:
        'untraced, unqualified, urgent (phishing and malware among those), dkim-replay, suppression-failed: complaints?queue= · reports, incidents, security: reports?queue= · ' +
        'alarms: platform-orders?queue= · source-health: sources · automation: automation · parked: `cli parked list` · ' +
        'undelivered: notices and orders that did not go out for 15 minutes, see /health/ready · ' +
        'blocklisted: blocklistings · sweep-missed (days without one), sweep-faults (what the last one could not ask, or found unread): sweeps · ' +
        'due-soon: tasks whose time is over within two hours, or is over; they stand in their own queues too · ' +
        'send-log: it is full (limits.sendLogRows) · any other is a task of cases: cases?queue=',
    }),
    count: z.int(),
    oldest: z.iso.datetime().nullable(),
    nearest: z.iso.datetime().nullable().meta({ description: 'The nearest deadline; null: none has one' }),
  })
  .meta({ id: 'Queue' });

interface Waiting {
  readonly queue: string;
  readonly count: number;
  readonly oldest: Instant | null;
  readonly nearest?: Instant | null;
}

@ApiTags('queues')
@Controller('v1/queues')
export class QueuesController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** What waits for a person, by kind, with the nearest deadline. */
  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(queue).meta({ id: 'Queues' }) })
  async list(): Promise<ListOf<z.output<typeof queue>>> {
    const waits: Waiting[] = [
      ...(await this.queries.execute(new Ask(waitingComplaints))),
      await this.queries.execute(new Ask(waitingSuppressions)),
      ...(await this.queries.execute(new Ask(waitingReports))),
      ...(await this.queries.execute(new Ask(waitingTasks))).map(({ task, ...rest }) => ({
        queue: task,
        ...rest,
      })),
      await this.queries.execute(new Ask(waitingOrders)),
      {
        queue: 'due-soon',
        ...(await this.queries.execute(new Ask(tasksDueBy(plus(this.desk.now(), SOON))))),
      },
      ...(await this.alarms()).filter(({ count }) => count > 0),
    ];
    return {
      items: waits.map(({ queue, count, oldest, nearest = null }) => ({
        queue,
        count,
        oldest: oldest && rfc3339(oldest),
        nearest: nearest && rfc3339(nearest),
      })),
      nextCursor: null,
    };
  }

  /** What is wrong with the desk itself, or with what it hears. */
  private async alarms(): Promise<Waiting[]> {
    const { sources, runtime, sendLog, deliveries } = this.desk;
    const health = await sources.health();
    const halted = await this.queries.execute(new Ask(haltedScopes));
    const parked = await runtime.parked.summary();
    const { shedTo } = await sendLog.extent();
    return [
      { queue: 'source-health', count: health.flatMap(({ alarms }) => alarms).length, oldest: null },
      { queue: 'automation', count: halted.length, oldest: halted[0]?.since ?? null },
      { queue: 'parked', count: parked.instances + parked.effects, oldest: parked.oldest },
      { queue: 'undelivered', ...(await deliveries.late()) },
      { queue: 'blocklisted', ...(await this.queries.execute(new Ask(waitingListings))) },
      { queue: 'sweep-missed', ...(await this.queries.execute(new Ask(missedSweeps))) },
      { queue: 'sweep-faults', ...(await this.queries.execute(new Ask(sweepFaults))) },
      { queue: 'send-log', count: shedTo === null ? 0 : 1, oldest: shedTo },
    ];
  }
}
