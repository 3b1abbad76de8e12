import { rejected, type Rejected } from '@app/kernel';
import type { AccountCommand, AnnulMeasure, ApplyMeasure, ReinstateAccount } from './commands';
import type { AccountEvent } from './events';
import { request, settle } from './orders';
import { standingOf, type Known, type StandingMeasure } from './state';

type Of<T extends AccountCommand['type']> = Extract<AccountCommand, { type: T }>;

/** What a reinstatement ends. A warning goes on counting: it is annulled, or it expires. */
const ENDED: readonly StandingMeasure['measure'][] = ['under-review', 'hold', 'stop', 'suspend'];

export const apply = (command: ApplyMeasure, state: Known): readonly AccountEvent[] | Rejected => {
  const { at, measure, caseId, measureId, by, scope, reason, confirmWithin } = command;
  if (isKnown(state, measureId)) return [];
  const why = { caseId, measureId, reason, confirmWithin };
  if (measure === 'purge' || measure === 'revoke-credentials')
    return request(state, at, { ...why, order: measure, scope: measure === 'purge' ? scope : null });
  if (state.standing.some((m) => m.measure === 'close'))
    return rejected('account-closed', `${state.accountId} is closed: nothing further can be done to it`);

  const standing = [
    ...state.standing,
    { measureId, measure, caseId, scope: measure === 'close' ? null : scope, at },
  ];
  const { accountId, brandId } = state;
  const data = {
    accountId,
    at,
    caseId,
    measureId,
    by,
    brandId,
    standing: standingOf({ ...state, standing }),
  };
  return [event(measure, data, scope), ...settle(state, standing, at, why)];
};

const event = (
  measure: Exclude<ApplyMeasure['measure'], 'purge' | 'revoke-credentials'>,
  data: Extract<AccountEvent, { type: 'AccountWarned' }>['data'],
  scope: ApplyMeasure['scope'],
): AccountEvent => {
  switch (measure) {
    case 'warn':
      return { type: 'AccountWarned', data };
    case 'under-review':
      return { type: 'AccountPutUnderReview', data };
    case 'hold':
      return { type: 'AccountHeld', data: { ...data, scope } };
    case 'stop':
      return { type: 'AccountToldToStop', data };
    case 'suspend':
      return { type: 'AccountSuspended', data: { ...data, scope } };
    case 'close':
      return { type: 'AccountClosed', data };
  }
};

export const reinstate = (command: ReinstateAccount, state: Known): readonly AccountEvent[] | Rejected => {
  const { at, caseId, by, reason, confirmWithin } = command;
  const { accountId, brandId } = state;
  if (state.standing.some((m) => m.measure === 'close'))
    return rejected('account-closed', `${accountId} is closed: annul the closure instead`);
  const baseline = Math.max(command.baseline, state.baseline ?? 0) as typeof command.baseline;
  const ended = state.standing.filter((m) => ENDED.includes(m.measure)).map((m) => m.measureId);
  if (ended.length === 0) {
    const moved = state.baseline === null || baseline > state.baseline;
    return moved && caseId !== null
      ? [{ type: 'BaselineMoved', data: { accountId, at, brandId, caseId, baseline } }]
      : [];
  }
  const standing = state.standing.filter((m) => !ended.includes(m.measureId));
  const after = standingOf({ ...state, standing });
  return [
    {
      type: 'AccountReinstated',
      data: { accountId, at, brandId, caseId, by, baseline, standing: after, ended },
    },
    ...settle(state, standing, at, { caseId, measureId: null, reason, confirmWithin }),
  ];
};

export const annul = (command: AnnulMeasure, state: Known): readonly AccountEvent[] | Rejected => {
  const { at, measureId, caseId, by, reason, confirmWithin } = command;
  if (!isKnown(state, measureId))
    return rejected('no-such-measure', `${state.accountId} has no measure ${measureId}`);
  if (state.past.some((m) => m.measureId === measureId && m.annulled)) return [];
  const { accountId, brandId } = state;
  const standing = state.standing.filter((m) => m.measureId !== measureId);
  const data = {
    accountId,
    at,
    caseId,
    measureId,
    by,
    brandId,
    standing: standingOf({ ...state, standing }),
    reason,
  };
  return [
    { type: 'MeasureAnnulled', data },
    ...settle(state, standing, at, { caseId, measureId, reason: `annulled ${measureId}`, confirmWithin }),
  ];
};

/** Nothing when that stop is over: it may have been annulled while its deadline was on its way. */
export const setStopDeadline = (
  { at, caseId, dueAt }: Of<'SetStopDeadline'>,
  { accountId, brandId, standing }: Known,
): AccountEvent[] => {
  const stop = standing.find((m) => m.measure === 'stop' && m.caseId === caseId);
  if (stop === undefined || stop.dueAt === dueAt) return [];
  const { measureId } = stop;
  return [{ type: 'StopDeadlineSet', data: { accountId, at, brandId, caseId, measureId, dueAt } }];
};

export const lapseWarning = ({ at, caseId, measureId }: Of<'LapseWarning'>, state: Known): AccountEvent[] => {
  if (!state.standing.some((m) => m.measureId === measureId && m.measure === 'warn')) return [];
  const standing = state.standing.filter((m) => m.measureId !== measureId);
  const { accountId, brandId } = state;
  return [
    {
      type: 'WarningLapsed',
      data: { accountId, at, brandId, caseId, measureId, standing: standingOf({ ...state, standing }) },
    },
  ];
};

const isKnown = (state: Known, measureId: string): boolean =>
  state.standing.some((m) => m.measureId === measureId) || state.past.some((m) => m.measureId === measureId);
