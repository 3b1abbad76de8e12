import { standingOf, warnedAt } from '@app/accounts';
import {
  caseEvents,
  looksAt,
  plusWorkingDays,
  type AccountFacts,
  type AdoptedPolicy,
  type CaseCommand,
  type CaseFacts,
  type ComplaintFacts,
} from '@app/enforcement';
import type { EventStore } from '@app/event-store';
import type { AccountId, BrandId, CaseId, Instant } from '@app/kernel';
import { complaintFacts } from '@app/processes';
import { ask, type ReadStore } from '@app/read-store';
import type { Settings } from '@app/settings';
import { campaignRecipients } from '@app/views';
import type { States } from './aggregates';
import type { Policies } from './policies';
import type { Sources } from './sources';

interface Needs {
  readonly events: EventStore;
  readonly states: States;
  readonly policies: Policies;
  readonly brands: Settings['brands'];
  readonly tables: ReadStore;
  readonly sources: Pick<Sources, 'find'>;
}

/** What a case must know to decide, looked up just now. Throws when the account or its brand is not known: the command
 *  waits then, and is tried again. */
export const caseFacts = ({ events, states, policies, brands, tables, sources }: Needs) => {
  const pinnedPolicy = pinnedPolicies(events);
  return async (command: CaseCommand): Promise<CaseFacts> => {
    const account = await accountFacts(states, command.accountId);
    const brand = brands[account.brandId];
    if (!brand)
      throw new Error(`account ${command.accountId} is of brand ${account.brandId}, which no setting names`);
    const pinned = await pinnedPolicy(command.caseId);
    const complaint =
      command.type === 'RaiseSignal' && command.signal.kind === 'complaint'
        ? complaintFacts((await states.complaint(command.signal.complaintId)).state)
        : undefined;
    const { grades } = (await states.reputation(command.accountId)).state;
    const policy = pinned
      ? await policies.version(pinned.id, pinned.version)
      : policies.current(brand.policy);
    return {
      policy,
      enforcement: brand.enforcement,
      automation: await automationFor(states, account.brandId, await sourcesOf(states, command, complaint)),
      staffed: brand.staffedHours ? { timeZone: brand.timeZone, hours: brand.staffedHours } : null,
      account,
      ...(complaint && {
        complaint,
        authorityDue: authorityDue(sources, complaint),
        campaignRecipients: await recipients(tables, policy, complaint),
      }),
      rates: Object.fromEntries(Object.entries(grades).map(([window, { grade }]) => [window, grade])),
    };
  };
};

/** Null: who passed it on asks for no answer. */
const authorityDue = (sources: Needs['sources'], { source, receivedAt }: ComplaintFacts): Instant | null => {
  const within = source === null ? undefined : sources.find(source)?.answerWithin;
  return within ? plusWorkingDays(receivedAt, within.workingDays, within) : null;
};

const recipients = (
  tables: ReadStore,
  policy: AdoptedPolicy,
  { accountId, campaignId, sent }: ComplaintFacts,
): Promise<number | null> =>
  accountId !== null && campaignId !== null && looksAt(policy, 'campaignRecipients')
    ? ask(tables, campaignRecipients({ accountId, campaignId, sentAt: sent.at }))
    : Promise.resolve(null);

const accountFacts = async (states: States, accountId: AccountId): Promise<AccountFacts> => {
  const { state } = await states.account(accountId);
  if (state.status === 'none') throw new Error(`account ${accountId} is not registered`);
  const { brandId, legalForm, contacts } = state;
  return {
    brandId,
    standing: standingOf(state),
    protected: state.protected,
    legalForm,
    contacts,
    warnedAt: warnedAt(state),
  };
};

/** On whose word the case would act: the source of the complaint that just came; when a deadline fires, all whose complaints
 *  brought it there. */
const sourcesOf = async (
  states: States,
  { type, caseId }: CaseCommand,
  complaint: ComplaintFacts | undefined,
): Promise<readonly string[]> => {
  if (complaint) return complaint.source === null ? [] : [complaint.source];
  if (type !== 'ReachDeadline' && type !== 'RaiseSignal') return [];
  const { state } = await states.case(caseId);
  if (state.status === 'none') return [];
  const signals = state.complaints.filter(({ as }) => as === 'signal');
  return [...new Set(signals.flatMap(({ source }) => source ?? []))];
};

/** The widest switch that is off is the reason that is given. */
const automationFor = async (
  states: States,
  brandId: BrandId,
  sources: readonly string[],
): Promise<CaseFacts['automation']> => {
  const scopes = ['desk', `brand:${brandId}`, ...sources.map((source) => `source:${source}`)];
  for (const scope of scopes) {
    const { state } = await states.automation(scope);
    if (state.halted) return { auto: false, because: `${scope}: ${state.halted.reason}` };
  }
  return { auto: true };
};

type Pinned = { readonly id: string; readonly version: string };
const REMEMBERED = 20_000; // cases

/** The policy a case was opened under, which never changes: read once. */
const pinnedPolicies = (events: EventStore) => {
  const known = new Map<CaseId, Pinned>(); // the longest unused first
  return async (caseId: CaseId): Promise<Pinned | undefined> => {
    const pinned = known.get(caseId) ?? (await opening(events, caseId));
    if (!pinned) return undefined;
    known.delete(caseId);
    known.set(caseId, pinned);
    if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
    return pinned;
  };
};

const opening = async (events: EventStore, caseId: CaseId): Promise<Pinned | undefined> => {
  for await (const recorded of events.read(`case-${caseId}`)) {
    const event = caseEvents.decode(recorded);
    if (event.type === 'CaseOpened') return event.data.policy; // it may have given a signal back before
  }
  return undefined;
};
