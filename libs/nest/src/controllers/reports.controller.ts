import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Submission } from '@app/channels';
import type { Meta } from '@app/event-store';
import { kumoRecordsIn, manualEntry, type ManualEntry } from '@app/examination';
import { reportId, type ReportId } from '@app/kernel';
import { reportQueue } from '@app/reports';
import { queuedReports } from '@app/views';
import { AuditedRead, Roles, TakesIn, type Caller } from '../access';
import { Ask, TellReport } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import {
  By,
  CommandMeta,
  IfRevision,
  listOf,
  notFound,
  pageLimit,
  Problem,
  revisionOf,
  rfc3339,
  TakesBytes,
  type ListOf,
  pageCursor,
} from '../http';
import { complaintItem } from './complaint-item';

const filter = z.strictObject({
  queue: reportQueue.optional(),
  handled: z.stringbool().default(false),
  cursor: pageCursor(/^[123]\.\d{1,16}\../),
  limit: pageLimit,
});
const handled = z.strictObject({ reason: z.string().trim().min(1).max(2_000) }).meta({ id: 'ReportHandled' });
const revision = z.object({ revision: z.int() }).meta({ id: 'ReportRevision' });
const queuedReport = z
  .object({
    id: z.string(),
    queue: reportQueue,
    priority: z.union([z.literal(1), z.literal(2)]),
    examinedAt: z.iso.datetime(),
    kind: z.string(),
    incidentType: z.string().nullable(),
    subject: z.string().nullable().meta({ description: 'IP address or host name that an incident is about' }),
    format: z.string(),
    channel: z.string(),
    source: z.string().nullable(),
    trust: z.string(),
    why: z.string(),
    problems: z.array(z.string()),
    alarms: z.array(z.string()),
    handled: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'QueuedReport' });
const accepted = z.object({ reportId: z.string(), duplicate: z.boolean() }).meta({ id: 'ReportAccepted' });
const acceptedBatch = z.object({ items: z.array(accepted) }).meta({ id: 'ReportsAccepted' });

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** Accepted once durable: what it is, and what follows from it, comes after. */
  @Roles('reporter', 'agent', 'platform')
  @TakesIn()
  @Post()
  @HttpCode(202)
  @TakesBytes('message/rfc822', 'application/json')
  @ApiAcceptedResponse({ standardSchema: accepted })
  async submit(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @By() caller: Caller,
  ): Promise<z.output<typeof accepted>> {
    if (!Buffer.isBuffer(body) || body.length === 0)
      throw new Problem(
        'invalid-request',
        'send the report itself as the body: a mail as message/rfc822, or XARF as application/json',
      );
    return this.desk.submit(this.posted(body, request, caller));
  }

  /** What KumoMTA's log hook posts: one record, or a batch of them. Each record of type Feedback is a report; all are kept,
   *  or the batch is sent again. */
  @Roles('reporter', 'agent', 'platform')
  @TakesIn()
  @Post('kumomta')
  @HttpCode(202)
  @TakesBytes('application/json')
  @ApiAcceptedResponse({ standardSchema: acceptedBatch })
  async submitRecords(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @By() caller: Caller,
  ): Promise<z.output<typeof acceptedBatch>> {
    const records = Buffer.isBuffer(body) ? kumoRecordsIn(body.toString('utf8')) : undefined;
    if (!records)
      throw new Problem('invalid-request', 'send a log record of KumoMTA, or an array of 1,000 at most');
    const items = await Promise.all(
      records.map((record) => this.desk.submit(this.posted(Buffer.from(record), request, caller))),
    );
    return { items };
  }

  /** What somebody of the desk was told, on paper or by telephone, or read in a regulator's letter. */
  @Roles('agent')
  @TakesIn()
  @Post('manual')
  @HttpCode(202)
  @ApiAcceptedResponse({ standardSchema: accepted })
  submitEntry(
    @Body({ schema: manualEntry }) entry: ManualEntry,
    @Req() request: FastifyRequest,
    @By() caller: Caller,
    @CommandMeta() { commandId }: Meta,
  ): Promise<z.output<typeof accepted>> {
    // Two people may tell the same of two messages: what is entered twice is one report only under the same key.
    const bytes = Buffer.from(JSON.stringify({ ...entry, entry: commandId }));
    return this.desk.submit({ ...this.posted(bytes, request, caller), channel: 'manual' });
  }

  private posted(bytes: Buffer, request: FastifyRequest, { source }: Caller): Submission {
    const envelope = { mailFrom: '', rcptTo: [], remoteAddress: request.ip };
    return {
      bytes,
      channel: 'http',
      receivedAt: this.desk.now(),
      envelope: source === undefined ? envelope : { ...envelope, posted: { source, by: 'key' } },
    };
  }

  /** Those that a person has to read, what waits longest first. */
  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(queuedReport).meta({ id: 'QueuedReports' }) })
  async list(
    @Query({ schema: filter }) asked: z.output<typeof filter>,
  ): Promise<ListOf<z.output<typeof queuedReport>>> {
    const { items, nextCursor } = await this.queries.execute(new Ask(queuedReports(asked)));
    return {
      items: items.map(({ reportId, examinedAt, handled, ...report }) => ({
        id: reportId,
        examinedAt: rfc3339(examinedAt),
        ...report,
        problems: [...report.problems],
        alarms: [...report.alarms],
        handled: handled && { ...handled, at: rfc3339(handled.at) },
      })),
      nextCursor,
    };
  }

  /** A person read it and did what there was to do: it waits no more. */
  @Roles('agent')
  @Post(':id/handled')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: revision })
  async handle(
    @Param('id', { schema: reportId }) id: ReportId,
    @Body({ schema: handled }) { reason }: z.output<typeof handled>,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
    @By() caller: Caller,
  ): Promise<z.output<typeof revision>> {
    const by = { kind: 'person' as const, keyId: caller.keyId };
    const command = { type: 'HandleReport' as const, reportId: id, at: this.desk.now(), by, reason };
    return {
      revision: revisionOf(await this.commands.execute(new TellReport(command, meta, { ifRevision }))),
    };
  }

  /** State, what `parse` prints, trust level and why, and the complaints it made. Opens what it says of persons. */
  @Roles('viewer')
  @AuditedRead()
  @Get(':id')
  async one(@Param('id', { schema: reportId }) id: ReportId, @By() caller: Caller): Promise<unknown> {
    const told = await this.desk.reports.describe(id, caller.keyId);
    if (!told) throw notFound('report', id);
    const { receivedAt, examinedAt, ...report } = told;
    return {
      ...report,
      receivedAt: rfc3339(receivedAt),
      examinedAt: examinedAt && rfc3339(examinedAt),
      complaints: (await this.desk.reports.complaintsOf(id)).map(complaintItem),
    };
  }

  /** The bytes as they came: never shown inline, whatever they are. */
  @Roles('agent')
  @AuditedRead()
  @Get(':id/original')
  async original(
    @Param('id', { schema: reportId }) id: ReportId,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const original = await this.desk.reports.original(id);
    if (original === undefined) throw notFound('report', id);
    if (original === 'erased')
      throw new Problem(
        'not-found',
        'the original was erased, at the wish of somebody it was about or at the end of its time',
      );
    reply
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox");
    return new StreamableFile(original, {
      type: 'message/rfc822',
      disposition: `attachment; filename="${id}.eml"`,
    });
  }
}
