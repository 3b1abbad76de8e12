import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { caseEvents, stage, task, type CaseEvent } from '@app/enforcement';
import { accountId, caseId, type CaseId, type Instant } from '@app/kernel';
import { caseDocument, casesBy, type CaseDocument } from '@app/views';
import { AuditedRead, covers, Roles, type Caller } from '../access';
import { Ask } from '../buses';
import { answerTexts, type AnswerText } from '../desk/answers';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { timelineOf } from '../desk/timeline';
import { By, lastOnes, notFound, pageLimit, rfc3339, type ListOf, pageCursor } from '../http';
import { evidenceItem } from './evidence-schemas';

const filter = z.strictObject({
  account: accountId.optional(),
  state: stage.optional(),
  queue: task.optional(),
  assignee: z.string().max(64).optional().meta({ description: 'The id of a key, me, or nobody' }),
  cursor: pageCursor(),
  limit: pageLimit,
});

@ApiTags('cases')
@Controller('v1/cases')
export class CasesController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(QueryBus) private readonly queries: QueryBus,
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
