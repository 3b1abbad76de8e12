import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { uuidv5, type Meta } from '@app/event-store';
import {
  accountId,
  campaignId,
  day,
  days,
  plus,
  sendingStream,
  type AccountId,
  type Instant,
  type Rejected,
} from '@app/kernel';
import { Roles, TakesIn } from '../access';
import { TellAccount, TellReputation } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { BrokenOff, CommandMeta, Problem, Refusal, time, type FieldError } from '../http';
import { address, batchOf, taken, takesBatch, type Taken } from './batch';

const AHEAD = days(1); // clocks differ, and zones are mistaken; more is a mistake in the year
const opaque = z.string().min(1).max(128);

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

const volumesTaken = taken
  .extend({
    unknownProviders: z.array(z.string()).meta({
      description:
        'Mailbox providers of the batch of which no feedback source says that it hears their complaints: their volumes ' +
        'are kept, and no rate is made of them. GET /v1/sources lists those that are known',
    }),
  })
  .meta({ id: 'VolumesTaken' });

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
  @takesBatch('What was sent, so that complaints about it can be traced', 'its messages are kept.')
  async messages(@Body({ schema: messages }) batch: z.output<typeof messages>): Promise<Taken> {
    const { identity } = this.desk.stores.vault;
    const late = plus(this.desk.now(), AHEAD);
    const early = batch.findIndex(({ sentAt }) => sentAt > late);
    if (early >= 0)
      throw new Problem('invalid-request', 'nothing was taken: a message of the batch is yet to be sent', {
        errors: [{ path: `[${early}].sentAt`, message: 'lies more than a day ahead' }],
      });
    return this.taken(batch, () =>
      this.desk.sendLog.add(
        batch.map(({ recipient, campaignId = null, ...one }) => ({
          ...one,
          campaignId,
          recipientKey: identity.recipientKeyOf(recipient),
        })),
      ),
    );
  }

  @Post('opt-outs')
  @takesBatch('Who wants no more mail of which account', 'its opt-outs are kept.')
  async optOuts(@Body({ schema: optOuts }) batch: z.output<typeof optOuts>): Promise<Taken> {
    const { identity } = this.desk.stores.vault;
    return this.taken(batch, () =>
      this.desk.optOuts.add(
        batch.map(({ recipient, ...one }) => ({ ...one, recipientKey: identity.recipientKeyOf(recipient) })),
      ),
    );
  }

  @Post('delivery-volumes')
  @takesBatch('How much was delivered, for the complaint rates', 'its volumes are kept.', volumesTaken)
  async volumes(
    @Body({ schema: volumes }) given: z.output<typeof volumes>,
    @CommandMeta() meta: Meta,
  ): Promise<z.output<typeof volumesTaken>> {
    const batch = given.map((entry) => ({
      ...entry,
      provider: this.desk.sources.providerNamed(entry.provider),
    }));
    const known = new Set(this.desk.sources.coverage.map(({ provider }) => provider));
    const providers = new Set(batch.map(({ provider }) => provider));
    const taken = await this.taken(batch, () =>
      this.byAccount(batch, meta, (accountId, entries, at, own) =>
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
      ),
    );
    return { ...taken, unknownProviders: [...providers].filter((name) => !known.has(name)).slice(0, 100) };
  }

  @Post('injections')
  @takesBatch(
    'What accounts injected: proof for or against a stop, and of a hold that leaks',
    'nothing of its injections is kept, because it was neither told to stop nor held.',
  )
  async injections(
    @Body({ schema: injections }) batch: z.output<typeof injections>,
    @CommandMeta() meta: Meta,
  ): Promise<Taken> {
    return this.taken(batch, () =>
      this.byAccount(batch, meta, async (accountId, entries, at, own) => {
        const outcome = await this.commands.execute(
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
        );
        const unknown = !outcome.ok && outcome.rejection.rejected === 'no-such-account';
        return unknown ? { ok: true } : outcome;
      }),
    );
  }

  private async taken(batch: readonly OfAccount[], take: () => Promise<void>): Promise<Taken> {
    try {
      await take();
      return {
        accepted: batch.length,
        unknownAccounts: await this.desk.accounts.unregistered(batch.map(({ accountId }) => accountId)),
      };
    } catch (error) {
      throw error instanceof Problem ? error : new BrokenOff(error);
    }
  }

  /** One command an account. Its id is from the call's and from what it says: a retried batch repeats none of them, and one
   *  that was mended after a refusal is another where it differs. */
  private async byAccount<E extends OfAccount>(
    batch: readonly E[],
    meta: Meta,
    tell: (accountId: AccountId, entries: E[], at: Instant, meta: Meta) => Promise<Told>,
  ): Promise<void> {
    const at = this.desk.now();
    const refused: { rejection: Rejected; error: FieldError }[] = [];
    for (const [accountId, { first, entries }] of byAccount(batch)) {
      const commandId = uuidv5(meta.commandId, JSON.stringify([accountId, entries]));
      const outcome = await tell(accountId, entries, at, { ...meta, commandId });
      if (outcome.ok) continue;
      const { rejection } = outcome;
      const why = rejection.because ?? rejection.rejected;
      const message = `${why}; none of the ${entries.length} items of ${accountId} was taken`;
      refused.push({ rejection, error: { path: `[${first}].accountId`, message } });
    }
    const [one] = refused;
    if (one)
      throw new Refusal(
        {
          rejected: one.rejection.rejected,
          because: `${one.error.message}${refused.length > 1 ? `, and so for ${refused.length - 1} more accounts, see errors` : ''}; all others were taken`,
        },
        { errors: refused.map(({ error }) => error) },
      );
  }
}

interface OfAccount {
  readonly accountId: AccountId;
}
type Told = { readonly ok: true } | { readonly ok: false; readonly rejection: Rejected };

const byAccount = <E extends OfAccount>(batch: readonly E[]) => {
  const groups = new Map<AccountId, { readonly first: number; readonly entries: E[] }>();
  for (const [i, one] of batch.entries()) {
    const group = groups.get(one.accountId);
    if (group) group.entries.push(one);
    else groups.set(one.accountId, { first: i, entries: [one] });
  }
  return groups;
};
