import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { reportId, type ReportId } from '@app/kernel';
import { AuditedRead, Roles, TakesIn, type Caller } from '../access';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { By, notFound, Problem, rfc3339, TakesBytes } from '../http';
import { complaintItem } from './complaint-item';

const accepted = z.object({ reportId: z.string(), duplicate: z.boolean() }).meta({ id: 'ReportAccepted' });

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  /** Accepted once durable: what it is, and what follows from it, comes after. */
  @Roles('reporter', 'agent', 'platform')
  @TakesIn()
  @Post()
  @HttpCode(202)
  @TakesBytes('message/rfc822', 'application/json')
  @ApiAcceptedResponse({ standardSchema: accepted })
  async submit(@Body() body: unknown, @Req() request: FastifyRequest): Promise<z.output<typeof accepted>> {
    if (!Buffer.isBuffer(body) || body.length === 0)
      throw new Problem(
        'invalid-request',
        'send the report itself as the body: a mail as message/rfc822, or XARF as application/json',
      );
    const { reportId, duplicate } = await this.desk.submit({
      bytes: body,
      channel: 'http',
      receivedAt: this.desk.now(),
      envelope: { mailFrom: '', rcptTo: [], remoteAddress: request.ip },
    });
    return { reportId, duplicate };
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
