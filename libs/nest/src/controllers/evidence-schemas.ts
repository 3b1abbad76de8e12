import { z } from 'zod';
import { questionnaire, questionnaireWith, severity } from '@app/consent';
import { rfc3339, time } from '../http';
import type { EvidenceLine, OpenedEvidence } from '../desk/evidence';
import { MOST_FILE_BYTES, MOST_FILES } from '../desk/evidence-files';

const LONGEST_BASE64 = Math.ceil(MOST_FILE_BYTES / 3) * 4;

export const evidenceBody = z
  .strictObject({
    complaintIds: z
      .array(z.string().min(1).max(128))
      .max(100)
      .default([])
      .meta({ description: 'Complaints of the case that it is about; none: all of them' }),
    questionnaire: questionnaireWith(time).meta({
      description: 'What is not known is left out: the answer says what is missing',
    }),
    files: z
      .array(z.strictObject({ name: z.string().min(1).max(255), content: z.base64().max(LONGEST_BASE64) }))
      .max(MOST_FILES)
      .default([])
      .meta({ description: 'PDF, PNG, JPEG or plain text, in Base64' }),
  })
  .meta({ id: 'EvidenceGiven' });

const completeness = z.object({
  answered: z.int(),
  asked: z.int(),
  missing: z
    .array(z.string())
    .meta({ description: 'Questions without an answer, by their names in the questionnaire' }),
});
const finding = z.object({ code: z.string(), severity, sentence: z.string() });
export const score = z.object({ completeness, findings: z.array(finding) }).meta({ id: 'EvidenceScore' });

export const evidenceAnswer = z
  .object({ id: z.string(), revision: z.int(), ...score.shape })
  .meta({ id: 'EvidenceTaken' });

const item = z
  .object({
    id: z.string(),
    receivedAt: z.iso.datetime(),
    by: z.object({ contactId: z.string().nullable(), keyId: z.string().nullable() }),
    complaintIds: z.array(z.string()),
    ...score.shape,
    files: z.array(
      z.object({
        id: z.string(),
        name: z.string().nullish().meta({ description: 'For agents; null: erased' }),
        type: z.string(),
        bytes: z.int(),
        sha256: z.string(),
      }),
    ),
    questionnaire: z
      .looseObject({})
      .nullish()
      .meta({ description: 'For agents: as it was answered; null: erased' }),
  })
  .meta({ id: 'Evidence' });
export const evidenceList = z
  .object({ items: z.array(item), nextCursor: z.string().nullable() })
  .meta({ id: 'EvidenceList' });
export type EvidenceItem = z.output<typeof item>;

/** What anybody of the staff may see: the score, and that there are files. */
export const evidenceItem = (line: EvidenceLine): EvidenceItem => ({
  id: line.evidenceId,
  receivedAt: rfc3339(line.receivedAt),
  by: {
    contactId: line.by.kind === 'contact' ? line.by.contactId : null,
    keyId: line.by.kind === 'key' ? line.by.keyId : null,
  },
  complaintIds: line.complaintIds,
  completeness: line.completeness,
  findings: line.findings,
  files: line.files.map(({ fileId, type, bytes, sha256 }) => ({ id: fileId, type, bytes, sha256 })),
});

export const openedEvidenceItem = ({
  line,
  questionnaire: given,
  fileNames,
}: OpenedEvidence): EvidenceItem => {
  const shown = evidenceItem(line);
  return {
    ...shown,
    files: shown.files.map((file, n) => ({ ...file, name: fileNames[n] ?? null })),
    questionnaire: given && z.encode(questionnaire, given),
  };
};
