import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import type { Meta } from '@app/event-store';
import { listId } from '@app/lists';
import { importedListsBy } from '@app/views';
import { Roles, type Caller } from '../access';
import { Ask, TellList } from '../buses';
import type { Desk } from '../desk/desk';
import type { Guarded } from '../desk/lists';
import { DESK } from '../desk/tokens';
import { By, CommandMeta, IfRevision, notFound, Problem, Refusal, revisionOf, rfc3339 } from '../http';
import {
  guardAsked,
  listDecided,
  listDecision,
  listedLists,
  listFilter,
  listImport,
  sendable,
} from './lists-schemas';

type Sendable = z.output<typeof sendable>;

/** The lists of customers: what was imported, and whether it may be sent to. */
@ApiTags('lists')
@Controller('v1/lists')
export class ListsController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Roles('viewer')
  @Get()
  @ApiOperation({ summary: 'Imported lists, those that are as they are the longest first' })
  @ApiOkResponse({ standardSchema: listedLists })
  async list(
    @Query({ schema: listFilter }) asked: z.output<typeof listFilter>,
  ): Promise<z.output<typeof listedLists>> {
    const { items, nextCursor } = await this.queries.execute(new Ask(importedListsBy(asked)));
    return {
      items: items.map(({ because, since, importedAt, ...one }) => ({
        ...one,
        because: [...because],
        since: rfc3339(since),
        importedAt: rfc3339(importedAt),
      })),
      nextCursor,
    };
  }

  @Roles('platform')
  @Put(':id')
  @ApiOperation({
    summary: 'Tells of an import into a list, and answers whether the list may be sent to now',
    description:
      'A large import, by the policy of the account’s brand, waits for a person. Once this has answered, the guard knows. ' +
      'The same import again is no news. An id that another account’s list has: 409, with code list-of-another-account.',
  })
  @ApiOkResponse({ standardSchema: sendable })
  async put(
    @Param('id', { schema: listId }) id: string,
    @Body({ schema: listImport }) told: z.output<typeof listImport>,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
  ): Promise<Sendable> {
    const at = this.desk.now();
    revisionOf(await this.desk.lists.import({ listId: id, at, ...told }, meta, { ifRevision }));
    return sendableItem(id, await this.desk.lists.look(id));
  }

  @Roles('platform', 'viewer')
  @Get(':id/sendable')
  @ApiOperation({
    summary: 'Whether one may send to a list: to be asked before each send',
    description:
      'A list that the desk was told of no import of is not sendable, unless no policy that could apply has rules about lists.',
  })
  @ApiOkResponse({ standardSchema: sendable })
  async sendable(
    @Param('id', { schema: listId }) id: string,
    @Query({ schema: guardAsked }) { account }: z.output<typeof guardAsked>,
    @CommandMeta() meta: Meta,
  ): Promise<Sendable> {
    const found = await this.desk.lists.guard(id, account, meta);
    if (found === 'of-another')
      throw new Problem(
        'refused',
        `list ${JSON.stringify(id)} is not one of account ${account}: ids of lists are unique in the desk`,
      );
    return sendableItem(id, found);
  }

  @Roles('agent')
  @Post(':id/decisions')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: listDecided })
  async decide(
    @Param('id', { schema: listId }) id: string,
    @Body({ schema: listDecision }) decision: z.output<typeof listDecision>,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<z.output<typeof listDecided>> {
    const { reason } = decision;
    const of = { listId: id, at: this.desk.now(), by: { kind: 'person' as const, keyId }, reason };
    const outcome = await this.commands.execute(
      new TellList(
        decision.decision === 'approve-list'
          ? { type: 'ApproveList', ...of }
          : { type: 'RejectList', ...of, code: decision.code ?? null },
        meta,
        { ifRevision },
      ),
    );
    if (!outcome.ok)
      throw outcome.rejection.rejected === 'unknown' ? notFound('list', id) : new Refusal(outcome.rejection);
    return {
      revision: outcome.revision,
      state: (await this.desk.lists.look(id)).state,
      outcome: outcome.events.length > 0 ? 'done' : 'nothing',
    };
  }
}

const sendableItem = (list: string, found: Guarded): Sendable => {
  const { account, sendable, state, because, code, revision } = found;
  return { list, account, sendable, state, because, code, revision };
};
