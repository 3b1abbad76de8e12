import { accountId, caseId, Instant, unsealed } from '@app/kernel';
import { reacts } from '@app/testing';
import { evidence } from './evidence.process';

const of = {
  caseId: caseId.parse('A-1.1'),
  accountId: accountId.parse('A-1'),
  at: Instant('2026-03-01T10:00:00.000Z'),
  evidenceId: 'e-1',
};

it('evidence that was handed in is told to its case, and nothing is remembered', () =>
  reacts(evidence)()
    .when({
      kind: 'event',
      id: 'e',
      event: {
        type: 'EvidenceGiven',
        data: {
          ...of,
          receivedAt: of.at,
          by: { kind: 'contact', contactId: 'owner' },
          complaintIds: [],
          questionnaire: unsealed('k', { collected: 'oral' } as never),
          completeness: { answered: 1, asked: 2, missing: [] },
          findings: [],
          files: [],
        },
      },
    })
    .then({ done: true, commands: [{ type: 'RecordEvidence', ...of }] }));
