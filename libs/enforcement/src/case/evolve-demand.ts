import type { CaseEvent } from './events';
import type { Demand, Known } from './state';

export const demanding = (state: Known, { type, data }: CaseEvent): Known => {
  switch (type) {
    case 'DemandPlanned': {
      const { why, within } = data;
      const nothing = {
        noticeId: null,
        from: null,
        dueAt: null,
        feedback: false,
        solution: false,
        answeredAt: null,
      };
      return {
        ...state,
        demand: { status: 'planned', why, within, ...nothing, timeLeft: within, rejections: 0 },
      };
    }
    case 'CaseReopened':
    case 'ReinstatementDecided':
      return { ...state, demand: null };
    default:
      return state.demand === null
        ? state
        : { ...state, demand: changed(state.demand, state, { type, data } as CaseEvent) };
  }
};

const changed = (demand: Demand, state: Known, { type, data }: CaseEvent): Demand => {
  switch (type) {
    case 'NoticeOrdered': // a rejection without a time is about the end of a suspension
      if (demand.status === 'running' && data.retryOf !== null) return demand; // said again, in the time that runs
      return data.kind === 'demand' || (data.kind === 'rejection' && data.facts.due !== null)
        ? { ...demand, status: 'asked', noticeId: data.noticeId, from: null, dueAt: null }
        : demand;
    case 'AnswerDemanded':
      return { ...demand, status: 'running', from: data.from, dueAt: data.dueAt };
    case 'DeadlineSet':
      return data.name === 'answer-due' ? { ...demand, status: 'running', dueAt: data.dueAt } : demand;
    case 'NoticeBounced': // it did not arrive: no time has run, unless that is doubted and its deadline stands
      return data.permanent &&
        data.noticeId === demand.noticeId &&
        demand.status === 'running' &&
        state.deadlines['answer-due'] === undefined
        ? { ...demand, status: 'asked', from: null, dueAt: null }
        : demand;
    case 'AnswerReceived': {
      const feedback = demand.feedback || data.feedback !== null;
      const solution = demand.solution || data.solution !== null;
      return data.timeLeft === null
        ? { ...demand, feedback, solution }
        : {
            ...demand,
            feedback,
            solution,
            status: 'answered',
            answeredAt: data.receivedAt,
            timeLeft: data.timeLeft,
          };
    }
    case 'DemandUnanswered':
      return { ...demand, status: 'unanswered' };
    case 'DemandCancelled':
      return { ...demand, status: 'cancelled' };
    case 'AnswerAccepted':
      return { ...demand, status: 'accepted' };
    case 'AnswerRejected':
      if (data.next === null && !data.final) return demand; // it was about the end of a suspension
      return {
        ...demand,
        status: data.final ? 'unanswered' : 'asked',
        from: null,
        dueAt: null, // it was answered: no time ran out
        solution: false,
        answeredAt: null,
        timeLeft: data.next ?? demand.timeLeft,
        rejections: data.times,
      };
    case 'MeasureRefused': // one that went out meanwhile runs on
      return demand.status === 'planned' &&
        state.measures.some((m) => m.measureId === data.measureId && m.measure === 'demand')
        ? { ...demand, status: 'cancelled' }
        : demand;
    default:
      return demand;
  }
};
