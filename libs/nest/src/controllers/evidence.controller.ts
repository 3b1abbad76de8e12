import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { KnownCase } from '@app/enforcement';
import type { Meta } from '@app/event-store';
import { caseId, type CaseId } from '@app/kernel';
import { AuditedRead, covers, Roles, TakesIn, type Caller } from '../access';
import type { Desk } from '../desk/desk';
import { FILE_SENTENCES, fileProblems, safeName } from '../desk/evidence-files';
import { DESK } from '../desk/tokens';
import { By, CommandMeta, notFound, Problem, Refusal, type ListOf } from '../http';
import {
  evidenceAnswer,
  evidenceBody,
  evidenceItem,
  evidenceList,
  openedEvidenceItem,
  type EvidenceItem,
} from './evidence-schemas';

const fileId = z.uuid();

/** What was handed in on a case to show consent. */
@ApiTags('evidence')
@Controller('v1/cases')
export class EvidenceController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  @Roles('platform', 'agent')
  @TakesIn()
  @Post(':id/evidence')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Answers to the questionnaire about consent, on the customer’s behalf: taken in parts, and scored',
  })
  @ApiOkResponse({ standardSchema: evidenceAnswer })
  async give(
    @Param('id', { schema: caseId }) id: CaseId,
    @Body({ schema: evidenceBody }) { questionnaire, complaintIds, files }: z.output<typeof evidenceBody>,
    @CommandMeta() meta: Meta,
    @By() { keyId }: Caller,
  ): Promise<z.output<typeof evidenceAnswer>> {
    const found = await this.caseOf(id);
    const foreign = complaintIds.findIndex((one) => !found.complaints.some((c) => c.complaintId === one));
    if (foreign >= 0)
      throw new Problem('invalid-request', `nothing was taken: case ${id} is about other complaints`, {
        errors: [{ path: `complaintIds[${foreign}]`, message: 'is no complaint of this case' }],
      });
    const handedIn = files.map(({ name, content }) => ({ name, bytes: Buffer.from(content, 'base64') }));
    const problems = fileProblems(handedIn);
    if (problems.length > 0)
      throw new Problem('invalid-request', 'nothing was taken: a file cannot be kept; see errors', {
        errors: problems.map(({ file, problem }) => ({
          path: `files[${file}]`,
          message: FILE_SENTENCES[problem],
        })),
      });
    const outcome = await this.desk.evidence.give(
      found,
      {
        questionnaire,
        complaintIds,
        files: handedIn,
        by: { kind: 'key', keyId },
        receivedAt: this.desk.now(),
      },
      meta,
    );
    if (!outcome.ok) throw new Refusal(outcome.rejection);
    const { completeness, findings } = outcome.score;
    return {
      id: outcome.evidenceId,
      revision: outcome.revision,
      completeness: { ...completeness, missing: [...completeness.missing] },
      findings: [...findings],
    };
  }

  /** Agents read the answers, each opening of which is audited; viewers see how they were scored. */
  @Roles('viewer')
  @AuditedRead()
  @Get(':id/evidence')
  @ApiOperation({ summary: 'What was handed in to show consent, with its score' })
  @ApiOkResponse({ standardSchema: evidenceList })
  async list(
    @Param('id', { schema: caseId }) id: CaseId,
    @By() { keyId, role }: Caller,
  ): Promise<ListOf<EvidenceItem>> {
    await this.caseOf(id);
    const { evidence } = this.desk;
    return {
      items: covers(role, 'agent')
        ? (await evidence.opened(id, { by: keyId, why: 'evidence read' })).map(openedEvidenceItem)
        : (await evidence.of(id)).map(evidenceItem),
      nextCursor: null,
    };
  }

  /** As it came, to be saved and never shown by a browser: who wrote it may mean us harm. */
  @Roles('agent')
  @AuditedRead()
  @Get(':id/evidence/files/:fileId')
  @ApiOperation({ summary: 'One file that was handed in' })
  async file(
    @Param('id', { schema: caseId }) id: CaseId,
    @Param('fileId', { schema: fileId }) wanted: string,
    @By() { keyId }: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.caseOf(id);
    const all = await this.desk.evidence.opened(id, { by: keyId, why: 'evidence file read' });
    for (const { line, fileNames } of all)
      for (const [n, file] of line.files.entries()) {
        if (file.fileId !== wanted) continue;
        const bytes = await this.desk.evidence.bytesOf(file);
        if (!bytes) throw new Problem('not-found', `file ${wanted} was erased`);
        reply.header('x-content-type-options', 'nosniff');
        reply.header('content-security-policy', "default-src 'none'; sandbox");
        return new StreamableFile(bytes, {
          type: file.type,
          disposition: `attachment; filename="${safeName(fileNames[n] ?? null, file.type, wanted)}"`,
          length: bytes.length,
        });
      }
    throw notFound('file', wanted);
  }

  private async caseOf(id: CaseId): Promise<KnownCase> {
    const { state } = await this.desk.states.case(id);
    if (state.status === 'none') throw notFound('case', id);
    return state;
  }
}
