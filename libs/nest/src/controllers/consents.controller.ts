import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Meta } from '@app/event-store';
import { days, plus, type Instant } from '@app/kernel';
import { AuditedRead, Roles, TakesIn, type Caller } from '../access';
import { happenedAt, type OfAddress, type OpenedConsent } from '../desk/consents';
import type { Desk } from '../desk/desk';
import { DESK } from '../desk/tokens';
import { BrokenOff, By, CommandMeta, notFound, Problem, Refusal, rfc3339, type FieldError } from '../http';
import { takesBatch, type Taken } from './batch';
import {
  asked,
  consentArchive,
  consents,
  timesOf,
  type ConsentArchiveAnswer,
  type ConsentEntry,
} from './consent-schemas';

const AHEAD = days(1); // clocks differ, and zones are mistaken; more is a mistake in the year
const MOST_ERRORS = 50;

/** Who signed up, confirmed and signed off, and from where: the proof of consent. */
@ApiTags('consents')
@Controller('v1/consents')
export class ConsentsController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  @Roles('platform')
  @TakesIn()
  @Post()
  @takesBatch(
    'When addresses signed up, confirmed it and signed off, and from where: late, in any order, in parts',
    'its consents are kept. What was told is never changed by what is told later.',
  )
  async record(
    @Body({ schema: consents }) batch: z.output<typeof consents>,
    @CommandMeta() meta: Meta,
  ): Promise<Taken> {
    const now = this.desk.now();
    refuseAhead(batch, plus(now, AHEAD));
    let outcomes;
    try {
      outcomes = await this.desk.consents.record(batch, now, meta);
    } catch (error) {
      throw new BrokenOff(error);
    }
    const refused = outcomes.flatMap((outcome, i) =>
      outcome.ok ? [] : [{ path: `[${i}]`, ...outcome.rejection }],
    );
    const [first] = refused;
    if (first)
      throw new Refusal(
        {
          rejected: first.rejected,
          because: `${refused.length} of ${batch.length} items were not taken, see errors; all others were taken`,
        },
        {
          errors: refused
            .slice(0, MOST_ERRORS)
            .map(({ path, rejected, because }) => ({ path, message: because ?? rejected })),
        },
      );
    return {
      accepted: batch.length,
      unknownAccounts: await this.desk.accounts.unregistered(batch.map(({ accountId }) => accountId)),
    };
  }

  /** Opens the personal data of what is shown; each opening is audited. */
  @Roles('agent')
  @AuditedRead()
  @Get()
  @ApiOperation({
    summary:
      'What the archive holds of one address with one account, and whose risk mail to it was at some time',
  })
  @ApiOkResponse({ standardSchema: consentArchive })
  async of(
    @Query({ schema: asked }) query: z.output<typeof asked>,
    @By() { keyId }: Caller,
  ): Promise<ConsentArchiveAnswer> {
    const { sentAt, ...of } = await this.whose(query);
    const at = query.at ?? sentAt ?? this.desk.now();
    const found = await this.desk.consents.opened(of, query.limit, { by: keyId, why: 'consent read' });
    const { signedUpAt, confirmedAt, ...origin } = await this.desk.consents.originAt(of, at);
    return {
      account: of.accountId,
      origin: {
        at: rfc3339(at),
        ...origin,
        signedUpAt: timeOf(signedUpAt),
        confirmedAt: timeOf(confirmedAt),
      },
      items: found.map(entryOf),
      nextCursor: null,
    };
  }

  private async whose({
    complaint,
    account,
    recipient,
  }: z.output<typeof asked>): Promise<OfAddress & { sentAt?: Instant }> {
    if (account !== undefined && recipient !== undefined)
      return {
        accountId: account,
        recipientKey: this.desk.stores.vault.identity.recipientKeyOf(recipient),
      };
    const { state } = await this.desk.states.complaint(complaint!);
    if (state.status === 'none') throw notFound('complaint', complaint!);
    const { accountId, recipientKey, sent } = state;
    if (accountId === null || recipientKey === null)
      throw new Problem(
        'refused',
        `complaint ${complaint} names no ${accountId === null ? 'account: attribute it first' : 'recipient whom the archive could know'}`,
      );
    return { accountId, recipientKey, sentAt: sent.at };
  }
}

const refuseAhead = (batch: z.output<typeof consents>, latest: Instant): void => {
  const errors: FieldError[] = [];
  for (const [i, one] of batch.entries())
    for (const [name, at] of timesOf(one))
      if (at !== undefined && at > latest)
        errors.push({ path: `[${i}].${name}`, message: 'lies more than a day ahead' });
  if (errors.length > 0)
    throw new Problem(
      'invalid-request',
      'nothing was taken: what has not happened yet is no consent; see errors',
      {
        errors: errors.slice(0, MOST_ERRORS),
      },
    );
};

const WHAT = {
  ConsentRecorded: 'signed-up',
  ConsentConfirmed: 'confirmed',
  ConsentWithdrawn: 'signed-off',
} as const;

const timeOf = (at: Instant | null): string | null => (at === null ? null : rfc3339(at));

const entryOf = ({ event, ...opened }: OpenedConsent): ConsentEntry => ({
  what: WHAT[event.type],
  at: rfc3339(happenedAt(event)),
  toldAt: rfc3339(event.data.at),
  listId: event.data.listId,
  source: event.type === 'ConsentRecorded' ? event.data.source : null,
  wordingId: event.type === 'ConsentRecorded' ? event.data.wordingId : null,
  via: event.type === 'ConsentWithdrawn' ? event.data.via : null,
  ...opened,
});
