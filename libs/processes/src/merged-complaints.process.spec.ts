import { accountId as asAccount, brandId as asBrand, complaintId as asComplaint, Instant } from '@app/kernel';
import { reacts } from '@app/testing';
import { mergedComplaints } from './merged-complaints.process';

const given = reacts(mergedComplaints);
const at = Instant('2026-03-01T10:00:00.000Z');
const [weak, survivor] = [asComplaint.parse('c-2'), asComplaint.parse('c-1')];

describe('a merged complaint', () => {
  it('hands the survivor all it has', () => {
    const known = {
      accountId: asAccount.parse('A-1'),
      brandId: asBrand.parse('spotler'),
      campaignId: null,
      confidence: 0.9,
      verdict: 'qualified' as const,
      reports: [],
    };
    given()
      .when({
        kind: 'event',
        id: 'e',
        event: {
          type: 'ComplaintMerged',
          data: {
            complaintId: weak,
            at,
            sentAt: at,
            into: survivor,
            because: 'same delivery',
            lost: [],
            ...known,
          },
        },
      })
      .then({
        done: true,
        commands: [{ type: 'AbsorbReports', complaintId: survivor, at, from: weak, ...known }],
      });
  });
});
