import { pendingCampaigns } from './campaigns';
import type { Change } from './change';
import { cancel, missing, send } from './demand';
import type { CaseEventOf } from './events';
import { policyMeasure } from './policy-measure';
import { propose } from './proposals';
import { ask } from './rules';
import type { Why } from './shapes';
import { hindrance, type Support } from './trust';
import { proposals } from './state';

/** Of what gathered no single complaint asks for more than the others. */
const GATHERED: Support = { basis: 'complaint', ground: 'complaint', complaintId: null, grade: null };

type Fired = Pick<CaseEventOf<'DeadlineReached'>, 'dueAt' | 'firedAt'>;

/** What gathered goes out: as a demand, or for the customer to know. Where nothing may be automatic, it is proposed. */
export const sendDigest = (change: Change): Change => {
  const { state, policy, facts } = change;
  const demanding = state.demand?.status === 'planned';
  const kind = demanding ? 'demand' : 'forward';
  if (!demanding && pendingCampaigns(state).length === 0) return change;
  const why = demanding ? state.demand!.why : forwarding(change);
  const because =
    hindrance(kind, GATHERED, state, facts) ??
    (policyMeasure(policy, kind, why.rule)?.mode === 'propose' ? ('policy' as const) : null);
  if (because === null) return send(change, kind);
  if (proposals(state).some((m) => m.measure === kind)) return change;
  return propose(change, { measure: kind, scope: 'bulk', why, because });
};

const forwarding = ({ policy }: Change): Why => {
  const rule = policy.rules.find((r) => r.then.some((m) => m.measure === 'forward'));
  return { rule: rule?.id ?? 'forward', cites: rule?.cites ?? [], ground: 'complaint', inputs: {} };
};

/** The customer's time is over. What befalls the account then, a rule of the policy says. */
export const overdue = (change: Change, { dueAt, firedAt }: Fired): Change => {
  const { demand } = change.state;
  if (demand?.status !== 'running') return change;
  change.add('DemandUnanswered', { dueAt, firedAt, missing: missing(demand) }, 'overdue');
  return ask(change, 'answer-overdue');
};

/** No contact exists: the demand cannot be answered, nor was one whose time is over left unanswered. What befalls the account
 *  for that, a rule says. */
export const unreachable = (change: Change): Change => {
  const { status } = change.state.demand ?? {};
  if (status !== 'asked' && status !== 'planned' && status !== 'unanswered') return change;
  cancel(change, 'unreachable', [status]);
  return ask(change, 'unreachable');
};
