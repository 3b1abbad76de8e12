import type { Instant } from '@app/kernel';
import type { AccountEvent } from './events';
import { bounded } from './kept-orders';
import type { AccountMeasure, Injection, Profile, Scope } from './shapes';
import { comparable, KEPT, SENDING, type AccountState, type Known, type Order } from './state';

export const evolve = (state: AccountState, { type, data }: AccountEvent): AccountState => {
  if (type === 'AccountRegistered' || type === 'AccountChanged')
    return registered(state, data.profile, data.accountId);
  if (state.status === 'none') return state;
  switch (type) {
    case 'AccountWarned':
      return measured(state, 'warn', data);
    case 'AccountPutUnderReview':
      return measured(state, 'under-review', data);
    case 'AccountHeld':
      return measured(state, 'hold', data, data.scope);
    case 'AccountToldToStop':
      return measured(state, 'stop', data);
    case 'StopDeadlineSet': {
      const { measureId, dueAt } = data;
      const standing = state.standing.map((m) => (m.measureId === measureId ? { ...m, dueAt } : m));
      return { ...state, standing };
    }
    case 'AccountSuspended':
      return measured(state, 'suspend', data, data.scope);
    case 'AccountClosed':
      return measured(state, 'close', data, null);
    case 'MeasureAnnulled':
      return over(state, [data.measureId], true);
    case 'WarningLapsed':
      return over(state, [data.measureId], false);
    case 'AccountReinstated':
      return { ...over(state, data.ended, false), baseline: data.baseline };
    case 'BaselineMoved':
      return { ...state, baseline: data.baseline };
    case 'OrderRequested': {
      const { orderId, at, generation, order, scope, caseId, measureId, reason } = data;
      const { confirmBy, confirmWithin, expiresAt = null } = data;
      const of = {
        orderId,
        at,
        generation,
        order,
        scope,
        caseId,
        measureId,
        reason,
        confirmBy,
        confirmWithin,
      };
      const requested: Order = { ...of, state: 'requested', confirmedAt: null, expiresAt, overdue: 0 };
      const done =
        SENDING.includes(order) || measureId === null ? state.past : remember(state.past, measureId);
      return { ...state, generation, orders: bounded([...state.orders, requested]), past: done };
    }
    case 'OrderAccepted': // what failed stays so: of some logs an acceptance came after
      return state.orders.some((o) => o.orderId === data.orderId && o.state === 'failed')
        ? state
        : ordered(state, data.orderId, { state: 'accepted' });
    case 'OrderConfirmed': {
      const leaks = SENDING.includes(data.order) ? state.leaks.map(closed) : state.leaks;
      return ordered({ ...state, leaks }, data.orderId, { state: 'confirmed', confirmedAt: data.at });
    }
    case 'OrderFailed':
      return ordered(state, data.orderId, { state: 'failed' });
    case 'OrderSuperseded':
      return ordered(state, data.orderId, { state: 'superseded' });
    case 'OrderOverdue':
      return ordered(state, data.orderId, { overdue: data.times, confirmBy: data.confirmBy });
    case 'InjectionsObserved':
      return seen(
        state,
        data.injections.map((i) => sightingKey(i, data.at, state)),
      );
    case 'HoldLeaked':
      return { ...seen(state, [leakKey(data.injection)]), leaks: leaked(state.leaks, data.orderId) };
    case 'ResemblanceHandled':
      return { ...state, resemblances: [...state.resemblances, data.closed].slice(-KEPT) };
    case 'LeakHandled':
      return { ...state, leaks: state.leaks.map((l) => (l.orderId === data.orderId ? closed(l) : l)) };
  }
};

/** A sighting and a leak of the same injection are two things to remember. So is a sighting from before the time to stop
 *  was over, when what was planned could still be cancelled, and one from after, by when it was not. */
export const sightingKey = (injection: Injection, observedAt: Instant, { standing }: Known): string => {
  const dues = standing
    .map((m) => m.dueAt)
    .filter((due): due is Instant => due !== undefined && due <= observedAt && due < injection.at);
  const key = injectionKey(injection);
  return dues.length === 0 ? key : `after ${Math.max(...dues)} ${key}`;
};
const injectionKey = ({ campaignId, stream, at, state }: Injection): string =>
  JSON.stringify([campaignId, stream, at, state]);
export const leakKey = (injection: Injection): string => `leak ${injectionKey(injection)}`;

const registered = (state: AccountState, profile: Profile, accountId: Known['accountId']): Known => {
  const before: Omit<Known, 'accountId' | 'brandId' | 'profileKey' | 'protected' | 'legalForm' | 'contacts'> =
    state.status === 'known'
      ? state
      : {
          status: 'known',
          warnedBefore: null,
          standing: [],
          past: [],
          orders: [],
          generation: 0,
          baseline: null,
          injections: [],
          leaks: [],
          resemblances: [],
        };
  const warnings = profile.history.filter((h) => h.what === 'warned').map((h) => h.at);
  return {
    ...before,
    accountId,
    brandId: profile.brandId,
    profileKey: comparable(profile),
    protected: profile.protected,
    legalForm: profile.legalForm,
    contacts: profile.contacts.map((c) => c.contactId),
    warnedBefore: warnings.length === 0 ? null : (Math.max(...warnings) as (typeof warnings)[number]),
  };
};

const measured = (
  state: Known,
  measure: AccountMeasure,
  { measureId, caseId, at }: Pick<Known['standing'][number], 'measureId' | 'caseId' | 'at'>,
  scope: Scope = 'bulk',
): Known => ({ ...state, standing: [...state.standing, { measureId, measure, caseId, scope, at }] });

const over = (state: Known, measureIds: readonly string[], annulled: boolean): Known => ({
  ...state,
  standing: state.standing.filter((m) => !measureIds.includes(m.measureId)),
  past: [
    ...state.past.filter((m) => !measureIds.includes(m.measureId)),
    ...measureIds.map((measureId) => ({ measureId, annulled })),
  ].slice(-KEPT),
});

const remember = (past: Known['past'], measureId: string): Known['past'] =>
  [...past.filter((m) => m.measureId !== measureId), { measureId, annulled: false }].slice(-KEPT);

const ordered = (state: Known, orderId: string, change: Partial<Order>): Known => ({
  ...state,
  orders: state.orders.map((o) => (o.orderId === orderId ? { ...o, ...change } : o)),
});

const seen = (state: Known, keys: readonly string[]): Known => ({
  ...state,
  injections: [...state.injections, ...keys].slice(-2 * KEPT),
});

type Leak = Known['leaks'][number];
const closed = ({ orderId }: Leak): Leak => ({ orderId, open: false });
const leaked = (leaks: readonly Leak[], orderId: string): Leak[] =>
  [...leaks.filter((l) => l.orderId !== orderId), { orderId, open: true }].slice(-KEPT);
