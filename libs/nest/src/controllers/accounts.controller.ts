import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { standingOf, type Profile } from '@app/accounts';
import type { Meta } from '@app/event-store';
import { accountId, brandId, locale, unsealed, type AccountId } from '@app/kernel';
import { rateWindow } from '@app/reputation';
import { mintToken, TOKEN_HEADER } from '@app/tracing';
import { complaintRate, rateCount } from '@app/views';
import { AuditedRead, Roles, type Caller } from '../access';
import { Ask, TellAccount } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { timelineOf } from '../desk/timeline';
import { By, CommandMeta, IfRevision, lastOnes, notFound, Problem, revisionOf, rfc3339, time } from '../http';

const host = z.string().min(1).max(253);
const account = z
  .strictObject({
    brand: brandId,
    name: z.string().trim().min(1).max(300),
    contacts: z
      .array(z.strictObject({ email: z.email().max(320), locale }))
      .min(1)
      .max(20),
    parent: accountId.nullish(),
    domains: z.array(host).max(1_000).default([]),
    ips: z.array(z.string().min(1).max(64)).max(1_000).default([]),
    dkim: z.array(z.string().min(1).max(320)).max(1_000).default([]),
    legalForm: z.enum(['legal-person', 'natural-person']).nullish(),
    protected: z.boolean().default(false),
    policyAcceptedVersion: z.string().max(128).nullish(),
    history: z
      .array(
        z.strictObject({
          what: z.enum(['warned', 'suspended', 'closed']),
          at: time,
          reason: z.string().max(2_000),
        }),
      )
      .max(100)
      .default([])
      .meta({
        description:
          'What was done about the account before the desk knew it, `what` by its name; a warning among it counts as one',
        examples: [
          [{ what: 'warned', at: '2026-01-15T09:00:00Z', reason: 'complaints about the newsletter' }],
        ],
      }),
  })
  .meta({ id: 'Account' });
const revision = z.object({ revision: z.int() }).meta({ id: 'AccountRevision' });
const tokenAsked = z
  .strictObject({
    campaignId: z.string().min(1).max(256).optional(),
    messageId: z.string().min(1).max(128).optional().meta({
      description:
        'Your own id of the message: staff see it with a complaint. Left out when it has an @: no token holds an address',
    }),
    deliveryId: z.string().min(1).max(128).optional(),
    recipient: z.string().min(3).max(320).optional(),
    sentAt: time.optional().meta({ description: 'Complaints count on the day of sending: say when that is' }),
  })
  .meta({ id: 'TraceTokenRequest' });
const token = z.object({ header: z.string(), value: z.string() }).meta({ id: 'TraceToken' });
const rateAsked = z.strictObject({
  window: rateWindow.default('30d'),
  attribution: z.enum(['send-day', 'report-day']).default('send-day'),
});

@ApiTags('accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** Registers an account, or says how it is now. The same again is no news. */
  @Roles('platform', 'supervisor')
  @Put(':id')
  @ApiOkResponse({ standardSchema: revision })
  async put(
    @Param('id', { schema: accountId }) id: AccountId,
    @Body({ schema: account }) body: z.output<typeof account>,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
  ): Promise<z.output<typeof revision>> {
    if (!this.desk.settings.brands[body.brand])
      throw new Problem('invalid-request', `there is no brand ${body.brand}: the settings name the brands`, {
        errors: [{ path: 'brand', message: `one of ${Object.keys(this.desk.settings.brands).join(', ')}` }],
      });
    const profile = await this.profileOf(id, body);
    const at = this.desk.now();
    const outcome = await this.commands.execute(
      new TellAccount({ type: 'RegisterAccount', accountId: id, at, profile }, meta, { ifRevision }),
    );
    return { revision: revisionOf(outcome) };
  }

  @Roles('viewer', 'platform')
  @AuditedRead()
  @Get(':id')
  async one(@Param('id', { schema: accountId }) id: AccountId, @By() { keyId }: Caller): Promise<unknown> {
    const { state, revision } = await this.desk.states.account(id);
    const profile = await this.desk.accounts.find(id);
    if (state.status === 'none' || !profile) throw notFound('account', id);
    const opened = await this.desk.accounts.opened(id, { by: keyId, why: 'account read' });
    const { brandId: brand, name: _, nameKey: __, contacts, history, ...rest } = profile;
    return {
      id,
      revision,
      brand,
      name: opened?.name ?? null,
      contacts: contacts.map(({ contactId, locale }, i) => ({
        contactId,
        locale,
        email: opened?.emails[i] ?? null,
      })),
      ...rest,
      history: history.map(({ at, ...past }) => ({ ...past, at: rfc3339(at) })),
      standing: standingOf(state),
      openCases: await this.desk.openCases(id),
      baseline: state.baseline === null ? null : rfc3339(state.baseline),
    };
  }

  /** The signed header for an outgoing message. Platforms that send much mint their own: see TRACE-TOKEN.md. */
  @Roles('platform')
  @Post(':id/trace-token')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: token })
  async traceToken(
    @Param('id', { schema: accountId }) id: AccountId,
    @Body({ schema: tokenAsked }) { recipient, campaignId, ...rest }: z.output<typeof tokenAsked>,
  ): Promise<z.output<typeof token>> {
    if (!(await this.desk.accounts.find(id))) throw notFound('account', id);
    try {
      const value = mintToken(this.desk.traceKeys, {
        accountId: id,
        ...(campaignId !== undefined && { campaignId: campaignId as never }),
        ...(rest.messageId?.includes('@') === false && { messageId: rest.messageId }),
        ...(rest.deliveryId !== undefined && { deliveryId: rest.deliveryId }),
        ...(rest.sentAt !== undefined && { sentAt: rest.sentAt }),
        ...(recipient !== undefined && {
          recipientKey: this.desk.stores.vault.identity.recipientKeyOf(recipient),
        }),
      });
      return { header: TOKEN_HEADER, value };
    } catch (error) {
      throw new Problem('invalid-request', (error as Error).message);
    }
  }

  @Roles('viewer')
  @Get(':id/complaint-rate')
  async rate(
    @Param('id', { schema: accountId }) id: AccountId,
    @Query({ schema: rateAsked }) { window, attribution }: z.output<typeof rateAsked>,
  ): Promise<unknown> {
    const found = await this.desk.accounts.find(id);
    if (!found) throw notFound('account', id);
    const brand = this.desk.settings.brands[found.brandId];
    if (!brand) throw new Error(`account ${id} is of brand ${found.brandId}, which no setting names`);
    const { timeZone: zone, policy } = brand;
    const counted = await this.queries.execute(
      new Ask(
        rateCount({
          accountId: id,
          window,
          now: this.desk.now(),
          zone,
          coverage: this.desk.sources.coverage,
          attribution,
        }),
      ),
    );
    const { threshold, floors } = this.desk.policies.current(policy).rate;
    return complaintRate(counted, threshold, floors);
  }

  /** What happened last, with its cause, newest last. */
  @Roles('viewer')
  @Get(':id/timeline')
  async timeline(
    @Param('id', { schema: accountId }) id: AccountId,
    @Query({ schema: lastOnes }) { limit }: z.output<typeof lastOnes>,
  ): Promise<unknown> {
    if (!(await this.desk.accounts.find(id))) throw notFound('account', id);
    const { events, tables } = this.desk.stores;
    const entries = await timelineOf(events, tables, { account: id }, limit);
    return {
      items: entries.map(({ event, because, ...entry }) => ({ type: event, cause: because, ...entry })),
      nextCursor: null,
    };
  }

  private async profileOf(id: AccountId, body: z.output<typeof account>): Promise<Profile> {
    const { vault } = this.desk.stores;
    const { brand, name, contacts, parent, legalForm, policyAcceptedVersion, ...rest } = body;
    const nameKey = vault.identity.recipientKeyOf(name);
    return {
      brandId: brand,
      name: unsealed(await vault.keyFor({ kind: 'account', id }), name),
      nameKey,
      contacts: await Promise.all(
        contacts.map(async ({ email, locale }) => {
          const emailKey = vault.identity.recipientKeyOf(email);
          const keyId = await vault.keyFor({ kind: 'contact', id: emailKey });
          return {
            contactId: emailKey.slice(0, 16) as never,
            email: unsealed<string>(keyId, email),
            emailKey,
            locale,
          };
        }),
      ),
      parent: parent ?? null,
      legalForm: legalForm ?? null,
      policyAcceptedVersion: policyAcceptedVersion ?? null,
      ...rest,
    };
  }
}
