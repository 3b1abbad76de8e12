import { standingOf, warnedAt } from '@app/accounts';
import {
  looksAt,
  type AdoptedPolicy,
  type CaseCommand,
  type CaseFacts,
  type CaseState,
  type ComplaintFacts,
} from '@app/enforcement';
import type { BrandId } from '@app/kernel';
import { complaintFacts } from '@app/processes';
import type { SimulatedBrand } from './desk';
import type { States } from './states';

interface Known {
  readonly brand: (id: BrandId) => SimulatedBrand | undefined;
  /** By `<id> <version>`. */
  readonly adopted?: ReadonlyMap<string, AdoptedPolicy>;
}

/** As the desk looks it up for each command; see `caseFacts` there. Undefined: the account is left alone. */
export const factsFor = (states: States, known: Known, command: CaseCommand): CaseFacts | undefined => {
  const account = states.account(command.accountId);
  if (account.status === 'none') return undefined;
  const { brandId, legalForm, contacts } = account;
  const brand = known.brand(brandId);
  if (!brand) return undefined;
  const before = states.case(command.caseId);
  const policy = policyOf(before, brand, known);
  const complaint =
    command.type === 'RaiseSignal' && command.signal.kind === 'complaint'
      ? complaintFacts(states.complaint(command.signal.complaintId))
      : undefined;
  const { grades } = states.reputation(command.accountId);
  return {
    policy,
    enforcement: brand.enforcement,
    automation: automationFor(states, brandId, sourcesOf(complaint, before)),
    staffed: brand.staffed,
    account: {
      brandId,
      standing: standingOf(account),
      protected: account.protected,
      legalForm,
      contacts,
      warnedAt: warnedAt(account),
    },
    ...(complaint && { complaint, campaignRecipients: recipients(states, policy, complaint) }),
    rates: Object.fromEntries(Object.entries(grades).map(([window, { grade }]) => [window, grade])),
  };
};

const policyOf = (before: CaseState, { policy }: SimulatedBrand, { adopted }: Known): AdoptedPolicy =>
  before.status === 'known'
    ? (adopted?.get(`${before.policy.id} ${before.policy.version}`) ?? policy)
    : policy;

const recipients = (
  { rates }: States,
  policy: AdoptedPolicy,
  { accountId, campaignId, sent }: ComplaintFacts,
): number | null =>
  accountId !== null && campaignId !== null && looksAt(policy, 'campaignRecipients')
    ? rates.recipients(accountId, campaignId, sent.at)
    : null;

/** On whose word the case would act. */
const sourcesOf = (complaint: ComplaintFacts | undefined, before: CaseState): (string | null)[] =>
  complaint
    ? [complaint.source]
    : before.status === 'known'
      ? before.complaints.filter(({ as }) => as === 'signal').map(({ source }) => source)
      : [];

const automationFor = (
  states: States,
  brandId: BrandId,
  sources: readonly (string | null)[],
): CaseFacts['automation'] => {
  const named = [...new Set(sources)].flatMap((source) => (source === null ? [] : [`source:${source}`]));
  for (const scope of ['desk', `brand:${brandId}`, ...named]) {
    const { halted } = states.automation(scope);
    if (halted) return { auto: false, because: `${scope}: ${halted.reason}` };
  }
  return { auto: true };
};
