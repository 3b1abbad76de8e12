import {
  accountId as asAccount,
  brandId as asBrand,
  campaignId as asCampaign,
  complaintId as asComplaint,
  days,
  Instant,
  minus,
  recipientKey as asRecipient,
  reportId as asReport,
  type DecidedBy,
  type EventOf,
  type DefsOf,
} from '@app/kernel';
import { decides } from '@app/testing';
import type { FileComplaint } from './commands';
import { complaintDecider } from './complaint';
import { complaintEvents, type ComplaintEvent } from './events';
import { REPORTS_KEPT } from './file';
import type { ReportRef, Step } from './shapes';

const given = decides(complaintDecider, complaintEvents);
const complaintId = asComplaint.parse('c-1');
const accountId = asAccount.parse('A-1');
const another = asAccount.parse('A-2');
const brandId = asBrand.parse('spotler');
const campaignId = asCampaign.parse('spring');
const at = Instant('2026-03-01T10:00:00.000Z');
const by: DecidedBy = { kind: 'person', keyId: 'k-ann' };
const everything: Step[] = ['suppress', 'count', 'forward', 'propose', 'enforce', 'close'];

const report: ReportRef = {
  reportId: asReport.parse('rep-1'),
  channel: 'feedback-loop',
  trust: 'A',
  source: 'yahoo',
  feedbackType: 'abuse',
  provider: 'yahoo',
  receivedAt: at,
  reporter: 'r-1',
  corroboration: ['token'],
};
const byMail: ReportRef = {
  ...report,
  reportId: asReport.parse('rep-2'),
  channel: 'direct',
  trust: 'C',
  source: null,
  provider: null,
};
const unvouched: ReportRef = { ...report, reportId: asReport.parse('rep-3'), trust: 'D', corroboration: [] };

const file = (changed: Partial<FileComplaint> = {}, of: ReportRef = report): FileComplaint => {
  return {
    type: 'FileComplaint',
    complaintId,
    at,
    identity: 'token',
    aliases: [],
    report: of,
    accountId,
    brandId,
    campaignId,
    deliveryId: 'd-1',
    recipientKey: asRecipient.parse('r-1'),
    sent: { at: minus(at, days(1)), estimated: false },
    trace: { outcome: 'traced', strategy: 'token', confidence: 1, attempts: [] },
    violations: [],
    maxMessageAge: days(90),
    reported: { erased: true },
    ...changed,
  };
};
type Data<T extends ComplaintEvent['type']> = Extract<
  EventOf<DefsOf<typeof complaintEvents>>,
  { type: T }
>['data'];
const filed = (changed: Partial<Data<'ComplaintFiled'>> = {}, of: ReportRef = report): ComplaintEvent => {
  const { type, maxMessageAge, ...data } = file();
  void [type, maxMessageAge];
  return {
    type: 'ComplaintFiled',
    data: { ...data, report: of, state: 'qualified', may: everything, lacks: [], ...changed },
  };
};
const of = { complaintId, at, accountId, brandId };
const later = { ...of, sentAt: minus(at, days(1)) };
const corroborated = (changed: Partial<Data<'ReportCorroborated'>> = {}): ComplaintEvent => ({
  type: 'ReportCorroborated',
  data: {
    ...later,
    campaignId,
    report: byMail,
    aliases: [],
    state: 'qualified',
    may: everything,
    gained: [],
    lost: [],
    lacks: ['channel'],
    ...changed,
  },
});
const traced = (changed: Partial<Data<'ComplaintTraced'>> = {}): ComplaintEvent => ({
  type: 'ComplaintTraced',
  data: {
    ...later,
    campaignId,
    deliveryId: 'd-1',
    strategy: 'person',
    confidence: 1,
    by,
    reason: 'seen in the log',
    state: 'qualified',
    may: everything,
    gained: everything,
    lost: [],
    lacks: [],
    ...changed,
  },
});
const judged = (changed: Partial<Data<'ComplaintQualified'>> = {}): ComplaintEvent => ({
  type: 'ComplaintQualified',
  data: {
    ...later,
    campaignId,
    verdict: 'forged',
    by,
    reason: 'headers do not fit',
    state: 'disqualified',
    may: [],
    gained: [],
    lost: everything,
    lacks: ['verdict'],
    ...changed,
  },
});
const untraced = {
  accountId: null,
  campaignId: null,
  deliveryId: null,
  trace: { outcome: 'untraced' as const, strategy: null, confidence: 0, attempts: [] },
};
const unknownYet = filed({ ...untraced, state: 'untraced', may: [], lacks: ['untraced'] });

describe('a complaint', () => {
  it('is filed with its first report', () => given().when(file()).then(filed()));
  it('is one, however many channels report it', () =>
    given(filed())
      .when(file({}, byMail))
      .then(corroborated({ lacks: [] })));
  it('learns by which other ids a report may look for it', () => {
    const [known, more] = [asComplaint.parse('c-8'), asComplaint.parse('c-9')];
    given(filed({ aliases: [known] }))
      .when(file({ aliases: [known, more, complaintId] }, byMail))
      .then(corroborated({ aliases: [more], lacks: [] }));
  });
  it('notes a reported recipient only where it is another', () =>
    given()
      .when(file({}, { ...report, recipientKey: asRecipient.parse('r-1') }))
      .then(filed()));
  it('takes the same report once', () => given(filed()).when(file()).then());
  it('rises when a stronger report arrives', () =>
    given(filed({ state: 'traced', may: [], lacks: ['not-corroborated', 'trust'] }, unvouched))
      .when(file())
      .then(corroborated({ report, gained: everything, lacks: [] })));
  it('about a message older than the limit counts nothing', () =>
    given()
      .when(file({ maxMessageAge: days(0) }))
      .then(
        filed(
          { state: 'traced', may: ['suppress'], lacks: ['too-old'] },
          { ...report, tooOld: true as const },
        ),
      ));
  it('suppresses everywhere once a trap reports it too, instead of visibly', () => {
    const trap: ReportRef = { ...report, reportId: asReport.parse('rep-t'), channel: 'trap' };
    given(filed())
      .when(file({}, trap))
      .then(
        corroborated({
          report: trap,
          may: ['suppress-everywhere', ...everything.slice(1)],
          gained: ['suppress-everywhere'],
          lost: ['suppress'],
          lacks: [],
        }),
      );
  });
  const from = (n: number): ReportRef => ({
    ...report,
    reportId: asReport.parse(`rep-r${n}`),
    recipientKey: asRecipient.parse(`r-${n}`),
  });
  it('falls when three recipients report one delivery', () => {
    given(filed(), corroborated({ report: from(2), lacks: [] }))
      .when(file({}, from(3)))
      .then(
        corroborated({
          report: from(3),
          state: 'traced',
          may: ['suppress'],
          lost: everything.slice(1),
          lacks: ['replay-suspected'],
        }),
      );
  });
  it('keeps fifty reports: a replayed message must not make an endless stream', () => {
    const many = Array.from({ length: REPORTS_KEPT - 1 }, (_, i) =>
      corroborated({ report: { ...byMail, reportId: asReport.parse(`rep-m${i}`) } }),
    );
    given(filed(), ...many)
      .when(file({}, byMail))
      .then();
  });
  it('is told to be a replay although fifty worthless reports came first', () => {
    const forged = { ...byMail, trust: 'D' as const, corroboration: [] };
    const many = Array.from({ length: REPORTS_KEPT - 1 }, (_, i) =>
      corroborated({ report: { ...forged, reportId: asReport.parse(`rep-f${i}`) } }),
    );
    given(filed(), ...many, corroborated({ report: from(2), lacks: [] }))
      .when(file({}, from(3)))
      .then(
        corroborated({
          report: from(3),
          state: 'traced',
          may: ['suppress'],
          lost: everything.slice(1),
          lacks: ['replay-suspected'],
        }),
      );
    given(filed(), ...many)
      .when(file({}, from(2)))
      .then(corroborated({ report: from(2), lacks: [] }));
  });
  it('does not exist before it is filed', () =>
    given()
      .when({ type: 'QualifyComplaint', complaintId, at, verdict: 'forged', by, reason: 'r' })
      .thenRejected({ rejected: 'no-such-complaint', because: 'no complaint c-1 was filed' }));
});

describe('whose complaint it is', () => {
  const attribute = {
    type: 'AttributeComplaint' as const,
    complaintId,
    at,
    brandId,
    by,
    reason: 'seen in the log',
  };
  it('can be said by a person when nobody traced it', () =>
    given(unknownYet)
      .when({ ...attribute, accountId, campaignId })
      .then(traced({ accountId, deliveryId: null })));
  it('can be corrected: the first account is rid of it', () =>
    given(filed())
      .when({ ...attribute, accountId: another, overrule: true })
      .then(
        {
          type: 'AttributionWithdrawn',
          data: { ...later, leaves: 'untraced', reason: 'seen in the log', lost: everything },
        },
        traced({ accountId: another, campaignId: null }),
      ));
  it('is not said by a person against proof, unless that is what they mean', () =>
    given(filed())
      .when({ ...attribute, accountId: another })
      .thenRejected({
        rejected: 'contradicts-proof',
        because: `it is proven to be about a message of ${accountId}: say who else's it is only to overrule that`,
      }));
  it('is learnt from a later report that knows it', () =>
    given(unknownYet)
      .when(file({}, byMail))
      .then(
        traced({
          strategy: 'token',
          by: { kind: 'rule', rule: 'later-report' },
          reason: 'report rep-2 was traced better',
        }),
        corroborated({ lacks: [] }),
      ));
  it('is in conflict when two reports know it equally well', () =>
    given(filed())
      .when(file({ accountId: another }, byMail))
      .then(
        {
          type: 'AttributionWithdrawn',
          data: {
            ...later,
            leaves: 'conflict',
            reason: 'report rep-2 was traced to A-2 just as well',
            lost: everything,
          },
        },
        corroborated({
          accountId: null,
          campaignId: null,
          state: 'conflict',
          may: [],
          lacks: ['conflict'],
        }),
      ));
  it('is not changed by a report nobody vouches for', () =>
    given(filed())
      .when(file({ accountId: another }, unvouched))
      .then(corroborated({ report: unvouched, lacks: [] })));
  it('is not learnt from one either', () =>
    given(unknownYet)
      .when(file({}, unvouched))
      .then(
        corroborated({
          accountId: null,
          brandId,
          campaignId: null,
          report: unvouched,
          state: 'untraced',
          may: [],
          lacks: ['untraced'],
        }),
      ));
  it('is not changed by any report once a person has said it', () =>
    given(filed(), traced({ gained: [], strategy: 'person' }))
      .when(file({ accountId: another }, byMail))
      .then(corroborated({ lacks: [] })));
});

describe("a person's verdict", () => {
  const qualify = { type: 'QualifyComplaint' as const, complaintId, at, by, reason: 'headers do not fit' };
  it('takes a complaint out', () =>
    given(filed())
      .when({ ...qualify, verdict: 'forged' })
      .then(judged()));
  it('brings it back', () =>
    given(filed(), judged())
      .when({ ...qualify, verdict: 'qualified' })
      .then(
        judged({
          verdict: 'qualified',
          state: 'qualified',
          may: everything,
          gained: everything,
          lost: [],
          lacks: [],
        }),
      ));
  it('stands when a further report arrives', () =>
    given(filed(), judged())
      .when(file({}, byMail))
      .then(corroborated({ state: 'disqualified', may: [], lacks: ['verdict'] })));
});

describe('two complaints that prove to be one', () => {
  const into = asComplaint.parse('c-0');
  const mergedEvent = (changed: Partial<Data<'ComplaintMerged'>> = {}): ComplaintEvent => ({
    type: 'ComplaintMerged',
    data: {
      ...later,
      into,
      because: 'same delivery',
      reports: [report],
      campaignId,
      confidence: 1,
      verdict: null,
      lost: everything,
      ...changed,
    },
  });
  const merge = { type: 'MergeComplaint' as const, complaintId, at, into, because: 'same delivery' };
  const absorb = {
    type: 'AbsorbReports' as const,
    complaintId,
    at,
    from: into,
    reports: [byMail],
    accountId,
    brandId,
    campaignId,
    confidence: 1,
    verdict: null,
  };
  it('become the stronger one', () =>
    given(filed({ identity: 'message' }))
      .when({ ...merge, intoIdentity: 'token' })
      .then(mergedEvent()));
  it('never merge into the weaker, which could close a circle', () =>
    given(filed())
      .when({ ...merge, intoIdentity: 'message' })
      .thenRejected({
        rejected: 'merge-the-other-way',
        because: 'c-0 (by message) does not come before c-1 (by token)',
      }));
  it('of equal identity become the one with the lower id', () =>
    given(filed())
      .when({ ...merge, into: asComplaint.parse('c-2'), intoIdentity: 'send-log' })
      .thenRejected({
        rejected: 'merge-the-other-way',
        because: 'c-2 (by send-log) does not come before c-1 (by token)',
      }));
  it('share the reports of both', () =>
    given(filed())
      .when(absorb)
      .then(corroborated({ lacks: [] })));
  it('share what was known of the account', () =>
    given(unknownYet)
      .when(absorb)
      .then(
        traced({
          deliveryId: null,
          strategy: 'merged',
          by: { kind: 'rule', rule: 'merged' },
          reason: 'c-0 was merged into this one',
          may: everything,
        }),
        corroborated({ lacks: [] }),
      ));
  it("share a person's verdict", () =>
    given(filed())
      .when({ ...absorb, verdict: 'forged' })
      .then(
        corroborated({ lacks: [] }),
        judged({ by: { kind: 'rule', rule: 'merged' }, reason: 'c-0 was merged into this one' }),
      ));
  it('send what still arrives on to the survivor', () =>
    given(filed({ identity: 'message' }), mergedEvent())
      .when(file({}, byMail))
      .then(mergedEvent({ reports: [byMail], because: 'a report came after the merger', lost: [] })));
  it('are decided on in the survivor', () =>
    given(filed({ identity: 'message' }), mergedEvent())
      .when({ type: 'QualifyComplaint', complaintId, at, verdict: 'forged', by, reason: 'r' })
      .thenRejected({ rejected: 'complaint-merged', because: 'it was merged into c-0: decide on that one' }));
});

describe('the suppression of the recipient', () => {
  const record = { type: 'RecordSuppression' as const, complaintId, at };
  const failed: ComplaintEvent = { type: 'SuppressionFailed', data: { ...of, detail: 'timeout' } };
  const suppressed: ComplaintEvent = {
    type: 'RecipientSuppressed',
    data: { ...of, recipientKey: asRecipient.parse('r-1') },
  };
  it('is confirmed once', () =>
    given(filed())
      .when({ ...record, result: 'confirmed' })
      .then(suppressed));
  it('may fail first', () =>
    given(filed())
      .when({ ...record, result: 'failed', detail: 'timeout' })
      .then(failed));
  it('succeeds after a failure', () =>
    given(filed(), failed)
      .when({ ...record, result: 'confirmed' })
      .then(suppressed));
  it('is withheld, once, where the brand only watches, and ordered when it does more', () => {
    const withheld: ComplaintEvent = { type: 'SuppressionWithheld', data: of };
    given(filed())
      .when({ ...record, result: 'withheld' })
      .then(withheld);
    given(filed(), withheld)
      .when({ ...record, result: 'confirmed' })
      .then(suppressed);
  });
  it('is not undone by a late failure', () =>
    given(filed(), suppressed)
      .when({ ...record, result: 'failed', detail: 'timeout' })
      .then());
  it('from the lists of one account says nothing of the next that the complaint is traced to', () => {
    const withdrawn: ComplaintEvent = {
      type: 'AttributionWithdrawn',
      data: { ...of, accountId, sentAt: at, leaves: 'untraced', reason: 'r', lost: [] },
    };
    for (const result of [suppressed, failed])
      given(filed(), result, withdrawn)
        .when({ ...record, result: 'failed', detail: 'timeout' })
        .then({ ...failed, data: { ...failed.data, accountId: null } });
  });
});
