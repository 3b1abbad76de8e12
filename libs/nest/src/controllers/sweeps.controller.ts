import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Meta } from '@app/event-store';
import { sweepsBefore } from '@app/views';
import { Roles, type Caller } from '../access';
import { Ask, TellSweep } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { By, CommandMeta, listOf, pageCursor, pageLimit, revisionOf, rfc3339, type ListOf } from '../http';

const page = z.strictObject({ cursor: pageCursor(/^\d{4}-\d{2}-\d{2}$/), limit: pageLimit });
const time = z.iso.datetime();
const sweep = z
  .object({
    day: z.iso.date().meta({ description: 'Of UTC' }),
    at: time.meta({ description: 'When it was done, or when it was found that there was none' }),
    done: z.boolean().meta({ description: 'False: that day had no sweep' }),
    beganAt: time.nullable(),
    lists: z.array(
      z.object({
        list: z.string(),
        asked: z.int(),
        listed: z.int(),
        unknown: z.int().meta({ description: 'Of which the list said nothing that can be used' }),
        fault: z.string().nullable().meta({ description: 'Why it was left out, or given up' }),
      }),
    ),
    notAsked: z.int().meta({ description: 'Addresses of networks too wide to be asked about one by one' }),
    mailboxes: z
      .array(z.object({ mailbox: z.string(), fault: z.string(), since: time.nullable() }))
      .meta({ description: 'Of ours, that were not read, or where something has lain for over a day' }),
    waiting: z
      .array(z.object({ queue: z.string(), oldest: time }))
      .meta({ description: 'Queues in which something that came in waits for over a day' }),
    handled: z
      .object({ at: time, by: z.string(), reason: z.string() })
      .nullable()
      .meta({ description: 'Who looked into a day without one' }),
  })
  .meta({ id: 'Sweep' });
const handling = z.strictObject({ reason: z.string().trim().min(1).max(2_000) }).meta({ id: 'SweepHandled' });
const taken = z.object({ revision: z.int() }).meta({ id: 'SweepRecorded' });

/** The daily look at blocklists and at our own abuse mailboxes. */
@ApiTags('blocklistings')
@Controller('v1/sweeps')
export class SweepsController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** A day each, the latest first, with the days that had none. */
  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(sweep).meta({ id: 'Sweeps' }) })
  async list(
    @Query({ schema: page }) { cursor, limit }: z.output<typeof page>,
  ): Promise<ListOf<z.output<typeof sweep>>> {
    const { items, nextCursor } = await this.queries.execute(new Ask(sweepsBefore(cursor, limit)));
    return {
      items: items.map(({ day, at, brought, handled }) => ({
        day,
        at: rfc3339(at),
        done: brought !== null,
        beganAt: brought && rfc3339(brought.beganAt),
        lists: (brought?.lists ?? []).map((list) => ({ ...list })),
        notAsked: brought?.notAsked ?? 0,
        mailboxes: (brought?.mailboxes ?? []).map(({ since, ...one }) => ({
          ...one,
          since: since && rfc3339(since),
        })),
        waiting: (brought?.waiting ?? []).map(({ queue, oldest }) => ({ queue, oldest: rfc3339(oldest) })),
        handled: handled && { ...handled, at: rfc3339(handled.at) },
      })),
      nextCursor,
    };
  }

  /** Somebody looked into the days without a sweep: they are no alarm any more. */
  @Roles('agent')
  @Post('missed/handled')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async handled(
    @Body({ schema: handling }) { reason }: z.output<typeof handling>,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<z.output<typeof taken>> {
    const outcome = await this.commands.execute(
      new TellSweep(
        { type: 'HandleMissedSweeps', at: this.desk.now(), by: { kind: 'person', keyId }, reason },
        meta,
      ),
    );
    return { revision: revisionOf(outcome) };
  }
}
