import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { uuidv5, type Meta } from '@app/event-store';
import { accountId, campaignId, day, sendingStream, type AccountId, type Instant } from '@app/kernel';
import { Roles, TakesIn } from '../access';
import { TellAccount, TellReputation } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { CommandMeta, Refusal, time } from '../http';

const MAX_BATCH = 10_000;
const address = z.string().min(3).max(320);
const opaque = z.string().min(1).max(128);
const batchOf = <S extends z.ZodType>(item: S) => z.array(item).min(1).max(MAX_BATCH);

const sent = z.strictObject({
  messageId: z.string().min(1).max(998),
  deliveryId: opaque.optional(),
  accountId,
  campaignId: campaignId.nullish(),
  recipient: address,
  sentAt: time,
});
const messages = batchOf(sent).meta({ id: 'SentMessages' });
const optOuts = batchOf(
  z.strictObject({ accountId, recipient: address, at: time, via: z.string().min(1).max(64) }),
).meta({ id: 'OptOuts' });
const injections = batchOf(
  z.strictObject({
    accountId,
    campaignId: campaignId.nullish(),
    stream: sendingStream,
    at: time,
    state: z.enum(['scheduled', 'held', 'refused', 'sent']),
  }),
).meta({ id: 'Injections' });
const volumes = batchOf(
  z.strictObject({
    accountId,
    campaignId: campaignId.optional(),
    provider: z.string().min(1).max(64),
    day,
    hour: z.int().min(0).max(23).optional(),
    delivered: z.int().nonnegative(),
    revision: z.int().nonnegative(),
  }),
).meta({ id: 'DeliveryVolumes' });

const taken = z.object({ accepted: z.int() }).meta({ id: 'Taken' });
type Taken = z.output<typeof taken>;

/** What the sending platform tells of its traffic. */
@ApiTags('traffic')
@Roles('platform')
@TakesIn()
@Controller('v1')
export class TrafficController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Post('messages')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async messages(@Body({ schema: messages }) batch: z.output<typeof messages>): Promise<Taken> {
    const { identity } = this.desk.stores.vault;
    await this.desk.sendLog.add(
      batch.map(({ recipient, campaignId = null, ...one }) => ({
        ...one,
        campaignId,
        recipientKey: identity.recipientKeyOf(recipient),
      })),
    );
    return { accepted: batch.length };
  }

  @Post('opt-outs')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async optOuts(@Body({ schema: optOuts }) batch: z.output<typeof optOuts>): Promise<Taken> {
    const { identity } = this.desk.stores.vault;
    await this.desk.optOuts.add(
      batch.map(({ recipient, ...one }) => ({ ...one, recipientKey: identity.recipientKeyOf(recipient) })),
    );
    return { accepted: batch.length };
  }

  @Post('delivery-volumes')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async volumes(
    @Body({ schema: volumes }) batch: z.output<typeof volumes>,
    @CommandMeta() meta: Meta,
  ): Promise<Taken> {
    await this.byAccount(batch, meta, (accountId, entries, at, own) =>
      this.commands.execute(
        new TellReputation(
          {
            type: 'ReportVolumes',
            accountId,
            at,
            entries: entries.map(({ accountId: _, ...entry }) => entry),
          },
          own,
        ),
      ),
    );
    return { accepted: batch.length };
  }

  @Post('injections')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: taken })
  async injections(
    @Body({ schema: injections }) batch: z.output<typeof injections>,
    @CommandMeta() meta: Meta,
  ): Promise<Taken> {
    await this.byAccount(batch, meta, (accountId, entries, at, own) =>
      this.commands.execute(
        new TellAccount(
          {
            type: 'RecordInjections',
            accountId,
            at,
            injections: entries.map(({ campaignId = null, stream, at, state }) => ({
              campaignId,
              stream,
              at,
              state,
            })),
          },
          own,
        ),
      ),
    );
    return { accepted: batch.length };
  }

  /** One command an account, its id from the call's: a retried batch repeats none of them. */
  private async byAccount<E extends { accountId: AccountId }>(
    batch: readonly E[],
    meta: Meta,
    tell: (
      accountId: AccountId,
      entries: E[],
      at: Instant,
      meta: Meta,
    ) => Promise<{ ok: true } | { ok: false; rejection: { rejected: string } }>,
  ): Promise<void> {
    const at = this.desk.now();
    for (const [accountId, entries] of byAccount(batch)) {
      const own = { ...meta, commandId: uuidv5(meta.commandId, accountId) };
      const outcome = await tell(accountId, entries, at, own);
      if (!outcome.ok) throw new Refusal(outcome.rejection);
    }
  }
}

const byAccount = <E extends { accountId: AccountId }>(batch: readonly E[]): Map<AccountId, E[]> => {
  const groups = new Map<AccountId, E[]>();
  for (const one of batch) {
    const group = groups.get(one.accountId);
    if (group) group.push(one);
    else groups.set(one.accountId, [one]);
  }
  return groups;
};
