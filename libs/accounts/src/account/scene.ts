import { accountId, brandId, caseId, Duration, Instant, type Instant as At } from '@app/kernel';
import { accountDecider } from './account';
import type { AccountCommand, ApplyMeasure, ReinstateAccount } from './commands';
import type { AccountEvent } from './events';
import { contactId, type AccountMeasure, type Profile, type SendingOrder } from './shapes';
import { standingOf, type AccountState } from './state';

// For specs: an account, and what is done to it.

export const id = accountId.parse('shop');
export const at = Instant('2026-03-03T09:00:00.000Z');
export const confirmWithin = Duration('15m');
export const by = { kind: 'rule' as const, rule: 'r' };
export const [case1, brand] = [caseId.parse('shop.1'), brandId.parse('spotler')];
export const of = { accountId: id, at };

export const profile: Profile = {
  brandId: brand,
  name: { erased: true },
  nameKey: 'n1',
  contacts: [{ contactId: contactId.parse('k1'), email: { erased: true }, emailKey: 'e1', locale: 'nl' }],
  parent: null,
  domains: ['shop.example'],
  ips: [],
  dkim: [],
  legalForm: 'legal-person',
  protected: false,
  policyAcceptedVersion: null,
  history: [],
};
export const registered: AccountEvent = { type: 'AccountRegistered', data: { ...of, profile } };

export const apply = (
  measure: AccountMeasure,
  measureId: string,
  more: Partial<ApplyMeasure> = {},
): ApplyMeasure => ({
  type: 'ApplyMeasure',
  ...of,
  measure,
  caseId: case1,
  measureId,
  scope: 'bulk',
  by,
  reason: measure,
  confirmWithin,
  ...more,
});
/** What deciding these one after the other leaves. Throws what is refused. */
export const after = (...commands: AccountCommand[]) => {
  let state: AccountState = accountDecider.initial;
  const events: AccountEvent[] = [];
  const all: AccountCommand[] = [{ type: 'RegisterAccount', ...of, profile, openCase: null }, ...commands];
  for (const command of all) {
    const decision = accountDecider.decide(command, state);
    if ('rejected' in decision) throw new Error(decision.because);
    events.push(...decision);
    state = decision.reduce((s: AccountState, e) => accountDecider.evolve(s, e), state);
  }
  if (state.status === 'none') throw new Error('not registered');
  return { state, events, types: events.map((e) => e.type).slice(1), standing: standingOf(state) };
};
export const order = (n: number, what: SendingOrder) => ({
  ...of,
  brandId: brand,
  orderId: `shop.${n}`,
  generation: n,
  order: what,
});
export const tell = (
  n: number,
  state: 'accepted' | 'confirmed' | 'failed',
  when: At = at,
): AccountCommand => ({
  type: 'RecordOrder',
  accountId: id,
  at: when,
  orderId: `shop.${n}`,
  state,
});
export const reinstate: ReinstateAccount = {
  type: 'ReinstateAccount',
  ...of,
  caseId: case1,
  baseline: at,
  by,
  reason: 'convinced',
  confirmWithin,
};
export const annul = (measureId: string): AccountCommand => ({
  type: 'AnnulMeasure',
  ...of,
  caseId: case1,
  measureId,
  by,
  reason: 'a mistake',
  confirmWithin,
});
