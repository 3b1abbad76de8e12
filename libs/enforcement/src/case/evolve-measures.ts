import { between, type DecidedBy } from '@app/kernel';
import type { CaseEvent } from './events';
import { KEPT, type Known, type Measure, type Warning } from './state';

export const measuring = (state: Known, event: CaseEvent): Known =>
  stopping(warning({ ...state, ...measures(state, event) }, event), event);

const measures = (state: Known, { type, data }: CaseEvent): Pick<Known, 'measures' | 'numbers'> => {
  switch (type) {
    case 'MeasureProposed':
      return put(state, {
        ...fresh(data),
        status: 'proposed',
        fourEyes: data.fourEyes,
        seconds: persons(data.by),
        lapses: data.lapsesAt !== null,
        because: data.because,
        undoes: data.undoes,
        remarks: data.remarks,
        complaintId: data.complaintId ?? null,
      });
    case 'MeasureTaken': {
      const proposed = state.measures.find((m) => m.measureId === data.measureId);
      return put(state, { ...(proposed ?? fresh(data)), at: data.at, by: data.by, status: 'taken' });
    }
    case 'MeasureShadowed':
      return put(state, {
        ...fresh({ ...data, by: { kind: 'rule', rule: data.why.rule } }),
        status: 'shadowed',
      });
    case 'MeasureSeconded':
      return update(state, data.measureId, (m) => ({ ...m, seconds: [...m.seconds, ...persons(data.by)] }));
    case 'LapseCancelled':
      return update(state, data.measureId, (m) => ({
        ...m,
        lapses: false,
        because: data.because === 'answered-late' ? m.because : data.because,
      }));
    case 'LapseBegun':
      return update(state, data.measureId, (m) => ({ ...m, lapses: true, because: 'policy' }));
    case 'MeasureRefused':
      return update(state, data.measureId, (m) => ({ ...m, status: 'refused', at: data.at }));
    case 'MeasureDropped':
      return update(state, data.measureId, (m) => ({ ...m, status: 'dropped', at: data.at }));
    case 'AnnulmentDecided':
      return update(state, data.measureId, (m) => ({ ...m, status: 'annulled', at: data.at }));
    case 'WarningExpired':
      return update(state, data.measureId, (m) => ({ ...m, status: 'ended', at: data.at }));
    case 'ReinstatementDecided':
      return data.ended.reduce<Pick<Known, 'measures' | 'numbers'>>(
        (all, measureId) => update(all, measureId, (m) => ({ ...m, status: 'ended', at: data.at })),
        state,
      );
    default:
      return state;
  }
};

const warning = (state: Known, { type, data }: CaseEvent): Known => {
  const now = state.warning;
  const changed = (change: Partial<Warning>): Known =>
    now === null ? state : { ...state, warning: { ...now, ...change } };
  switch (type) {
    case 'MeasureTaken':
    case 'MeasureShadowed': {
      if (data.measure !== 'warn' || (type === 'MeasureShadowed' && data.would === 'propose')) return state;
      const shadow = type === 'MeasureShadowed';
      const { measureId, at } = data;
      const sentAt = shadow ? at : null; // a shadow's warning is taken for sent, so that what follows is shown too
      return { ...state, warning: { measureId, at, sentAt, noticeId: null, failed: false, shadow } };
    }
    case 'NoticeOrdered':
      return data.kind === 'warning' ? changed({ noticeId: data.noticeId }) : state;
    case 'NoticeAccepted':
      return now?.noticeId === data.noticeId ? changed({ sentAt: data.acceptedAt }) : state;
    case 'NoticeBounced':
      return data.permanent && now?.noticeId === data.noticeId ? changed({ sentAt: null }) : state;
    case 'CustomerUnreachable':
      return data.kind === 'warning' ? changed({ failed: true }) : state;
    case 'WarningExpired':
      return { ...state, warning: null };
    case 'AnnulmentDecided':
      return data.measureId === now?.measureId ? { ...state, warning: null } : state;
    default:
      return state;
  }
};

const stopping = (state: Known, { type, data }: CaseEvent): Known => {
  switch (type) {
    case 'StopOrdered': {
      const { measureId, at: orderedAt, dueAt, proof } = data;
      const within = between(orderedAt, dueAt);
      return { ...state, stop: { measureId, status: 'running', orderedAt, dueAt, within, proof } };
    }
    case 'DeadlineSet':
      return data.name === 'stop-due' && state.stop
        ? { ...state, stop: { ...state.stop, dueAt: data.dueAt } }
        : state;
    case 'StopObeyed':
    case 'StopBreached':
      return state.stop
        ? { ...state, stop: { ...state.stop, status: type === 'StopObeyed' ? 'obeyed' : 'breached' } }
        : state;
    case 'ReinstatementDecided':
      return { ...state, stop: null };
    case 'AnnulmentDecided':
      return state.stop?.measureId === data.measureId ? { ...state, stop: null } : state;
    default:
      return state;
  }
};

const fresh = (data: Pick<Measure, 'measureId' | 'measure' | 'scope' | 'why' | 'at' | 'by'>): Measure => {
  const { measureId, measure, scope, why, at, by } = data;
  const open = { status: 'proposed' as const, fourEyes: false, seconds: [], lapses: false, because: null };
  return { measureId, measure, scope, why, at, by, ...open, undoes: null, remarks: null, complaintId: null };
};

const persons = (by: DecidedBy): string[] => (by.kind === 'person' ? [by.keyId] : []);

/** What is over may be forgotten, what stands or waits may not. */
const put = ({ measures, numbers }: Pick<Known, 'measures' | 'numbers'>, measure: Measure) => {
  const known = measures.some((m) => m.measureId === measure.measureId);
  const all = known
    ? measures.map((m) => (m.measureId === measure.measureId ? measure : m))
    : [...measures, measure];
  const over = all.length > KEPT ? all.findIndex((m) => m.status !== 'taken' && m.status !== 'proposed') : -1;
  return {
    measures: over === -1 ? all : all.toSpliced(over, 1),
    numbers: known ? numbers : { ...numbers, measures: numbers.measures + 1 },
  };
};

const update = (
  { measures, numbers }: Pick<Known, 'measures' | 'numbers'>,
  measureId: string,
  change: (measure: Measure) => Measure,
) => ({ numbers, measures: measures.map((m) => (m.measureId === measureId ? change(m) : m)) });
