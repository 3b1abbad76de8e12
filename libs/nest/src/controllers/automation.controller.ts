import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { automationScope, type AutomationScope, type Role } from '@app/enforcement';
import type { Meta } from '@app/event-store';
import type { BrandId } from '@app/kernel';
import { haltedScopes } from '@app/views';
import { Roles, type Caller } from '../access';
import { Ask, TellAutomation } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { By, CommandMeta, listOf, notFound, revisionOf, rfc3339, type ListOf } from '../http';

const switching = z
  .strictObject({ automatic: z.boolean(), reason: z.string().trim().min(1).max(2_000) })
  .meta({ id: 'AutomationSwitch' });
const halted = z
  .object({
    scope: z.string(),
    since: z.iso.datetime(),
    by: z.string(),
    breaker: z.boolean().meta({ description: 'The circuit breaker tripped: a supervisor closes it' }),
    because: z.string(),
  })
  .meta({ id: 'HaltedScope' });
const switched = z.object({ revision: z.int() }).meta({ id: 'AutomationSwitched' });

/** One call turns all automatic measures into proposals: of the desk, a brand (`brand:<id>`) or a source (`source:<id>`). */
@ApiTags('automation')
@Controller('v1/automation')
export class AutomationController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** Where automatic measures are proposals at present, the longest first. */
  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(halted).meta({ id: 'HaltedScopes' }) })
  async list(): Promise<ListOf<z.output<typeof halted>>> {
    const items = await this.queries.execute(new Ask(haltedScopes));
    return { items: items.map(({ since, ...one }) => ({ ...one, since: rfc3339(since) })), nextCursor: null };
  }

  @Roles('viewer')
  @Get(':scope')
  async one(@Param('scope', { schema: automationScope }) scope: AutomationScope): Promise<unknown> {
    this.assertKnown(scope);
    const { state } = await this.desk.states.automation(scope);
    return { scope, automatic: state.halted === null, because: state.halted?.reason ?? null };
  }

  @Roles('agent')
  @Post(':scope')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: switched })
  async turn(
    @Param('scope', { schema: automationScope }) scope: AutomationScope,
    @Body({ schema: switching }) { automatic, reason }: z.output<typeof switching>,
    @CommandMeta() meta: Meta,
    @By() { keyId, role }: Caller,
  ): Promise<z.output<typeof switched>> {
    this.assertKnown(scope);
    const by = { kind: 'person' as const, keyId };
    const at = this.desk.now();
    const outcome = await this.commands.execute(
      new TellAutomation(
        automatic
          ? { type: 'ResumeAutomation', scope, at, by, role: role as Role, reason }
          : { type: 'HaltAutomation', scope, at, by, reason },
        meta,
      ),
    );
    return { revision: revisionOf(outcome) };
  }

  /** A switch that turns nothing off must not answer that it did. */
  private assertKnown(scope: AutomationScope): void {
    const [kind, id = ''] = scope.split(/:(.*)/s);
    if (kind === 'brand' && !this.desk.settings.brands[id as BrandId]) throw notFound('brand', id);
    if (kind === 'source' && !this.desk.sources.has(id)) throw notFound('source', id);
  }
}
