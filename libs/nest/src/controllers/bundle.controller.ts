import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { caseId, complaintId, type CaseId } from '@app/kernel';
import { AuditedRead, Roles, type Caller } from '../access';
import { bundleOf } from '../desk/bundle/bundle';
import { MOST_COMPLAINTS } from '../desk/bundle/contents';
import type { Desk } from '../desk/desk';
import { DESK } from '../desk/tokens';
import { By, notFound, Problem } from '../http';

const asked = z.strictObject({
  complaint: complaintId.optional().meta({ description: 'Of this complaint of the case alone' }),
});

/** Evidence as it is handed on. */
@ApiTags('evidence')
@Controller('v1/cases')
export class BundleController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  @Roles('agent')
  @AuditedRead()
  @Get(':id/bundle')
  @ApiOperation({
    summary:
      'Everything that shows consent, as one archive: for a certifier, a feedback office or a regulator',
    description:
      'bundle.json, the same in words (summary.txt), the originals of reports and of what was handed in, and ' +
      'manifest.json with the SHA-256 of each file, chained. Opens personal data, which is audited. Complainants who must ' +
      `stay unknown are left out. Of a case of more than ${MOST_COMPLAINTS} complaints, name one.`,
  })
  @ApiProduces('application/zip')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async bundle(
    @Param('id', { schema: caseId }) id: CaseId,
    @Query({ schema: asked }) { complaint }: z.output<typeof asked>,
    @By() { keyId }: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { state } = await this.desk.states.case(id);
    if (state.status === 'none') throw notFound('case', id);
    if (complaint !== undefined && !state.complaints.some((one) => one.complaintId === complaint))
      throw notFound(`complaint of case ${id}`, complaint);
    if (complaint === undefined && state.complaints.length > MOST_COMPLAINTS)
      throw new Problem(
        'refused',
        `case ${id} has ${state.complaints.length} complaints, and a bundle takes ${MOST_COMPLAINTS}: name one, ?complaint=`,
      );
    const reader = { by: keyId, why: 'evidence bundle' };
    const { bytes } = await bundleOf(this.desk, state, complaint, reader, this.desk.now());
    reply.header('x-content-type-options', 'nosniff');
    return new StreamableFile(Readable.from(bytes), {
      type: 'application/zip',
      disposition: `attachment; filename="evidence-${encodeURIComponent(complaint ?? id).replaceAll('%', '_')}.zip"`,
    });
  }
}
