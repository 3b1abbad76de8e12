import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { accountOfOrder, hashedNameIn } from '@app/accounts';
import { complaintOfSuppression } from '@app/complaints';
import type { Meta } from '@app/event-store';
import { accountId, platformOrder, type AccountId } from '@app/kernel';
import { accountOfHash, orderAlarm, ordersBy, orderState } from '@app/views';
import { Roles, type Caller } from '../access';
import { Ask, TellAccount, TellSuppression } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import {
  By,
  CommandMeta,
  listOf,
  notFound,
  pageLimit,
  revisionOf,
  rfc3339,
  type ListOf,
  pageCursor,
} from '../http';

const filter = z.strictObject({
  account: accountId.optional(),
  state: z.enum(orderState).optional(),
  order: platformOrder.optional(),
  queue: z.enum(['alarms']).optional(),
  cursor: pageCursor(),
  limit: pageLimit,
});
const order = z
  .object({
    id: z.string(),
    account: z.string(),
    brand: z.string().meta({ description: 'Empty: nobody told the desk of the account' }),
    order: z.string(),
    scope: z.string().nullable().meta({ description: 'Null: everything the account sends' }),
    case: z.string().nullable(),
    measure: z.string().nullable(),
    complaint: z.string().nullable().meta({ description: 'Of suppress: whose recipient it is about' }),
    reason: z.string(),
    state: z.enum(orderState),
    requestedAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    confirmBy: z.iso.datetime().meta({
      description:
        'The next limit, or the last that passed. Of a suppress that the platform has not taken yet: when it is ' +
        'counted as undelivered',
    }),
    alarms: z
      .array(z.object({ alarm: z.enum(orderAlarm), since: z.iso.datetime(), detail: z.string() }))
      .meta({
        description:
          'failed: the platform says that it cannot; repeat it. overdue: not confirmed in time; it is sent again by ' +
          'itself, a suppress three times and no more. leaked: sent although a hold was confirmed; ends as the platform confirms a newer order on sending, or ' +
          'as somebody says that they looked into it',
      }),
    leakHandled: z
      .object({ at: z.iso.datetime(), by: z.string(), reason: z.string() })
      .nullable()
      .meta({ description: 'Who looked into what leaked past it; null: nobody, or more leaked since' }),
  })
  .meta({ id: 'PlatformOrder' });
const confirmation = z
  .strictObject({ state: z.enum(['confirmed', 'failed']), detail: z.string().max(500).optional() })
  .meta({ id: 'OrderConfirmation' });
const leakHandled = z
  .strictObject({ reason: z.string().trim().min(1).max(2_000) })
  .meta({ id: 'LeakHandled' });
const taken = z.object({ revision: z.int() }).meta({ id: 'OrderRecorded' });

/** What the sending platform was told to do with accounts, and what it says of it. */
@ApiTags('platform')
@Controller('v1/platform-orders')
export class PlatformOrdersController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** Newest first. `queue=alarms`: those that somebody has to look into, what waits longest first; suppressions wait in
   *  complaints?queue=suppression-failed instead. */
  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(order).meta({ id: 'PlatformOrders' }) })
  async list(
    @Query({ schema: filter }) asked: z.output<typeof filter>,
  ): Promise<ListOf<z.output<typeof order>>> {
    const { items, nextCursor } = await this.queries.execute(new Ask(ordersBy(asked)));
    return {
      items: items.map(({ requestedAt, changedAt, confirmBy, alarms, leakHandled, ...one }) => ({
        ...one,
        requestedAt: rfc3339(requestedAt),
        changedAt: rfc3339(changedAt),
        confirmBy: rfc3339(confirmBy),
        alarms: alarms.map(({ since, ...alarm }) => ({ ...alarm, since: rfc3339(since) })),
        leakHandled: leakHandled && { ...leakHandled, at: rfc3339(leakHandled.at) },
      })),
      nextCursor,
    };
  }

  /** What the platform says later of an order it took. */
  @Roles('platform')
  @Post(':id')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async confirm(
    @Param('id') orderId: string,
    @Body({ schema: confirmation }) { state, detail }: z.output<typeof confirmation>,
    @CommandMeta() meta: Meta,
  ): Promise<z.output<typeof taken>> {
    const at = this.desk.now();
    const told = detail === undefined ? {} : { detail };
    const accountId = await this.accountOf(orderId);
    if (accountId !== undefined)
      return {
        revision: revisionOf(
          await this.commands.execute(
            new TellAccount({ type: 'RecordOrder', accountId, at, orderId, state, ...told }, meta),
          ),
        ),
      };
    const known = complaintOfSuppression(orderId);
    const complaintId = known ?? (await this.desk.complaintOfOrder(orderId)); // from before these orders had ids of their own
    if (complaintId === undefined) throw notFound('order', orderId);
    const of = known === null ? { complaintId, at } : { complaintId, at, orderId };
    return {
      revision: revisionOf(
        await this.commands.execute(new TellSuppression({ ...of, result: state, ...told }, meta)),
      ),
    };
  }

  /** Has one that failed sent anew, as a newer order with as long to confirm. One that a newer order already took the place
   *  of is no news. */
  @Roles('supervisor')
  @Post(':id/repeat')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async repeat(
    @Param('id') orderId: string,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<z.output<typeof taken>> {
    const accountId = await this.accountOf(orderId);
    if (accountId === undefined) throw notFound('order of an account', orderId);
    const { state } = await this.desk.states.account(accountId);
    const found = state.status === 'known' ? state.orders.find((o) => o.orderId === orderId) : undefined;
    if (!found) throw notFound('order', orderId);
    const { confirmWithin } = found;
    const by = { kind: 'person' as const, keyId };
    const at = this.desk.now();
    return {
      revision: revisionOf(
        await this.commands.execute(
          new TellAccount({ type: 'RepeatOrder', accountId, at, orderId, by, confirmWithin }, meta),
        ),
      ),
    };
  }

  /** A person looked into what the platform sent past an order that it had confirmed: it is no alarm any more, until it
   *  sends once more. */
  @Roles('supervisor')
  @Post(':id/leak-handled')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async handleLeak(
    @Param('id') orderId: string,
    @Body({ schema: leakHandled }) { reason }: z.output<typeof leakHandled>,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<z.output<typeof taken>> {
    const accountId = await this.accountOf(orderId);
    if (accountId === undefined) throw notFound('order of an account', orderId);
    const by = { kind: 'person' as const, keyId };
    const at = this.desk.now();
    return {
      revision: revisionOf(
        await this.commands.execute(
          new TellAccount({ type: 'HandleLeak', accountId, at, orderId, by, reason }, meta),
        ),
      ),
    };
  }

  private async accountOf(orderId: string): Promise<AccountId | undefined> {
    const hash = hashedNameIn(orderId);
    return hash === null
      ? (accountOfOrder(orderId) ?? undefined)
      : this.queries.execute(new Ask(accountOfHash(hash)));
  }
}
