import type { CaseEvent } from '@app/enforcement';
import type { Duration, Instant } from '@app/kernel';

export interface MeasureLine {
  readonly id: string;
  readonly measure: string;
  /** `would`: a brand in shadow, nothing was done. */
  readonly state: 'proposed' | 'taken' | 'refused' | 'dropped' | 'annulled' | 'ended' | 'would';
  readonly rule: string;
  readonly cites: readonly string[];
  readonly ground: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** In a sentence: which rule, on what. */
  readonly why: string;
  readonly by: string;
  readonly at: Instant;
  readonly automated: boolean;
  readonly lapsesAt: Instant | null;
  readonly fourEyes: boolean;
  readonly because: string | null;
}
export interface NoticeLine {
  readonly id: string;
  readonly kind: string;
  readonly contactId: string;
  readonly orderedAt: Instant;
  readonly acceptedAt: Instant | null;
  readonly bounced: 'permanent' | 'temporary' | null;
}
export interface CaseDocument {
  readonly id: string;
  readonly account: string;
  readonly brand: string;
  readonly state: string;
  readonly policy: { readonly id: string; readonly version: string };
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  readonly complaints: readonly {
    readonly id: string;
    readonly as: string;
    readonly campaign: string | null;
  }[];
  readonly deadlines: readonly { readonly name: string; readonly dueAt: Instant }[];
  readonly measures: readonly MeasureLine[];
  readonly notices: readonly NoticeLine[];
  readonly answers: readonly {
    readonly id: string;
    readonly receivedAt: Instant;
    readonly missing: readonly string[];
  }[];
  readonly tasks: readonly string[];
  readonly appeals: readonly {
    readonly id: string;
    readonly measure: string;
    readonly state: 'lodged' | 'upheld' | 'rejected' | 'lapsed';
    readonly receivedAt: Instant;
    readonly dueAt: Instant;
    /** Of the decision. */
    readonly by: string | null;
    readonly because: string | null;
  }[];
  readonly notes: readonly { readonly id: string; readonly at: Instant; readonly by: string }[];
  /** A key's id. */
  readonly assignee: string | null;
  /** A demand's, while it waits for our judgement: what is left of the customer's time. */
  readonly timeLeft: Duration | null;
}

/** A case as its own stream tells it: what a person decides on is never older than the log. Answers are sealed; whoever
 *  may read them has them opened. undefined: no such case. */
export const caseDocument = (events: Iterable<CaseEvent>): CaseDocument | undefined => {
  let head: Pick<CaseDocument, 'id' | 'account' | 'brand' | 'policy' | 'openedAt'> | undefined;
  let [state, changedAt] = ['', 0 as Instant];
  const complaints = new Map<string, CaseDocument['complaints'][number]>();
  const deadlines = new Map<string, Instant>();
  const measures = new Map<string, MeasureLine>();
  const notices = new Map<string, NoticeLine>();
  const answers: CaseDocument['answers'][number][] = [];
  const tasks = new Map<string, string>();
  const appeals = new Map<string, CaseDocument['appeals'][number]>();
  const notes: CaseDocument['notes'][number][] = [];
  let assignee: string | null = null;
  let timeLeft: Duration | null = null;
  const judged = (id: string, to: Partial<CaseDocument['appeals'][number]>) => {
    const appeal = appeals.get(id);
    if (appeal) appeals.set(id, { ...appeal, ...to });
  };
  const changeMeasure = (id: string, change: Partial<MeasureLine>) => {
    const line = measures.get(id);
    if (line) measures.set(id, { ...line, ...change });
  };
  const changeNotice = (id: string, change: Partial<NoticeLine>) => {
    const line = notices.get(id);
    if (line) notices.set(id, { ...line, ...change });
  };

  for (const { type, data } of events) {
    ({ stage: state, at: changedAt } = data);
    switch (type) {
      case 'CaseOpened':
        head = {
          id: data.caseId,
          account: data.accountId,
          brand: data.brandId,
          policy: data.policy,
          openedAt: data.at,
        };
        break;
      case 'ComplaintJoined':
        complaints.set(data.complaint.complaintId, {
          id: data.complaint.complaintId,
          as: data.as,
          campaign: data.complaint.campaignId,
        });
        break;
      case 'ComplaintLeft':
        complaints.delete(data.complaintId);
        break;
      case 'DeadlineSet':
        deadlines.set(data.name, data.dueAt);
        break;
      case 'DeadlineCleared':
      case 'DeadlineReached':
        deadlines.delete(data.name);
        break;
      case 'MeasureProposed':
      case 'MeasureTaken':
      case 'MeasureShadowed': {
        const { rule, cites, ground, inputs } = data.why;
        measures.set(data.measureId, {
          id: data.measureId,
          measure: data.measure,
          state: type === 'MeasureProposed' ? 'proposed' : type === 'MeasureTaken' ? 'taken' : 'would',
          rule,
          cites,
          ground,
          inputs,
          why: `rule ${rule}${cites.length > 0 ? ` (${cites.join(', ')})` : ''}: ${ground}${assumption(inputs)}`,
          by: 'by' in data ? decider(data.by) : `rule ${rule}`,
          at: data.at,
          automated: type === 'MeasureTaken' && data.automated,
          lapsesAt: type === 'MeasureProposed' ? data.lapsesAt : null,
          fourEyes:
            type === 'MeasureProposed' ? data.fourEyes : (measures.get(data.measureId)?.fourEyes ?? false),
          because: type === 'MeasureTaken' ? null : data.because,
        });
        break;
      }
      case 'MeasureRefused':
        changeMeasure(data.measureId, { state: 'refused', by: decider(data.by) });
        break;
      case 'MeasureDropped':
        changeMeasure(data.measureId, { state: 'dropped' });
        break;
      case 'LapseBegun':
        changeMeasure(data.measureId, { lapsesAt: data.lapsesAt });
        break;
      case 'LapseCancelled':
        changeMeasure(data.measureId, { lapsesAt: null });
        break;
      case 'AnnulmentDecided':
        changeMeasure(data.measureId, { state: 'annulled' });
        break;
      case 'ReinstatementDecided':
        for (const id of data.ended) changeMeasure(id, { state: 'ended' });
        for (const [id, line] of complaints) complaints.set(id, { ...line, as: 'evidence' }); // settled
        break;
      case 'NoticeOrdered':
        notices.set(data.noticeId, {
          id: data.noticeId,
          kind: data.kind,
          contactId: data.contactId,
          orderedAt: data.at,
          acceptedAt: null,
          bounced: null,
        });
        break;
      case 'NoticeAccepted':
        changeNotice(data.noticeId, { acceptedAt: data.acceptedAt });
        break;
      case 'NoticeBounced':
        changeNotice(data.noticeId, { bounced: data.permanent ? 'permanent' : 'temporary' });
        break;
      case 'AnswerReceived':
        answers.push({ id: data.answerId, receivedAt: data.receivedAt, missing: data.missing });
        timeLeft = data.timeLeft ?? timeLeft;
        break;
      case 'AnswerAccepted':
      case 'AnswerRejected':
      case 'DemandCancelled':
        timeLeft = null;
        break;
      case 'AppealLodged':
        appeals.set(data.appealId, {
          id: data.appealId,
          measure: data.measureId,
          state: 'lodged',
          receivedAt: data.receivedAt,
          dueAt: data.dueAt,
          by: null,
          because: null,
        });
        break;
      case 'AppealDecided':
        judged(data.appealId, { state: data.outcome, by: decider(data.by), because: data.reason });
        break;
      case 'AppealLapsed':
        judged(data.appealId, { state: 'lapsed', because: data.because });
        break;
      case 'CaseAssigned':
        assignee = data.to;
        break;
      case 'NoteAdded':
        notes.push({ id: data.noteId, at: data.at, by: decider(data.by) });
        break;
      case 'TaskRaised':
        tasks.set(`${data.task} ${data.about ?? ''}`, data.task);
        break;
      case 'TaskDone':
        tasks.delete(`${data.task} ${data.about ?? ''}`);
        break;
      default: // changes the stage and the time only
    }
  }
  return (
    head && {
      ...head,
      state,
      changedAt,
      complaints: [...complaints.values()],
      deadlines: [...deadlines].map(([name, dueAt]) => ({ name, dueAt })).sort((a, b) => a.dueAt - b.dueAt),
      measures: [...measures.values()],
      notices: [...notices.values()],
      answers,
      tasks: [...new Set(tasks.values())],
      appeals: [...appeals.values()],
      notes,
      assignee,
      timeLeft,
    }
  );
};

/** What the rule did not know and took for granted. */
const assumption = ({ takenAsBulk }: Readonly<Record<string, unknown>>): string =>
  typeof takenAsBulk === 'string' ? `; the campaign was taken as bulk, ${takenAsBulk}` : '';

const decider = (by: { kind: 'rule'; rule: string } | { kind: 'person'; keyId: string }): string =>
  by.kind === 'rule' ? `rule ${by.rule}` : `key ${by.keyId}`;
