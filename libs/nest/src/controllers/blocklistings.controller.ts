import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Meta } from '@app/event-store';
import { accountId } from '@app/kernel';
import { listedSubject, listingSeverity } from '@app/reputation';
import { listingOf, listingsBy } from '@app/views';
import { Roles, type Caller } from '../access';
import { Ask, TellListing } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import {
  By,
  CommandMeta,
  listOf,
  notFound,
  pageCursor,
  pageLimit,
  revisionOf,
  rfc3339,
  type ListOf,
} from '../http';

const filter = z.strictObject({
  account: accountId.optional(),
  list: z.string().max(64).optional(),
  state: z.enum(['listed', 'ended']).default('listed'),
  cursor: pageCursor(),
  limit: pageLimit,
});
const listing = z
  .object({
    id: z.string(),
    account: z
      .string()
      .nullable()
      .meta({ description: 'Null: the subject is ours, or several accounts send as it' }),
    list: z.string().meta({ description: 'Its id in config/blocklists' }),
    subject: listedSubject,
    severity: listingSeverity.meta({
      description: 'policy-range: its provider says that it should send no mail of its own, whatever it sent',
    }),
    codes: z.array(z.string()),
    delisting: z.string().nullable().meta({ description: 'Where to ask to be taken off' }),
    beganAt: z.iso.datetime(),
    absentIn: z.iso.date().nullable().meta({
      description: 'The sweep that did not find it any more: when the next does not either, it is over',
    }),
    ended: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'Blocklisting' });
const ending = z.strictObject({ reason: z.string().trim().min(1).max(2_000) }).meta({ id: 'ListingOver' });
const taken = z.object({ revision: z.int() }).meta({ id: 'ListingRecorded' });

/** What stands on the blocklists that the daily sweep asks, of accounts and of ours. */
@ApiTags('blocklistings')
@Controller('v1/blocklistings')
export class BlocklistingsController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** Those that stand, newest first; `state=ended`: those that are over. */
  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(listing).meta({ id: 'Blocklistings' }) })
  async list(
    @Query({ schema: filter }) { state, ...asked }: z.output<typeof filter>,
  ): Promise<ListOf<z.output<typeof listing>>> {
    const page = await this.queries.execute(new Ask(listingsBy({ ...asked, ended: state === 'ended' })));
    return {
      items: page.items.map(({ beganAt, ended, codes, ...one }) => ({
        ...one,
        codes: [...codes],
        beganAt: rfc3339(beganAt),
        ended: ended && { ...ended, at: rfc3339(ended.at) },
      })),
      nextCursor: page.nextCursor,
    };
  }

  /** It is over, before two sweeps say so. When the next sweep finds it all the same, it begins anew. */
  @Roles('agent')
  @Post(':id/end')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async end(
    @Param('id') listingId: string,
    @Body({ schema: ending }) { reason }: z.output<typeof ending>,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<z.output<typeof taken>> {
    const found = await this.queries.execute(new Ask(listingOf(listingId)));
    if (!found) throw notFound('blocklisting', listingId);
    const { account, list, subject } = found;
    const outcome = await this.commands.execute(
      new TellListing(
        {
          type: 'EndListing',
          listingId,
          accountId: account,
          list,
          subject,
          at: this.desk.now(),
          by: { kind: 'person', keyId },
          reason,
        },
        meta,
      ),
    );
    return { revision: revisionOf(outcome) };
  }
}
