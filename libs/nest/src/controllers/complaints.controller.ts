import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { state, verdict } from '@app/complaints';
import type { Meta } from '@app/event-store';
import { accountId, complaintId, type ComplaintId } from '@app/kernel';
import { complaintById, complaintQueue, complaintsBy, SUPPRESSION_FAILED } from '@app/views';
import { covers, Roles, type Caller } from '../access';
import { Ask, TellComplaint } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import {
  By,
  CommandMeta,
  IfRevision,
  listOf,
  notFound,
  pageCursor,
  pageLimit,
  Problem,
  revisionOf,
  type ListOf,
} from '../http';
import { complaint, complaintItem, liabilityItem } from './complaint-item';

const filter = z.strictObject({
  account: accountId.optional(),
  state: state.optional(),
  source: z.string().max(64).optional(),
  queue: z.enum([...complaintQueue, SUPPRESSION_FAILED]).optional(),
  cursor: pageCursor(),
  limit: pageLimit,
});
const reason = z.string().trim().min(1).max(2_000);
const attribution = z
  .strictObject({
    accountId,
    reason,
    overrule: z.boolean().default(false).meta({
      description:
        'Against a token or the send log, which prove that it is about mail of another: a supervisor only',
    }),
  })
  .meta({ id: 'Attribution' });
const qualification = z.strictObject({ verdict, reason }).meta({ id: 'Qualification' });
const revision = z.object({ revision: z.int() }).meta({ id: 'Revision' });

@ApiTags('complaints')
@Controller('v1/complaints')
export class ComplaintsController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(complaint).meta({ id: 'Complaints' }) })
  async list(
    @Query({ schema: filter }) asked: z.output<typeof filter>,
  ): Promise<ListOf<z.output<typeof complaint>>> {
    const { items, nextCursor } = await this.queries.execute(new Ask(complaintsBy(asked)));
    return { items: items.map(complaintItem), nextCursor };
  }

  /** With how it was traced: every strategy that was tried, and what came of it. */
  @Roles('viewer')
  @Get(':id')
  @ApiOkResponse({ standardSchema: complaint })
  async one(@Param('id', { schema: complaintId }) id: ComplaintId): Promise<z.output<typeof complaint>> {
    const found = await this.queries.execute(new Ask(complaintById(id)));
    if (!found) throw notFound('complaint', id);
    const { state } = await this.desk.states.complaint(id);
    const risk = state.status === 'none' ? null : await this.desk.ledger.liabilityOf(state);
    return { ...complaintItem(found), liability: risk && liabilityItem(risk) };
  }

  /** A person says whose mail it was about. */
  @Roles('agent')
  @Post(':id/attribution')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: revision })
  async attribute(
    @Param('id', { schema: complaintId }) id: ComplaintId,
    @Body({ schema: attribution }) { accountId, reason, overrule }: z.output<typeof attribution>,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
    @By() caller: Caller,
  ): Promise<z.output<typeof revision>> {
    if (overrule && !covers(caller.role, 'supervisor'))
      throw new Problem('forbidden', 'what is proven a supervisor may overrule, an agent not');
    const account = await this.desk.accounts.find(accountId);
    if (!account) throw notFound('account', accountId);
    const by = { kind: 'person' as const, keyId: caller.keyId };
    const at = this.desk.now();
    return {
      revision: revisionOf(
        await this.commands.execute(
          new TellComplaint(
            {
              type: 'AttributeComplaint',
              complaintId: id,
              at,
              accountId,
              brandId: account.brandId,
              overrule,
              by,
              reason,
            },
            meta,
            { ifRevision },
          ),
        ),
      ),
    };
  }

  /** A person says what it is worth: that word lifts weak trust for every step but closure by rule. */
  @Roles('agent')
  @Post(':id/qualification')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: revision })
  async qualify(
    @Param('id', { schema: complaintId }) id: ComplaintId,
    @Body({ schema: qualification }) { verdict, reason }: z.output<typeof qualification>,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
    @By() caller: Caller,
  ): Promise<z.output<typeof revision>> {
    const by = { kind: 'person' as const, keyId: caller.keyId };
    const at = this.desk.now();
    return {
      revision: revisionOf(
        await this.commands.execute(
          new TellComplaint({ type: 'QualifyComplaint', complaintId: id, at, verdict, by, reason }, meta, {
            ifRevision,
          }),
        ),
      ),
    };
  }
}
