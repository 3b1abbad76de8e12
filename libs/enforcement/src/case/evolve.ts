import type { CaseEvent, CaseEventOf } from './events';
import { demanding } from './evolve-demand';
import { measuring } from './evolve-measures';
import { joining } from './evolve-complaints';
import { worthOf } from './pass-on';
import type { LastingSignal } from './shapes';
import { hasEnded, KEPT, type CaseState, type Known } from './state';

/** Three parts, each of which sees every event: what is known of the complaints, of the demand, and of the measures. */
export const evolve = (state: CaseState, event: CaseEvent): CaseState => {
  if (event.type === 'CaseOpened') return opened(event.data);
  if (state.status === 'none') return state;
  const moved: Known = { ...state, stage: event.data.stage };
  return measuring(demanding(joining(rest(moved, event), event), event), event);
};

const NOTHING_GIVEN = { feedback: false, solution: false, prevention: false, rejected: false };

const opened = ({
  caseId,
  accountId,
  brandId,
  policy,
  stage,
  warnedAt,
}: CaseEventOf<'CaseOpened'>): Known => ({
  status: 'known',
  caseId,
  accountId,
  brandId,
  policy,
  stage,
  complaints: [],
  overflow: [],
  total: 0,
  demand: null,
  warning:
    warnedAt === null
      ? null
      : { measureId: null, at: warnedAt, sentAt: warnedAt, noticeId: null, failed: false, shadow: false },
  unwanted: false,
  compromised: false,
  evidenceReceived: [],
  remediation: NOTHING_GIVEN,
  stop: null,
  measures: [],
  notices: [],
  bounced: [],
  appeals: [],
  assignee: null,
  notes: [],
  deadlines: {},
  tasks: [],
  reinstatedAt: null,
  endedAt: null,
  rates: {},
  lasting: [],
  content: [],
  answers: [],
  outages: [],
  evidence: [],
  evidenceFrom: null,
  numbers: { measures: 0, notices: 0, passes: 0 },
  passedOn: [],
});

const rest = (state: Known, { type, data }: CaseEvent): Known => {
  switch (type) {
    case 'DeadlineSet': {
      const deadlines = { ...state.deadlines, [data.name]: data.dueAt };
      const { outageId, outage } = data;
      return outageId === null || !outage || state.outages.some((o) => o.outageId === outageId)
        ? { ...state, deadlines }
        : { ...state, deadlines, outages: kept(state.outages, { outageId, ...outage }) };
    }
    case 'DeadlineCleared':
    case 'DeadlineReached': {
      const { [data.name]: _, ...deadlines } = state.deadlines;
      return { ...state, deadlines };
    }
    case 'TaskRaised':
      return { ...state, tasks: [...state.tasks, { task: data.task, about: data.about }] };
    case 'TaskDone':
      return { ...state, tasks: state.tasks.filter((t) => t.task !== data.task || t.about !== data.about) };
    case 'NoticeOrdered': {
      const { noticeId, kind, contactId, contact, facts } = data;
      const notice = { noticeId, kind, contactId, contact, facts, status: 'ordered' as const };
      const numbers = { ...state.numbers, notices: state.numbers.notices + 1 };
      return { ...state, numbers, notices: kept(state.notices, notice) };
    }
    case 'NoticeAccepted':
      return noticed(state, data.noticeId, 'accepted');
    case 'NoticeBounced':
      return data.permanent
        ? { ...noticed(state, data.noticeId, 'bounced'), bounced: kept(state.bounced, data.contactId) }
        : noticed(state, data.noticeId, 'delayed');
    case 'AnswerReceived':
      return remedied({ ...state, answers: kept(state.answers, data.answerId) }, data);
    case 'AnswerRejected':
      return data.next === null && !data.final
        ? { ...state, remediation: { ...NOTHING_GIVEN, rejected: true } }
        : state;
    case 'EvidenceRequested': {
      const evidence = kept(state.evidence, evidenceKey(data.complaintIds, data.questions));
      const waits = state.deadlines['evidence-due'] !== undefined;
      return { ...state, evidence, evidenceFrom: waits ? state.evidenceFrom : data.at };
    }
    case 'RateNoted':
      return { ...state, rates: { ...state.rates, [data.signal.window]: data.signal.grade } };
    case 'RecoveryNoted': {
      const { [data.window]: _, ...rates } = state.rates;
      return { ...state, rates };
    }
    case 'SignalNoted':
      return { ...state, lasting: kept(state.lasting, lastingName(data.signal)) };
    case 'SignalOver':
      return { ...state, lasting: state.lasting.filter((name) => name !== data.lasting) };
    case 'SignalPassedOn':
      return passed(state, data);
    case 'SignalReturned': // a full list has forgotten some: it stays as it is
      return state.passedOn.length < KEPT
        ? { ...state, passedOn: state.passedOn.filter((p) => p.pass !== data.pass) }
        : state;
    case 'AppealLodged': {
      const { appealId, measureId, receivedAt, dueAt } = data;
      const appeal = { appealId, measureId, receivedAt, dueAt, status: 'lodged' as const };
      return { ...state, appeals: kept(state.appeals, appeal) };
    }
    case 'AppealDecided':
      return judged(state, data.appealId, data.outcome);
    case 'AppealLapsed':
      return judged(state, data.appealId, 'lapsed');
    case 'CaseAssigned':
      return { ...state, assignee: data.to };
    case 'NoteAdded':
      return { ...state, notes: kept(state.notes, data.noteId) };
    case 'ContentFlagged':
      return { ...state, content: [...state.content, ...data.categories] };
    case 'UnwantedMailConfirmed':
      return { ...state, unwanted: true };
    case 'CompromiseConfirmed':
      return { ...state, compromised: true };
    case 'EvidenceReceived':
      return { ...state, evidenceReceived: kept(state.evidenceReceived, data.evidenceId) };
    case 'AnnulmentDecided': {
      const annulled = state.measures.find((m) => m.measureId === data.measureId);
      if (annulled?.why.ground === 'unwanted-mail') return { ...state, unwanted: false };
      return annulled?.why.ground === 'compromise' ? { ...state, compromised: false } : state;
    }
    case 'CaseReopened':
      return { ...state, passedOn: [], rates: {}, lasting: [], endedAt: null };
    case 'ReinstatementDecided':
      // What led here is settled by it: from now on only newer mail, and a breach that is noted anew, leads anywhere.
      return {
        ...state,
        unwanted: false,
        compromised: false,
        remediation: NOTHING_GIVEN,
        reinstatedAt: data.baseline,
        content: [],
        rates: {},
        lasting: [],
        complaints: state.complaints.map((one) => ({ ...one, as: 'evidence' as const })),
      };
    case 'CaseResolved':
    case 'CaseClosed':
      return { ...state, unwanted: false, compromised: false, endedAt: data.baseline };
    default:
      return state;
  }
};

export const evidenceKey = (complaintIds: readonly string[], questions: readonly string[]): string =>
  JSON.stringify([complaintIds, questions]).slice(0, 500);

/** What tells one thing that lasts from another. */
export const lastingName = (signal: LastingSignal): string =>
  signal.kind === 'blocklisted' ? `blocklisted ${signal.list} ${signal.subject}` : signal.kind;

const noticed = (state: Known, noticeId: string, status: Known['notices'][number]['status']): Known => ({
  ...state,
  notices: state.notices.map((n) => (n.noticeId === noticeId ? { ...n, status } : n)),
});

const judged = (state: Known, appealId: string, status: Known['appeals'][number]['status']): Known => ({
  ...state,
  appeals: state.appeals.map((a) => (a.appealId === appealId ? { ...a, status } : a)),
});

/** What comes while the account is held back is meant to end that. */
const remedied = (state: Known, data: CaseEventOf<'AnswerReceived'>): Known => {
  if (!['held', 'stopping', 'suspended', 'remediating'].includes(state.stage) || hasEnded(state))
    return state;
  const { feedback, solution, prevention } = state.remediation;
  return {
    ...state,
    remediation: {
      feedback: feedback || data.feedback !== null,
      solution: solution || data.solution !== null,
      prevention: prevention || data.prevention !== null,
      rejected: false,
    },
  };
};

const passed = (
  state: Known,
  { signal, may, pass = state.numbers.passes + 1 }: CaseEventOf<'SignalPassedOn'>,
): Known => ({
  ...state,
  numbers: { ...state.numbers, passes: pass },
  passedOn: kept(state.passedOn, { pass, signal: JSON.stringify(signal), worth: worthOf(may) }),
});

export const kept = <T>(list: readonly T[], item: T): T[] => [...list, item].slice(-KEPT);
