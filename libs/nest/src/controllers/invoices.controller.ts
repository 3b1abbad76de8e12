import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Meta } from '@app/event-store';
import { brandId } from '@app/kernel';
import { incidentOfInvoice } from '@app/ledger';
import { invoicesBy, invoiceState } from '@app/views';
import { Roles, type Caller } from '../access';
import { Ask, TellIncident } from '../buses';
import type { Desk } from '../desk/desk';
import { DESK } from '../desk/tokens';
import { By, CommandMeta, listOf, pageCursor, pageLimit, revisionOf, time, type ListOf } from '../http';
import { invoice, invoiceItem, type InvoiceItem } from './ledger-schemas';

const filter = z.strictObject({
  state: z.enum(invoiceState).optional(),
  brand: brandId.optional(),
  cursor: pageCursor(),
  limit: pageLimit,
});
const issue = z
  .strictObject({
    number: z.string().trim().min(1).max(64).meta({ description: 'Billing’s own' }),
    issuedAt: time.optional().meta({ description: 'Left out: now' }),
  })
  .meta({ id: 'InvoiceIssue' });
const taken = z.object({ revision: z.int() }).meta({ id: 'InvoiceRecorded' });

/** What billing has to invoice: it asks here, and says here what it has issued. */
@ApiTags('ledger')
@Controller('v1/invoices')
export class InvoicesController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Roles('platform', 'viewer')
  @Get()
  @ApiOperation({
    summary: 'Invoices, the oldest first; state=requested: those that billing has yet to issue',
    description:
      'state=withdrawn: those that nobody has to pay; one that has a number was issued, and billing credits it. A ' +
      'regulator’s fine is never among them.',
  })
  @ApiOkResponse({ standardSchema: listOf(invoice).meta({ id: 'Invoices' }) })
  async list(@Query({ schema: filter }) asked: z.output<typeof filter>): Promise<ListOf<InvoiceItem>> {
    const { items, nextCursor } = await this.queries.execute(new Ask(invoicesBy(asked)));
    return { items: items.map(invoiceItem), nextCursor };
  }

  @Roles('platform', 'supervisor')
  @Post(':id/issued')
  @HttpCode(200)
  @ApiOperation({ summary: 'Billing has issued it; the last of an incident settles the incident' })
  @ApiOkResponse({ standardSchema: taken })
  async issued(
    @Param('id', { schema: z.string().min(1).max(220) }) invoiceId: string,
    @Body({ schema: issue }) { number, issuedAt }: z.output<typeof issue>,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<z.output<typeof taken>> {
    const at = this.desk.now();
    const outcome = await this.commands.execute(
      new TellIncident(
        {
          type: 'NoteInvoiceIssued',
          incidentId: incidentOfInvoice(invoiceId),
          at,
          invoiceId,
          number,
          issuedAt: issuedAt ?? at,
          by: { kind: 'person', keyId },
        },
        meta,
      ),
    );
    return { revision: revisionOf(outcome) };
  }
}
