import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import { standingOf, type Profile } from '@app/accounts';
import type { Meta } from '@app/event-store';
import { accountId, unsealed, type AccountId } from '@app/kernel';
import { mintToken, TOKEN_HEADER } from '@app/tracing';
import {
  accountsBy,
  complaintRate,
  openCaseOf,
  rateCount,
  resemblancesOf,
  type ComplaintRate,
} from '@app/views';
import { AuditedRead, Roles, type Caller } from '../access';
import { Ask, TellAccount } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { By, CommandMeta, IfRevision, notFound, Problem, revisionOf, rfc3339, type ListOf } from '../http';
import {
  account,
  accountFilter,
  accountRevision,
  accounts,
  complaintRateAnswer,
  rateAsked,
  shownAccount,
  token,
  tokenAsked,
  type ListedAccountItem,
  type ShownAccount,
} from './account-schemas';
import { resemblanceItem } from './resemblance-item';
import { pageOfTimeline, timelineAsked, timelinePage, type TimelinePage } from './timeline-page';

@ApiTags('accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Roles('platform', 'supervisor')
  @Put(':id')
  @ApiOperation({
    summary: 'Registers an account, or says how it is now',
    description:
      'The profile is replaced whole: what is left out is emptied, and not kept. The same again is no news. ' +
      'Another brand while a case of the account runs: 409, with code brand-of-open-case.',
  })
  @ApiOkResponse({ standardSchema: accountRevision })
  async put(
    @Param('id', { schema: accountId }) id: AccountId,
    @Body({ schema: account }) body: z.output<typeof account>,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
  ): Promise<z.output<typeof accountRevision>> {
    if (!this.desk.settings.brands[body.brand])
      throw new Problem('invalid-request', `there is no brand ${body.brand}: the settings name the brands`, {
        errors: [{ path: 'brand', message: `one of ${Object.keys(this.desk.settings.brands).join(', ')}` }],
      });
    const profile = await this.profileOf(id, body);
    const at = this.desk.now();
    const openCase = await this.queries.execute(new Ask(openCaseOf(id)));
    const outcome = await this.commands.execute(
      new TellAccount({ type: 'RegisterAccount', accountId: id, at, profile, openCase }, meta, {
        ifRevision,
      }),
    );
    return { revision: revisionOf(outcome) };
  }

  /** Opens the names on the page, each of which is audited; addresses stay sealed. */
  @Roles('viewer', 'platform')
  @AuditedRead()
  @Get()
  @ApiOperation({ summary: 'The accounts, by id; or those of a brand, a standing or a domain' })
  @ApiOkResponse({ standardSchema: accounts })
  async list(
    @Query({ schema: accountFilter }) asked: z.output<typeof accountFilter>,
    @By() { keyId }: Caller,
  ): Promise<ListOf<ListedAccountItem>> {
    const { items, nextCursor } = await this.queries.execute(new Ask(accountsBy(asked)));
    return {
      items: await Promise.all(
        items.map(async ({ id, registeredAt, changedAt, domains, ...rest }) => ({
          id,
          name: await this.desk.accounts.nameOf(id, { by: keyId, why: 'accounts listed' }),
          ...rest,
          domains: [...domains],
          registeredAt: rfc3339(registeredAt),
          changedAt: rfc3339(changedAt),
        })),
      ),
      nextCursor,
    };
  }

  @Roles('viewer', 'platform')
  @AuditedRead()
  @Get(':id')
  @ApiOperation({ summary: 'One account: who they are, how to reach them, and where they stand' })
  @ApiOkResponse({ standardSchema: shownAccount })
  async one(
    @Param('id', { schema: accountId }) id: AccountId,
    @By() { keyId }: Caller,
  ): Promise<ShownAccount> {
    const { state, revision } = await this.desk.states.account(id);
    const profile = await this.desk.accounts.find(id);
    if (state.status === 'none' || !profile) throw notFound('account', id);
    const opened = await this.desk.accounts.opened(id, { by: keyId, why: 'account read' });
    const { brandId: brand, name: _, nameKey: __, registration: ___, contacts, history, ...rest } = profile;
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
      registrationNumber: opened?.registrationNumber ?? null,
      history: history.map(({ at, ...past }) => ({ ...past, at: rfc3339(at) })),
      standing: standingOf(state),
      openCases: await this.desk.openCases(id),
      resembles: (await this.queries.execute(new Ask(resemblancesOf(id, this.desk.ownSenders)))).map(
        resemblanceItem,
      ),
      baseline: state.baseline === null ? null : rfc3339(state.baseline),
    };
  }

  @Roles('platform')
  @Post(':id/trace-token')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Signs the header by which a complaint about an outgoing message is traced',
    description: 'Platforms that send much mint their own: see TRACE-TOKEN.md.',
  })
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
  @ApiOperation({ summary: 'Complaints per delivered message of an account, against its policy’s threshold' })
  @ApiOkResponse({ standardSchema: complaintRateAnswer })
  async rate(
    @Param('id', { schema: accountId }) id: AccountId,
    @Query({ schema: rateAsked }) { window, attribution }: z.output<typeof rateAsked>,
  ): Promise<ComplaintRate> {
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

  @Roles('viewer')
  @Get(':id/timeline')
  @ApiOperation({ summary: 'What happened to an account, with its causes, newest last' })
  @ApiOkResponse({ standardSchema: timelinePage })
  async timeline(
    @Param('id', { schema: accountId }) id: AccountId,
    @Query({ schema: timelineAsked }) asked: z.output<typeof timelineAsked>,
  ): Promise<TimelinePage> {
    if (!(await this.desk.accounts.find(id))) throw notFound('account', id);
    return pageOfTimeline(this.desk.stores, { account: id }, asked);
  }

  private async profileOf(id: AccountId, body: z.output<typeof account>): Promise<Profile> {
    const { vault } = this.desk.stores;
    const { brand, name, contacts, parent, legalForm, registrationNumber, policyAcceptedVersion, ...rest } =
      body;
    const nameKey = vault.identity.recipientKeyOf(name);
    const ofAccount = await vault.keyFor({ kind: 'account', id });
    return {
      brandId: brand,
      name: unsealed(ofAccount, name),
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
      ...(typeof registrationNumber === 'string' && {
        registration: {
          number: unsealed<string>(ofAccount, registrationNumber),
          numberKey: vault.identity.termKeyOf('registration', comparableNumber(registrationNumber)),
        },
      }),
      policyAcceptedVersion: policyAcceptedVersion ?? null,
      ...rest,
    };
  }
}

/** Without the dots and spaces that people write numbers of registers with. */
const comparableNumber = (written: string): string =>
  written
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
