import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Meta } from '@app/event-store';
import type { IncidentCommand } from '@app/ledger';
import { incidentDocument, incidentsBy, type IncidentDocument } from '@app/views';
import { covers, Roles, type Caller } from '../access';
import { Ask, TellIncident } from '../buses';
import type { Desk } from '../desk/desk';
import { spanBefore } from '../desk/ledger';
import { DESK } from '../desk/tokens';
import {
  By,
  CommandMeta,
  IfRevision,
  listOf,
  notFound,
  Problem,
  Refusal,
  revisionOf,
  type ListOf,
} from '../http';
import {
  costBody,
  decided,
  incident,
  incidentBody,
  incidentDecisionBody,
  incidentFilter,
  incidentItem,
  listedIncident,
  listedItem,
  made,
  reversalBody,
  type IncidentAnswer,
} from './incident-schemas';

const incidentId = z.string().min(1).max(210);
const costId = z.string().min(1).max(64);
type Made = z.output<typeof made>;

/** What the platform suffered, what that cost, and who bears it. */
@ApiTags('ledger')
@Controller('v1/incidents')
export class IncidentsController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Roles('viewer')
  @Get()
  @ApiOperation({ summary: 'Incidents and claims of damages, newest first' })
  @ApiOkResponse({ standardSchema: listOf(listedIncident).meta({ id: 'Incidents' }) })
  async list(
    @Query({ schema: incidentFilter }) asked: z.output<typeof incidentFilter>,
  ): Promise<ListOf<z.output<typeof listedIncident>>> {
    const { items, nextCursor } = await this.queries.execute(new Ask(incidentsBy(asked)));
    return { items: items.map(listedItem), nextCursor };
  }

  @Roles('agent')
  @Post()
  @ApiOperation({
    summary: 'Opens an incident of the platform: a listing, an address taken offline, a reinstallation',
  })
  @ApiCreatedResponse({ standardSchema: made })
  async open(
    @Body({ schema: incidentBody }) body: z.output<typeof incidentBody>,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<Made> {
    const { brand, kind, subjects, occurredAt, sentFrom, sentUntil, source, note } = body;
    const at = this.desk.now();
    if (!this.desk.settings.brands[brand])
      throw new Problem('invalid-request', `there is no brand ${brand}: the settings name the brands`, {
        errors: [{ path: 'brand', message: `one of ${Object.keys(this.desk.settings.brands).join(', ')}` }],
      });
    if (occurredAt > at)
      throw new Problem('invalid-request', 'an incident is opened once it has occurred', {
        errors: [{ path: 'occurredAt', message: 'lies ahead' }],
      });
    const found = this.desk.ledger.termsNow(brand);
    if (!found)
      throw new Problem(
        'refused',
        `the policy of ${brand} charges nobody anything: it has no section liability`,
      );
    const before = spanBefore(occurredAt, found.lookBack);
    const span = { from: sentFrom ?? before.from, until: sentUntil ?? before.until };
    return this.tell(meta.commandId, meta, {
      type: 'OpenIncident',
      incidentId: meta.commandId,
      at,
      brandId: brand,
      kind,
      subjects,
      occurredAt,
      span,
      source,
      note,
      terms: found.terms,
      claim: null,
      by: { kind: 'person', keyId },
    });
  }

  /** As its own stream tells it, never older than the log: what a person decides on. */
  @Roles('viewer')
  @Get(':id')
  @ApiOkResponse({ standardSchema: incident })
  async one(@Param('id', { schema: incidentId }) id: string): Promise<IncidentAnswer> {
    const { found, revision } = await this.find(id);
    return incidentItem(found, revision);
  }

  @Roles('agent')
  @Post(':id/costs')
  @ApiOperation({
    summary: 'Records a cost, a line each; what was divided before is to be submitted again',
    description: 'No line is ever changed: a wrong one is taken back by POST …/costs/{costId}/reversal.',
  })
  @ApiCreatedResponse({ standardSchema: made })
  async cost(
    @Param('id', { schema: incidentId }) id: string,
    @Body({ schema: costBody }) body: z.output<typeof costBody>,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<Made> {
    const { kind, cents, minutes, hourCents, site, note } = body;
    const { found } = await this.find(id);
    const work =
      minutes === undefined ? null : { minutes, hourCents: hourCents ?? found.opened.terms.hourCents };
    return this.tell(
      meta.commandId,
      meta,
      {
        type: 'RecordCost',
        incidentId: id,
        at: this.desk.now(),
        cost: {
          costId: meta.commandId,
          kind,
          site: site ?? null,
          work,
          note,
          ...(cents !== undefined && { cents }),
        },
        by: { kind: 'person', keyId },
      },
      ifRevision,
    );
  }

  @Roles('agent')
  @Post(':id/costs/:costId/reversal')
  @ApiOperation({ summary: 'Takes a cost back, by a line of its own' })
  @ApiCreatedResponse({ standardSchema: made })
  reverse(
    @Param('id', { schema: incidentId }) id: string,
    @Param('costId', { schema: costId }) reverses: string,
    @Body({ schema: reversalBody }) { reason }: z.output<typeof reversalBody>,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<Made> {
    const by = { kind: 'person' as const, keyId };
    const of = { incidentId: id, at: this.desk.now(), costId: meta.commandId };
    return this.tell(meta.commandId, meta, { type: 'ReverseCost', ...of, reverses, by, reason }, ifRevision);
  }

  @Roles('agent')
  @Post(':id/decisions')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: decided })
  async decide(
    @Param('id', { schema: incidentId }) id: string,
    @Body({ schema: incidentDecisionBody }) decision: z.output<typeof incidentDecisionBody>,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
    @By() caller: Caller,
  ): Promise<z.output<typeof decided>> {
    const { revision } = await this.tell(id, meta, await this.commandOf(id, decision, caller), ifRevision);
    return { revision, state: (await this.find(id)).found.state };
  }

  private async commandOf(
    incidentId: string,
    decision: z.output<typeof incidentDecisionBody>,
    { keyId, role }: Caller,
  ): Promise<IncidentCommand> {
    const by = { kind: 'person' as const, keyId };
    const of = { incidentId, at: this.desk.now(), by, reason: decision.reason };
    const supervisor = covers(role, 'supervisor');
    switch (decision.decision) {
      case 'submit-costs': {
        const basis = await this.desk.ledger.basis(await this.desk.ledger.incident(incidentId));
        if ('rejected' in basis) throw new Refusal(basis);
        return { type: 'SubmitCosts', ...of, basis };
      }
      case 'edit-shares': {
        const shares = decision.shares.map(({ account, cents }) => ({ accountId: account, cents }));
        return { type: 'EditShares', ...of, shares, oursCents: decision.oursCents };
      }
      case 'approve-costs': {
        const { found } = await this.find(incidentId);
        const shadow = this.desk.settings.brands[found.opened.brandId]?.enforcement !== 'live';
        return { type: 'ApproveCosts', ...of, supervisor, shadow };
      }
      case 'reject-costs':
        return { type: 'RejectCosts', ...of };
      case 'withdraw':
        if (!supervisor)
          throw new Problem('forbidden', 'a supervisor may withdraw an incident, an agent not');
        return { type: 'WithdrawIncident', ...of };
    }
  }

  private async find(id: string): Promise<{ found: IncidentDocument; revision: number }> {
    const events = await this.desk.ledger.incident(id);
    const found = incidentDocument(events);
    if (!found) throw notFound('incident', id);
    return { found, revision: events.length };
  }

  /** `id`: of what it makes. */
  private async tell(id: string, meta: Meta, command: IncidentCommand, ifRevision?: number): Promise<Made> {
    const outcome = await this.commands.execute(new TellIncident(command, meta, { ifRevision }));
    return { id, revision: revisionOf(outcome) };
  }
}
