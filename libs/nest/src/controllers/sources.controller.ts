import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Roles } from '../access';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { listOf, rfc3339, type ListOf } from '../http';

const source = z
  .object({
    id: z.string(),
    name: z.string(),
    channel: z.string(),
    providers: z.array(z.string()).meta({
      description: 'Mailbox providers whose complaints it brings, as POST /v1/delivery-volumes names them',
    }),
    lastReportAt: z.iso.datetime().nullable(),
    reports30d: z.int(),
    filed30d: z.int().meta({ description: 'Complaints filed in 30 days on its reports' }),
    traced30d: z.int().meta({ description: 'Those of them whose account could be told' }),
    alarms: z.array(
      z.object({
        alarm: z.enum(['silence', 'flood', 'format-drift', 'attribution-drop']),
        detail: z.string(),
      }),
    ),
  })
  .meta({ id: 'FeedbackSource' });

@ApiTags('sources')
@Controller('v1/sources')
export class SourcesController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  /** The registered feedback sources, and how each does. */
  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(source).meta({ id: 'FeedbackSources' }) })
  async list(): Promise<ListOf<z.output<typeof source>>> {
    const known = new Map(this.desk.sources.list.map((one) => [one.id, one]));
    const health = await this.desk.sources.health();
    return {
      items: health.map(({ source: id, lastReportAt, alarms, ...counts }) => ({
        id,
        name: known.get(id)?.name ?? id,
        channel: known.get(id)?.channel ?? 'direct',
        providers: Object.keys(known.get(id)?.providers ?? {}),
        lastReportAt: lastReportAt && rfc3339(lastReportAt),
        ...counts,
        alarms: alarms.map((alarm) => ({ ...alarm })),
      })),
      nextCursor: null,
    };
  }
}
