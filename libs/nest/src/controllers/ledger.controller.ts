import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Meta } from '@app/event-store';
import { accountId, day, dayOf, type AccountId } from '@app/kernel';
import { ledgerOf } from '@app/views';
import { Roles, type Caller } from '../access';
import { Ask, TellFines } from '../buses';
import type { Desk } from '../desk/desk';
import { DESK } from '../desk/tokens';
import { By, CommandMeta, notFound, Problem, revisionOf } from '../http';
import { accountLedger, fineBody, fineItem, invoiceItem, strikeBody } from './ledger-schemas';

const made = z.object({ id: z.string(), revision: z.int() }).meta({ id: 'FineNoted' });
const struck = z.object({ revision: z.int() }).meta({ id: 'FineStrikeRecorded' });

/** What an account is to pay, and what regulators imposed on it. */
@ApiTags('ledger')
@Controller('v1/accounts')
export class LedgerController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Roles('viewer', 'platform')
  @Get(':id/ledger')
  @ApiOperation({
    summary: 'What an account is to pay, invoice by invoice; and its fines, which are in no sum',
  })
  @ApiOkResponse({ standardSchema: accountLedger })
  async ledger(
    @Param('id', { schema: accountId }) account: AccountId,
  ): Promise<z.output<typeof accountLedger>> {
    await this.assertKnown(account);
    const { owed, invoices, fines } = await this.queries.execute(new Ask(ledgerOf(account)));
    return { account, owed, invoices: invoices.map(invoiceItem), fines: fines.map(fineItem) };
  }

  @Roles('agent')
  @Post(':id/fines')
  @ApiOperation({
    summary: 'Notes what a regulator imposed on the customer: a fine, or a warning',
    description: 'For information. The regulator addresses the customer; we invoice nobody for it.',
  })
  @ApiCreatedResponse({ standardSchema: made })
  async fine(
    @Param('id', { schema: accountId }) account: AccountId,
    @Body({ schema: fineBody }) body: z.output<typeof fineBody>,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<z.output<typeof made>> {
    await this.assertKnown(account);
    const { regulator, sanction, cents, currency, imposedOn, reference, note } = body;
    const at = this.desk.now();
    const latest = dayOf(at, 'Pacific/Kiritimati'); // nowhere is it later
    if (imposedOn > latest)
      throw new Problem('invalid-request', 'a fine is noted once it has been imposed', {
        errors: [{ path: 'imposedOn', message: 'lies ahead' }],
      });
    const outcome = await this.commands.execute(
      new TellFines(
        {
          type: 'NoteFine',
          accountId: account,
          at,
          fineId: meta.commandId,
          by: { kind: 'person', keyId },
          regulator,
          sanction,
          amount: cents === undefined ? null : { cents, currency },
          imposedOn: day.parse(imposedOn),
          reference: reference ?? null,
          note,
        },
        meta,
      ),
    );
    const revision = revisionOf(outcome);
    const noted = reference && (await this.desk.ledger.fineId(account, regulator, reference));
    return { id: noted ?? meta.commandId, revision };
  }

  @Roles('agent')
  @Post(':id/fines/:fineId/strike')
  @HttpCode(200)
  @ApiOperation({ summary: 'It was noted by mistake, or the regulator took it back' })
  @ApiOkResponse({ standardSchema: struck })
  async strike(
    @Param('id', { schema: accountId }) account: AccountId,
    @Param('fineId', { schema: z.string().min(1).max(64) }) fineId: string,
    @Body({ schema: strikeBody }) { reason }: z.output<typeof strikeBody>,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<z.output<typeof struck>> {
    await this.assertKnown(account);
    const by = { kind: 'person' as const, keyId };
    const at = this.desk.now();
    const outcome = await this.commands.execute(
      new TellFines({ type: 'StrikeFine', accountId: account, at, fineId, by, reason }, meta),
    );
    return { revision: revisionOf(outcome) };
  }

  private async assertKnown(account: AccountId): Promise<void> {
    if (!(await this.desk.accounts.find(account))) throw notFound('account', account);
  }
}
