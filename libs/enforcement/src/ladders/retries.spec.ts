import fc from 'fast-check';
import { accountId, caseId, hours, Instant, minutes, plus } from '@app/kernel';
import { policyFile, retriedAtWill, snapshotIsFold } from '@app/testing';
import { caseDecider, caseSnapshot } from '../case/case';
import type { CaseCommandWithFacts, Decision } from '../case/commands';
import { caseEvents } from '../case/events';
import { adopted } from './scenes';
import { Walk } from './walk';

const spotler = adopted(policyFile('spotler'));
const decisions: Decision[] = [
  { decision: 'confirm-unwanted' },
  { decision: 'reinstate' },
  { decision: 'annul' },
  { decision: 'impose', measure: 'hold' },
  { decision: 'impose', measure: 'close' },
  { decision: 'request-evidence' },
  { decision: 'extend-deadline', until: Instant('2026-03-09T09:00:00.000Z') },
  { decision: 'approve', measureId: 'shop.1.m1' },
  { decision: 'refuse', measureId: 'shop.1.m1' },
  { decision: 'close' },
  { decision: 'reopen' },
];

describe('the case decider', () => {
  const ids = { caseId: caseId.parse('shop.1'), accountId: accountId.parse('shop') };
  const at = Instant('2026-03-03T09:00:00.000Z');
  const walk = new Walk(spotler);
  const facts = { ...walk.facts, account: walk.account };
  const commands: fc.Arbitrary<CaseCommandWithFacts> = fc.oneof(
    fc.integer({ min: 1, max: 4 }).map((n) => ({
      type: 'RaiseSignal' as const,
      ...ids,
      at,
      signal: { kind: 'complaint' as const, complaintId: `c${n}` },
      facts: { ...facts, complaint: { ...walk.complaint(), complaintId: `c${n}`, reporter: `r${n}` } },
    })),
    fc.constantFrom(minutes(15), hours(24)).map((wait) => ({
      type: 'ReachDeadline' as const,
      ...ids,
      at: plus(at, wait),
      name: wait === minutes(15) ? 'digest-due' : 'answer-due',
      dueAt: plus(at, wait),
      firedAt: plus(at, wait),
      facts,
    })),
    fc.tuple(fc.constantFrom('o1', 'o2'), fc.constantFrom(1, 24)).map(([outageId, hour]) => ({
      type: 'ExtendForOutage' as const,
      ...ids,
      at: plus(at, hours(hour + 2)),
      outageId,
      from: plus(at, hours(hour)),
      until: plus(at, hours(hour + 2)),
      facts,
    })),
    fc.constantFrom('shop.1.n1', 'shop.1.n2').map((noticeId) => ({
      type: 'RecordNoticeAccepted' as const,
      ...ids,
      at,
      noticeId,
      acceptedAt: at,
      facts,
    })),
    fc.tuple(fc.constantFrom(...decisions), fc.constantFrom('ann', 'bob')).map(([decision, keyId]) => ({
      type: 'DecideCase' as const,
      ...ids,
      at: plus(at, hours(1)),
      decision,
      by: { kind: 'person' as const, keyId },
      role: 'supervisor' as const,
      reason: 'because',
      facts,
    })),
  );
  const tested = { catalogue: caseEvents, decider: caseDecider, snapshot: caseSnapshot };

  it('any command can be retried at will', () => retriedAtWill(tested, commands, { numRuns: 150 }), 60_000);
  it('a snapshot is the fold', () => snapshotIsFold(tested, commands, { numRuns: 60 }), 60_000);
});
