import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Meta } from '@app/event-store';
import { accountId, type AccountId } from '@app/kernel';
import {
  assertFresh,
  AuditedRead,
  By,
  CommandMeta,
  currentCorrelation,
  cursorFor,
  IfRevision,
  listOf,
  notFound,
  pageLimit,
  pageOf,
  revisionOf,
  SecretAnswer,
  Roles,
  TakesBytes,
  type Caller,
  type ListOf,
} from '@app/nest';

const deciding = z
  .strictObject({ decision: z.enum(['approve', 'refuse']), reason: z.string().min(1) })
  .meta({ id: 'Deciding' });
const decided = z
  .object({ revision: z.int(), by: z.string(), commandId: z.string() })
  .meta({ id: 'Decided' });
export const places = cursorFor('things', z.strictObject({ n: z.int() }));
const thingsQuery = z.strictObject({ cursor: z.string().optional(), limit: pageLimit });

/** What a domain controller looks like, with nothing behind it. */
@ApiTags('things')
@Controller('v1/things')
export class ThingsController {
  static done: string[] = [];
  static wait: Promise<void> = Promise.resolve();
  private static enter: () => void = () => {};

  /** Once the next decision has begun. */
  static entered(): Promise<void> {
    return new Promise((resolve) => (this.enter = resolve));
  }

  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(z.int()).meta({ id: 'Things' }) })
  list(@Query({ schema: thingsQuery }) { cursor, limit }: z.output<typeof thingsQuery>): ListOf<number> {
    const after = places.decode(cursor)?.n ?? 0;
    const rows = [1, 2, 3, 4, 5].filter((n) => n > after).slice(0, limit + 1);
    return pageOf(
      rows,
      limit,
      (n) => n,
      (n) => places.encode({ n }),
    );
  }

  @Roles('viewer')
  @Get(':id')
  one(@Param('id', { schema: accountId }) id: AccountId): unknown {
    if (id !== 'T-1') throw notFound('thing', id);
    return { id, ...currentCorrelation() };
  }

  @Roles('agent')
  @AuditedRead()
  @Get(':id/original')
  original(@Param('id') id: string): string {
    return id;
  }

  @Roles('agent')
  @Post(':id/decisions')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: decided })
  async decide(
    @Param('id') id: string,
    @Body({ schema: deciding }) { decision, reason }: z.output<typeof deciding>,
    @IfRevision() expected: number | undefined,
    @CommandMeta() meta: Meta,
    @By() caller: Caller,
  ): Promise<z.output<typeof decided>> {
    assertFresh(expected, 7);
    ThingsController.enter();
    await ThingsController.wait;
    ThingsController.done.push(`${id} ${decision}`);
    if (reason === 'boom') throw new Error('jansen@example.nl broke it');
    const refusal = {
      ok: false,
      rejection: { rejected: 'already-closed', because: 'it is closed' },
    } as const;
    return {
      revision: revisionOf(reason === 'too late' ? refusal : { ok: true, revision: 8 }),
      by: caller.keyId,
      commandId: meta.commandId,
    };
  }

  @Roles('agent')
  @Post('secrets')
  @SecretAnswer()
  secret(): { secret: string } {
    ThingsController.done.push('secret');
    return { secret: 'hush' };
  }

  @Roles('reporter', 'agent')
  @Post('bytes')
  @HttpCode(202)
  @TakesBytes('message/rfc822', 'application/json')
  @ApiAcceptedResponse({ standardSchema: z.object({ length: z.int() }) })
  bytes(@Body() bytes: Buffer): { length: number } {
    return { length: bytes.length };
  }

  @Put('forgotten')
  forgotten(): string {
    return 'only admins';
  }
}
