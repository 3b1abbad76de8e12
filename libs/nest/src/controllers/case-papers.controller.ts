import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Meta } from '@app/event-store';
import { caseId, type CaseId } from '@app/kernel';
import { Roles, type Caller } from '../access';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { By, CommandMeta, notFound, Refusal, time } from '../http';

const text = z.string().trim().min(1).max(20_000);
const appeal = z
  .strictObject({
    text,
    measureId: z.string().min(1).max(200).optional().meta({ description: 'Left out: the last that stands' }),
    receivedAt: time.optional().meta({ description: 'When it reached you; left out: now' }),
  })
  .meta({ id: 'Appeal' });
const note = z.strictObject({ text }).meta({ id: 'Note' });
const taken = z
  .object({ id: z.string(), revision: z.int() })
  .meta({ id: 'CasePaper', description: 'Under that id it stands in GET /v1/cases/{id}' });

/** What is written into a case beside decisions. */
@ApiTags('cases')
@Controller('v1/cases')
export class CasePapersController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  /** An objection that came by letter, by telephone or over the platform; customers have a form for it on their page. */
  @Roles('agent', 'platform')
  @Post(':id/appeals')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async appeal(
    @Param('id', { schema: caseId }) id: CaseId,
    @Body({ schema: appeal }) { text, measureId, receivedAt }: z.output<typeof appeal>,
    @CommandMeta() meta: Meta,
  ): Promise<z.output<typeof taken>> {
    const outcome = await this.desk.papers.lodge(
      await this.of(id),
      {
        text,
        ...(measureId !== undefined && { measureId }),
        ...(receivedAt !== undefined && { receivedAt }),
      },
      meta,
    );
    if (!outcome.ok) throw new Refusal(outcome.rejection);
    return { id: meta.commandId, revision: outcome.revision };
  }

  /** For those who work on the case: the customer never sees it. */
  @Roles('agent')
  @Post(':id/notes')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async note(
    @Param('id', { schema: caseId }) id: CaseId,
    @Body({ schema: note }) { text }: z.output<typeof note>,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<z.output<typeof taken>> {
    const outcome = await this.desk.papers.note(await this.of(id), text, { kind: 'person', keyId }, meta);
    if (!outcome.ok) throw new Refusal(outcome.rejection);
    return { id: meta.commandId, revision: outcome.revision };
  }

  private async of(id: CaseId) {
    const accountId = await this.desk.accountOfCase(id);
    if (accountId === undefined) throw notFound('case', id);
    return { caseId: id, accountId };
  }
}
