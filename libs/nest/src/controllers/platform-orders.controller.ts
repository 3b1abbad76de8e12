import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { accountOfOrder, hashedNameIn } from '@app/accounts';
import type { Meta } from '@app/event-store';
import type { AccountId } from '@app/kernel';
import { ask } from '@app/read-store';
import { accountOfHash } from '@app/views';
import { Roles } from '../access';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { CommandMeta, notFound, revisionOf } from '../http';

const confirmation = z
  .strictObject({ state: z.enum(['confirmed', 'failed']), detail: z.string().max(500).optional() })
  .meta({ id: 'OrderConfirmation' });
const taken = z.object({ revision: z.int() }).meta({ id: 'OrderRecorded' });

/** What the sending platform says later of an order it took. */
@ApiTags('platform')
@Roles('platform')
@Controller('v1/platform-orders')
export class PlatformOrdersController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  @Post(':id')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async confirm(
    @Param('id') orderId: string,
    @Body({ schema: confirmation }) { state, detail }: z.output<typeof confirmation>,
    @CommandMeta() meta: Meta,
  ): Promise<z.output<typeof taken>> {
    const at = this.desk.now();
    const accountId = await this.accountOf(orderId);
    if (accountId !== undefined) {
      const told = detail === undefined ? {} : { detail };
      const command = { type: 'RecordOrder' as const, accountId, at, orderId, state, ...told };
      return { revision: revisionOf(await this.desk.aggregates.account(command, meta)) };
    }
    const complaintId = await this.desk.complaintOfOrder(orderId);
    if (complaintId === undefined) throw notFound('order', orderId);
    const told = detail === undefined ? {} : { detail };
    const outcome = await this.desk.recordSuppression({ complaintId, at, result: state, ...told }, meta);
    return { revision: revisionOf(outcome) };
  }

  private async accountOf(orderId: string): Promise<AccountId | undefined> {
    const hash = hashedNameIn(orderId);
    return hash === null
      ? (accountOfOrder(orderId) ?? undefined)
      : ask(this.desk.stores.tables, accountOfHash(hash));
  }
}
