import {
  rejected,
  type AccountId,
  type CaseId,
  type Decider,
  type Erased,
  type Instant,
  type Sealed,
} from '@app/kernel';
import type { Score } from '../scoring/score';
import type { EvidenceEvent, EvidenceFile, GivenBy } from './events';
import type { StoredQuestionnaire } from './questionnaire';

/** Times that evidence may be handed in on one case: whoever holds a link must not be able to fill our disk by it. */
const MOST = 50;

/** `evidenceId` is minted at the edge, once for what was posted once. */
export interface GiveEvidence extends Score {
  readonly type: 'GiveEvidence';
  readonly caseId: CaseId;
  readonly accountId: AccountId;
  readonly at: Instant;
  readonly evidenceId: string;
  readonly receivedAt: Instant;
  readonly by: GivenBy;
  readonly complaintIds: readonly string[];
  readonly questionnaire: Sealed<StoredQuestionnaire> | Erased;
  readonly files: readonly EvidenceFile[];
}

export interface EvidenceState {
  readonly given: readonly string[]; // ids
}

export const streamOfEvidence = ({ caseId }: { readonly caseId: CaseId }): string => `evidence-${caseId}`;

/** What was handed in to show consent, case by case: kept as it came, and never replaced by what came after. */
export const evidenceDecider: Decider<GiveEvidence, EvidenceEvent, EvidenceState> = {
  initial: { given: [] },

  decide({ type: _, complaintIds, completeness, findings, files, ...command }, { given }) {
    if (given.includes(command.evidenceId)) return [];
    if (given.length >= MOST)
      return rejected(
        'too-much-evidence',
        `evidence was handed in ${MOST} times on case ${command.caseId}: ask the desk to read it before you send more`,
      );
    return [
      {
        type: 'EvidenceGiven',
        data: {
          ...command,
          complaintIds: [...complaintIds],
          completeness: { ...completeness, missing: [...completeness.missing] },
          findings: findings.map((one) => ({ ...one })),
          files: [...files],
        },
      },
    ];
  },

  evolve: ({ given }, { data }) => ({ given: [...given, data.evidenceId] }),
};
