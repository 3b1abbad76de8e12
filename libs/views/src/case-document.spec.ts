import type { CaseEvent, CaseEventOf } from '@app/enforcement';
import { accountId, brandId, campaignId, caseId, Instant, unsealed } from '@app/kernel';
import { oneOfEach } from '@app/testing';
import { caseList } from './case-list.projection';
import { caseDocument } from './cases/case-document';

const start = Instant('2026-03-01T10:00:00.000Z');
const at = (second: number) => (start + second * 1_000) as Instant;
type Stage = CaseEventOf<'CaseOpened'>['stage'];
const of = (second: number, stage: Stage = 'open') => ({
  caseId: caseId.parse('A-1.1'),
  accountId: accountId.parse('A-1'),
  brandId: brandId.parse('spotler'),
  at: at(second),
  stage,
});
const policy = { id: 'spotler', version: 'v1' };
const opened: CaseEvent = {
  type: 'CaseOpened',
  data: { ...of(0), policy, because: 'complaint', warnedAt: null },
};
const person = { by: { kind: 'person' as const, keyId: 'k1' }, reason: 'seen' };
const why = { rule: 'r-82', cites: ['SP-82'], ground: 'unanswered' as const, inputs: { complaints: 3 } };
const measure = (second: number, measureId: string) => ({
  ...of(second, 'suspended'),
  measureId,
  measure: 'suspend' as const,
  scope: 'bulk' as const,
  why,
});
const proposed = (second: number, measureId: string): CaseEvent => ({
  type: 'MeasureProposed',
  data: {
    ...measure(second, measureId),
    by: { kind: 'rule', rule: 'r-82' },
    because: 'trust',
    fourEyes: true,
    lapsesAt: at(second + 60),
    undoes: null,
    remarks: null,
  },
});
const taken = (second: number, measureId: string, automated = false): CaseEvent => ({
  type: 'MeasureTaken',
  data: {
    ...measure(second, measureId),
    by: automated ? { kind: 'rule', rule: 'r-82' } : person.by,
    automated,
    lapsed: false,
    confirmWithin: 0 as CaseEventOf<'MeasureTaken'>['confirmWithin'],
    remarks: null,
  },
});
const joined = (n: number): CaseEvent => ({
  type: 'ComplaintJoined',
  data: {
    ...of(n),
    complaint: {
      complaintId: `c-${n}`,
      campaignId: campaignId.parse('spring'),
      deliveryId: null,
      provider: 'yahoo',
      trust: 'A',
      source: 'yahoo',
      reporter: 'the reporter',
      sentAt: start,
      receivedAt: start,
      may: [],
    },
    as: 'signal',
    forwards: true,
  },
});
const reinstated: CaseEvent = {
  type: 'ReinstatementDecided',
  data: {
    ...of(3),
    ...person,
    baseline: at(3),
    ended: ['m1', 'unknown'],
    confirmWithin: 0 as CaseEventOf<'MeasureTaken'>['confirmWithin'],
  },
};
const told = (...events: CaseEvent[]) => caseDocument([opened, ...events])!;

describe('a case as its stream tells it', () => {
  it('is none before it was opened', () => expect(caseDocument([])).toBeUndefined());

  it('says whose it is, under which policy, and where it stands since when', () =>
    expect(
      told({ type: 'StopObeyed', data: { ...of(9, 'suspended'), dueAt: at(8), firedAt: at(9) } }),
    ).toEqual({
      id: 'A-1.1',
      account: 'A-1',
      brand: 'spotler',
      state: 'suspended',
      policy,
      openedAt: start,
      changedAt: at(9),
      complaints: [],
      deadlines: [],
      measures: [],
      notices: [],
      answers: [],
      tasks: [],
      appeals: [],
      notes: [],
      assignee: null,
      timeLeft: null,
    }));

  it('keeps the complaints that are in it', () => {
    const document = told(joined(1), joined(2), {
      type: 'ComplaintLeft',
      data: { ...of(3), complaintId: 'c-1' },
    });
    expect(document.complaints).toEqual([{ id: 'c-2', as: 'signal', campaign: 'spring' }]);
    expect(JSON.stringify(document)).not.toContain('the reporter');
  });

  it('keeps those that a reinstatement settled as evidence only', () =>
    expect(told(joined(1), reinstated, joined(4)).complaints.map(({ as }) => as)).toEqual([
      'evidence',
      'signal',
    ]));

  it('says of a measure by which rule, on what, and who decided', () => {
    expect(told(taken(1, 'm1', true)).measures).toEqual([
      {
        id: 'm1',
        measure: 'suspend',
        state: 'taken',
        rule: 'r-82',
        cites: ['SP-82'],
        ground: 'unanswered',
        inputs: { complaints: 3 },
        why: 'rule r-82 (SP-82): unanswered',
        by: 'rule r-82',
        at: at(1),
        automated: true,
        lapsesAt: null,
        fourEyes: false,
        because: null,
      },
    ]);
    expect(told(proposed(1, 'm1')).measures).toMatchObject([
      { state: 'proposed', because: 'trust', fourEyes: true, lapsesAt: at(61), automated: false },
    ]);
    // Taken by two persons: that it took two is not forgotten, why it was only proposed is over.
    expect(told(proposed(1, 'm1'), taken(2, 'm1')).measures).toMatchObject([
      { state: 'taken', by: 'key k1', at: at(2), fourEyes: true, lapsesAt: null, because: null },
    ]);
  });

  it('says of a measure what its rule took for granted', () => {
    const event = taken(1, 'm1');
    const inputs = { campaignRecipients: null, takenAsBulk: 'nobody told how many it went to' };
    expect(
      told({ ...event, data: { ...event.data, why: { ...why, inputs } } } as CaseEvent).measures,
    ).toMatchObject([
      {
        why: 'rule r-82 (SP-82): unanswered; the campaign was taken as bulk, nobody told how many it went to',
      },
    ]);
  });

  it.each<[string, CaseEvent]>([
    ['refused', { type: 'MeasureRefused', data: { ...of(3), measureId: 'm1', ...person } }],
    ['dropped', { type: 'MeasureDropped', data: { ...of(3), measureId: 'm1', because: 'solved' } }],
    [
      'annulled',
      {
        type: 'AnnulmentDecided',
        data: {
          ...of(3),
          ...person,
          measureId: 'm1',
          measure: 'suspend',
          confirmWithin: 0 as CaseEventOf<'MeasureTaken'>['confirmWithin'],
        },
      },
    ],
    ['ended', reinstated],
  ])('shows that a measure was %s, and touches no other', (state, event) => {
    const { measures } = told(proposed(1, 'm1'), proposed(2, 'm2'), event);
    expect(measures.map((m) => [m.id, m.state])).toEqual([
      ['m1', state],
      ['m2', 'proposed'],
    ]);
  });

  it('follows when a proposal is taken by itself', () => {
    const cancelled: CaseEvent = {
      type: 'LapseCancelled',
      data: { ...of(2), measureId: 'm1', because: 'answered-late' },
    };
    const begun: CaseEvent = { type: 'LapseBegun', data: { ...of(3), measureId: 'm1', lapsesAt: at(99) } };
    expect(told(proposed(1, 'm1'), cancelled).measures[0]!.lapsesAt).toBeNull();
    expect(told(proposed(1, 'm1'), cancelled, begun).measures[0]!.lapsesAt).toBe(at(99));
  });

  it('lists the deadlines that run, the next one first', () => {
    const set = (name: string, due: number): CaseEvent => ({
      type: 'DeadlineSet',
      data: {
        ...of(1),
        name,
        dueAt: at(due),
        because: 'begun',
        by: null,
        extendedBy: null,
        outageId: null,
        reason: null,
      },
    });
    const document = told(set('b', 20), set('a', 30), set('c', 5), set('a', 10), {
      type: 'DeadlineCleared',
      data: { ...of(2), name: 'c', because: 'done' },
    });
    expect(document.deadlines).toEqual([
      { name: 'a', dueAt: at(10) },
      { name: 'b', dueAt: at(20) },
    ]);
  });

  it('names a kind of task once, until the last of it is done', () => {
    const task = (type: 'TaskRaised' | 'TaskDone', about: string): CaseEvent =>
      type === 'TaskRaised'
        ? { type, data: { ...of(1), task: 'approve-measure', about, for: 'staff', dueAt: null } }
        : { type, data: { ...of(2), task: 'approve-measure', about } };
    const both = [task('TaskRaised', 'm1'), task('TaskRaised', 'm2')];
    expect(told(...both).tasks).toEqual(['approve-measure']);
    expect(told(...both, task('TaskDone', 'm1')).tasks).toEqual(['approve-measure']);
    expect(told(...both, task('TaskDone', 'm1'), task('TaskDone', 'm2')).tasks).toEqual([]);
  });

  it('says that there is an answer and what it lacks, and never what it says', () => {
    const document = told({
      type: 'AnswerReceived',
      data: {
        ...of(2, 'answered'),
        answerId: 'a1',
        contactId: 'k1',
        receivedAt: at(1),
        feedback: unsealed<string>('key', 'our list was bought'),
        solution: null,
        prevention: null,
        missing: ['solution'],
        timeLeft: null,
      },
    });
    expect(document.answers).toEqual([{ id: 'a1', receivedAt: at(1), missing: ['solution'] }]);
    expect(JSON.stringify(document)).not.toContain('bought');
  });

  it('holds nothing that is sealed, whatever happened', () => {
    const document = caseDocument(oneOfEach(caseList));
    expect(document!.answers).toHaveLength(1);
    expect(JSON.stringify(document)).not.toMatch(/subject-7|3q2\+7w/);
  });
});
