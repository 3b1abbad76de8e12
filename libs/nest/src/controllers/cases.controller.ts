import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import {
  caseEvents,
  contentCategory,
  stage,
  task,
  type CaseEvent,
  type Decision,
  type Role,
} from '@app/enforcement';
import type { Meta } from '@app/event-store';
import { accountId, caseId, type CaseId, type Instant } from '@app/kernel';
import { caseDocument, casesBy, type CaseDocument } from '@app/views';
import { AuditedRead, covers, KeyStore, Roles, type Caller } from '../access';
import { Ask, TellCase } from '../buses';
import { answerTexts, type AnswerText } from '../desk/answers';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { timelineOf } from '../desk/timeline';
import {
  By,
  CommandMeta,
  IfRevision,
  lastOnes,
  notFound,
  pageLimit,
  Refusal,
  rfc3339,
  time,
  type ListOf,
  pageCursor,
} from '../http';
import { answerTo, decisionAnswer, type DecisionAnswer } from './decision-answer';
import { evidenceItem } from './evidence-schemas';

const filter = z.strictObject({
  account: accountId.optional(),
  state: stage.optional(),
  queue: task.optional(),
  assignee: z.string().max(64).optional().meta({ description: 'The id of a key, me, or nobody' }),
  cursor: pageCursor(),
  limit: pageLimit,
});
const reason = z.string().trim().min(1).max(2_000);
const measureId = z.string().min(1).max(200);
const decisionBody = z
  .discriminatedUnion('decision', [
    z.strictObject({
      decision: z.enum([
        'accept-answer',
        'reject-answer',
        'confirm-unwanted',
        'confirm-compromise',
        'reinstate',
        'close',
        'reopen',
      ]),
      reason,
    }),
    z.strictObject({
      decision: z.literal('flag-content'),
      categories: z.array(contentCategory).min(1).max(contentCategory.options.length),
      reason,
    }),
    z.strictObject({ decision: z.enum(['approve', 'refuse']), measureId, reason }),
    z.strictObject({
      decision: z.literal('extend-deadline'),
      name: z.string().max(200).optional(),
      until: time,
      reason,
    }),
    z.strictObject({
      decision: z.literal('request-evidence'),
      complaintIds: z.array(z.string().max(128)).max(100).optional(),
      questions: z.array(z.string().min(1).max(500)).max(20).optional(),
      reason,
    }),
    z.strictObject({ decision: z.literal('annul'), measureId: measureId.optional(), reason }),
    z.strictObject({
      decision: z.literal('impose'),
      measure: z.enum(['warn', 'under-review', 'hold', 'suspend', 'close']),
      reason,
    }),
    z.strictObject({
      decision: z.literal('decide-appeal'),
      outcome: z.enum(['upheld', 'rejected']),
      measureId: measureId.optional(),
      reason,
    }),
    z.strictObject({
      decision: z.literal('assign'),
      to: z.string().max(64).nullable().meta({ description: 'The id of a key, or me; null: nobody' }),
      reason,
    }),
    z.strictObject({
      decision: z.literal('finish-task'),
      task: z.string().max(64),
      about: z.string().max(200).optional(),
      reason,
    }),
  ])
  .meta({ id: 'CaseDecision' });

@ApiTags('cases')
@Controller('v1/cases')
export class CasesController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(KeyStore) private readonly keys: KeyStore,
  ) {}

  @Roles('viewer')
  @Get()
  async list(
    @Query({ schema: filter }) { assignee, ...asked }: z.output<typeof filter>,
    @By() { keyId }: Caller,
  ): Promise<ListOf<unknown>> {
    const whose = assignee === undefined ? {} : { assignee: whom(assignee, keyId) };
    const { items, nextCursor } = await this.queries.execute(new Ask(casesBy({ ...asked, ...whose })));
    return {
      items: items.map(({ openedAt, changedAt, nextDueAt, ...one }) => ({
        ...one,
        openedAt: rfc3339(openedAt),
        changedAt: rfc3339(changedAt),
        nextDueAt: nextDueAt && rfc3339(nextDueAt),
      })),
      nextCursor,
    };
  }

  /** As its own stream tells it, never older than the log: what a person decides on. */
  @Roles('viewer')
  @AuditedRead()
  @Get(':id')
  async one(@Param('id', { schema: caseId }) id: CaseId, @By() caller: Caller): Promise<unknown> {
    const events: CaseEvent[] = [];
    for await (const recorded of this.desk.stores.events.read(`case-${id}`))
      events.push(caseEvents.decode(recorded));
    const found = caseDocument(events);
    if (!found) throw notFound('case', id);
    const { events: log, vault } = this.desk.stores;
    const reads = covers(caller.role, 'agent');
    const texts = reads ? await answerTexts(log, vault, id, caller.keyId) : new Map<string, AnswerText>();
    const papers = reads ? await this.desk.papers.texts(id, caller.keyId) : new Map<string, string | null>();
    const now = this.desk.now();
    const { timeLeft: _, ...shown } = found;
    return {
      ...shown,
      revision: events.length,
      openedAt: rfc3339(found.openedAt),
      changedAt: rfc3339(found.changedAt),
      deadlines: found.deadlines.map(({ name, dueAt }) => ({ name, dueAt: rfc3339(dueAt) })),
      measures: found.measures.map(({ at, lapsesAt, ...measure }) => ({
        ...measure,
        at: rfc3339(at),
        lapsesAt: lapsesAt && rfc3339(lapsesAt),
      })),
      notices: found.notices.map(({ orderedAt, acceptedAt, ...notice }) => ({
        ...notice,
        orderedAt: rfc3339(orderedAt),
        acceptedAt: acceptedAt && rfc3339(acceptedAt),
      })),
      answers: found.answers.map(({ receivedAt, ...answer }) => ({
        ...answer,
        ...texts.get(answer.id),
        receivedAt: rfc3339(receivedAt),
      })),
      appeals: found.appeals.map(({ receivedAt, dueAt, ...appeal }) => ({
        ...appeal,
        receivedAt: rfc3339(receivedAt),
        dueAt: rfc3339(dueAt),
        text: papers.get(appeal.id) ?? null,
      })),
      notes: found.notes.map(({ at, ...note }) => ({
        ...note,
        at: rfc3339(at),
        text: papers.get(note.id) ?? null,
      })),
      clocks: clocksOf(found, now),
      evidence: (await this.desk.evidence.of(id)).map(evidenceItem),
    };
  }

  @Roles('viewer')
  @Get(':id/timeline')
  async timeline(
    @Param('id', { schema: caseId }) id: CaseId,
    @Query({ schema: lastOnes }) { limit }: z.output<typeof lastOnes>,
  ): Promise<unknown> {
    const { events, tables } = this.desk.stores;
    const entries = await timelineOf(events, tables, { case: id }, limit);
    if (entries.length === 0) throw notFound('case', id);
    return {
      items: entries.map(({ event, because, ...entry }) => ({ type: event, cause: because, ...entry })),
      nextCursor: null,
    };
  }

  @Roles('agent')
  @Post(':id/decisions')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: decisionAnswer })
  async decide(
    @Param('id', { schema: caseId }) id: CaseId,
    @Body({ schema: decisionBody }) { reason, ...decision }: z.output<typeof decisionBody>,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
    @By() { keyId, role }: Caller,
  ): Promise<DecisionAnswer> {
    const account = await this.desk.accountOfCase(id);
    if (account === undefined) throw notFound('case', id);
    const decided = decision.decision === 'assign' ? await this.assigning(decision.to, keyId) : decision;
    const outcome = await this.commands.execute(
      new TellCase(
        {
          type: 'DecideCase',
          caseId: id,
          accountId: account,
          at: this.desk.now(),
          decision: decided,
          by: { kind: 'person', keyId },
          role: role as Role,
          reason,
        },
        meta,
        { ifRevision },
      ),
    );
    if (!outcome.ok) throw new Refusal(outcome.rejection);
    return answerTo(outcome.revision, outcome.events);
  }

  /** Throws for a key that nobody holds: what is assigned to nobody who is there, waits for ever. */
  private async assigning(to: string | null, caller: string): Promise<Decision> {
    const whom = to === 'me' ? caller : to;
    if (whom !== null && !(await this.keys.isHeld(whom))) throw notFound('key', whom);
    return { decision: 'assign', to: whom };
  }
}

/** What time runs, and what is left of it in whole seconds, below zero once it is over; and what stands still, and why. */
const clocksOf = ({ deadlines, timeLeft }: CaseDocument, now: Instant) => [
  ...deadlines.map(({ name, dueAt }) => ({
    clock: name,
    runs: true,
    remaining: Math.floor((dueAt - now) / 1_000),
    because: null,
  })),
  ...(timeLeft === null
    ? []
    : [
        {
          clock: 'answer-due',
          runs: false,
          remaining: Math.floor(timeLeft / 1_000),
          because: 'the customer answered, and a person has to judge it',
        },
      ]),
];

const whom = (asked: string, caller: string): string | null =>
  asked === 'nobody' ? null : asked === 'me' ? caller : asked;
