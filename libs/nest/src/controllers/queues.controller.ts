import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Roles } from '../access';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { listOf, rfc3339, type ListOf } from '../http';

const queue = z
  .object({
    queue: z.string().meta({
      description:
        'untraced, unqualified, urgent (phishing and malware among those), dkim-replay, suppression-failed: complaints?queue= · reports, incidents, security: reports?queue= · ' +
        'alarms: platform-orders?queue= · source-health: sources · automation: automation · parked: `cli parked list` · ' +
        'undelivered: notices and orders that did not go out for 15 minutes, see /health/ready · ' +
        'blocklisted: blocklistings · sweep-missed (days without one), sweep-faults (what the last one could not ask, or found unread): sweeps · ' +
        'costs-to-approve: incidents?state=submitted · list-approvals: lists?state=pending · returning-offenders: returning-offenders · ' +
        'due-soon: tasks whose time is over within two hours, or is over; they stand in their own queues too · ' +
        'send-log: it is full (limits.sendLogRows) · any other is a task of cases: cases?queue=',
    }),
    count: z.int(),
    oldest: z.iso.datetime().nullable(),
    nearest: z.iso.datetime().nullable().meta({ description: 'The nearest deadline; null: none has one' }),
  })
  .meta({ id: 'Queue' });

@ApiTags('queues')
@Controller('v1/queues')
export class QueuesController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  /** What waits for a person, by kind, with the nearest deadline. */
  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(queue).meta({ id: 'Queues' }) })
  async list(): Promise<ListOf<z.output<typeof queue>>> {
    return {
      items: (await this.desk.queues.waiting()).map(({ queue, count, oldest, nearest = null }) => ({
        queue,
        count,
        oldest: oldest && rfc3339(oldest),
        nearest: nearest && rfc3339(nearest),
      })),
      nextCursor: null,
    };
  }
}
