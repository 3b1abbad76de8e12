import { accountId, caseId, Instant } from '@app/kernel';
import { decides } from '@app/testing';
import { scoreOf } from '../scoring/score';
import { evidenceDecider, type GiveEvidence } from './evidence';
import { evidenceEvents, type EvidenceEvent } from './events';

const at = Instant('2026-03-03T09:00:00.000Z');
const score = scoreOf(
  { collected: 'offline', couldConsent: false },
  { receivedAt: at, sentAt: null, firstSentAt: null, domains: [] },
);
const give = (evidenceId: string): GiveEvidence => ({
  type: 'GiveEvidence',
  caseId: caseId.parse('shop.1'),
  accountId: accountId.parse('shop'),
  at,
  evidenceId,
  receivedAt: at,
  by: { kind: 'contact', contactId: 'k1' },
  complaintIds: ['c1'],
  questionnaire: { erased: true },
  ...score,
  files: [],
});
const given = (evidenceId: string): EvidenceEvent => {
  const { type: _, completeness, findings, ...rest } = give(evidenceId);
  return {
    type: 'EvidenceGiven',
    data: {
      ...rest,
      complaintIds: ['c1'],
      completeness: { ...completeness, missing: [...completeness.missing] },
      findings: [...findings],
      files: [],
    },
  };
};

describe('evidence of consent', () => {
  it('SP-36: is kept with its score as it came', () =>
    decides(evidenceDecider, evidenceEvents)().when(give('e1')).then(given('e1')));

  it('is kept beside what came before', () =>
    decides(evidenceDecider, evidenceEvents)(given('e1')).when(give('e2')).then(given('e2')));

  it('is refused the 51st time, with what to do', () =>
    decides(
      evidenceDecider,
      evidenceEvents,
    )(...Array.from({ length: 50 }, (_, n) => given(`e${n}`)))
      .when(give('e50'))
      .thenRejected({
        rejected: 'too-much-evidence',
        because: expect.stringContaining('case shop.1') as string,
      }));
});
