import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Meta } from '@app/event-store';
import { accountId, type AccountId } from '@app/kernel';
import { resemblancesOf, waitingResemblances } from '@app/views';
import { Roles, type Caller } from '../access';
import { Ask, TellAccount } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { By, CommandMeta, listOf, notFound, revisionOf, type ListOf } from '../http';
import { accountRevision } from './account-schemas';
import { resemblance, resemblanceItem } from './resemblance-item';

const offender = z.object({ id: z.string(), resembles: resemblance }).meta({ id: 'ReturningOffender' });
const handling = z
  .strictObject({ reason: z.string().trim().min(1).max(2_000) })
  .meta({ id: 'ResemblanceHandling' });
/** Of the longest waiting: those behind them come up as these are looked into. */
const SHOWN = 500;

/** Customers whose account was closed, and who may be back under another. Nothing follows by itself: a person looks. */
@ApiTags('accounts')
@Controller('v1')
export class OffendersController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Roles('viewer')
  @Get('returning-offenders')
  @ApiOperation({
    summary:
      'Accounts that share something with a closed one, and that nobody looked into; the longest waiting first',
  })
  @ApiOkResponse({ standardSchema: listOf(offender).meta({ id: 'ReturningOffenders' }) })
  async waiting(): Promise<ListOf<z.output<typeof offender>>> {
    const found = await this.queries.execute(new Ask(waitingResemblances(this.desk.ownSenders)));
    return {
      items: found.slice(0, SHOWN).map((one) => ({ id: one.accountId, resembles: resemblanceItem(one) })),
      nextCursor: null,
    };
  }

  @Roles('agent')
  @Post('accounts/:id/resemblances/:closed/handled')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Somebody looked into what the account shares with the closed one: these two are not raised again',
  })
  @ApiOkResponse({ standardSchema: accountRevision })
  async handled(
    @Param('id', { schema: accountId }) id: AccountId,
    @Param('closed', { schema: accountId }) closed: AccountId,
    @Body({ schema: handling }) { reason }: z.output<typeof handling>,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<z.output<typeof accountRevision>> {
    if (!(await this.desk.accounts.find(id))) throw notFound('account', id);
    const resembles = await this.queries.execute(new Ask(resemblancesOf(id, this.desk.ownSenders)));
    if (!resembles.some((one) => one.closed === closed))
      throw notFound(`resemblance of account ${id} to account`, closed);
    const by = { kind: 'person' as const, keyId };
    const outcome = await this.commands.execute(
      new TellAccount(
        { type: 'HandleResemblance', accountId: id, at: this.desk.now(), closed, by, reason },
        meta,
      ),
    );
    return { revision: revisionOf(outcome) };
  }
}
