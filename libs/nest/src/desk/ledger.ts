import type { Origin } from '@app/consent';
import type { LiabilityRule } from '@app/enforcement';
import type { EventStore, Meta, Outcome } from '@app/event-store';
import { minus, rejected, type AccountId, type BrandId, type Instant, type RecipientKey, type Rejected } from '@app/kernel'; // prettier-ignore
import {
  fineEvents,
  incidentEvents,
  streamOfFines,
  streamOfIncident,
  type Basis,
  type IncidentEvent,
  type Terms,
} from '@app/ledger';
import type { OpenDamageClaim } from '@app/processes';
import { ask, type ReadStore } from '@app/read-store';
import type { Settings } from '@app/settings';
import { chargedComplaints, type ChargedComplaint } from '@app/views';
import type { Aggregates, States } from './aggregates';
import type { Consents } from './consents';
import { accountsBehind } from './ledger-accounts';
import type { Policies } from './policies';

/** Complaints that one incident is traced to. Each asks the archive of consent. */
const MOST = 50_000;
/** Of those, at once. */
const AT_ONCE = 64;

interface Needs {
  readonly events: EventStore;
  readonly tables: ReadStore;
  readonly states: States;
  readonly policies: Policies;
  readonly brands: Settings['brands'];
  readonly consents: Consents;
  readonly aggregates: Pick<Aggregates, 'incident'>;
}

/** What an account's complaint costs it: by where its address came from when the mail was sent. */
export interface Liability extends Omit<Origin, 'liability'> {
  /** `unknown`: the complaint does not say which address it is about, and is not charged. */
  readonly liability: Origin['liability'] | 'unknown';
  readonly charged: boolean;
}

/** What the ledger has to look up: the policy's terms, and who answers for which complaints. */
export class Ledger {
  constructor(private readonly needs: Needs) {}

  /** What the brand's present policy says, and the time that is looked back; null: it charges nobody anything. */
  termsNow(brandId: BrandId): { readonly terms: Terms; readonly lookBack: LiabilityRule['lookBack'] } | null {
    const brand = this.needs.brands[brandId];
    if (!brand) return null;
    const { id, version, liability } = this.needs.policies.current(brand.policy);
    return liability ? { terms: termsOf({ id, version }, liability), lookBack: liability.lookBack } : null;
  }

  /** All that happened to it, oldest first; none: there is no such incident. */
  async incident(incidentId: string): Promise<IncidentEvent[]> {
    const events: IncidentEvent[] = [];
    for await (const recorded of this.needs.events.read(streamOfIncident({ incidentId })))
      events.push(incidentEvents.decode(recorded));
    return events;
  }

  /** Under which id a regulator's fine is noted on the account, by its reference; undefined: it is not. */
  async fineId(accountId: AccountId, regulator: string, reference: string): Promise<string | undefined> {
    let found: string | undefined;
    for await (const recorded of this.needs.events.read(streamOfFines({ accountId }))) {
      const { type, data } = fineEvents.decode(recorded);
      if (type === 'RegulatorFineNoted' && data.regulator === regulator && data.reference === reference)
        found = data.fineId;
      if (type === 'RegulatorFineStruck' && data.fineId === found) found = undefined;
    }
    return found;
  }

  /** The complaints that an incident is traced to, counted by account and by whose risk their addresses were. Refused when
   *  there are more than can be looked into. */
  async basis(events: readonly IncidentEvent[]): Promise<Basis[] | Rejected> {
    const [opened] = events;
    if (opened?.type !== 'IncidentOpened' || opened.data.span === null) return [];
    const { brandId, span, subjects } = opened.data;
    const { tables } = this.needs;
    const found = await ask(tables, chargedComplaints(brandId, span, MOST + 1));
    if (found.length > MOST)
      return rejected('too-many-complaints', `more than ${MOST} complaints are of that time: open it with a shorter one`); // prettier-ignore
    const isBehind = await accountsBehind(tables, subjects);
    const traced = found.filter(({ accountId }) => isBehind(accountId));
    const counts = new Map<AccountId, { customer: number; shared: number; unknown: number }>();
    for (let from = 0; from < traced.length; from += AT_ONCE) {
      const some = traced.slice(from, from + AT_ONCE);
      const risks = await Promise.all(some.map((one) => this.riskOf(one)));
      for (const [i, { accountId }] of some.entries()) {
        const count = counts.get(accountId) ?? { customer: 0, shared: 0, unknown: 0 };
        count[risks[i]!.liability]++;
        counts.set(accountId, count);
      }
    }
    return Array.from(counts, ([accountId, count]) => ({ accountId, ...count })).sort((a, b) =>
      a.accountId < b.accountId ? -1 : 1,
    );
  }

  /** Null: nobody's complaint, or one of a brand whose policy charges nobody. */
  async liabilityOf(complaint: {
    readonly accountId: AccountId | null;
    readonly brandId: BrandId | null;
    readonly recipientKey: RecipientKey | null;
    readonly sent: { readonly at: Instant };
  }): Promise<Liability | null> {
    const { accountId, brandId, recipientKey, sent } = complaint;
    const terms = brandId === null ? null : this.termsNow(brandId)?.terms;
    if (accountId === null || !terms) return null;
    const risk = await this.riskOf({ accountId, recipientKey, sentAt: sent.at });
    const charged =
      (terms.charged === 'traced' && risk.liability !== 'unknown') ||
      (terms.charged === 'customer-liable' && risk.liability === 'customer');
    return { ...risk, charged };
  }

  /** Enters the claim on an account that was closed, by the policy its case was opened under. */
  async openClaim(claim: OpenDamageClaim, meta: Meta): Promise<Outcome> {
    const { incidentId, at, brandId, accountId, caseId, measureId } = claim;
    const { state } = await this.needs.states.case(caseId);
    if (state.status === 'none') throw new Error(`case ${caseId} claims damages, and is not there`);
    const { id, version } = state.policy;
    const { liability } = await this.needs.policies.version(id, version);
    if (!liability)
      return {
        ok: false,
        rejection: rejected('no-liability', `policy ${id} ${version.slice(0, 8)} has no section liability: claim what case ${caseId} cost elsewhere`), // prettier-ignore
      };
    return this.needs.aggregates.incident(
      {
        type: 'OpenIncident',
        incidentId,
        at,
        brandId,
        kind: 'damage-claim',
        subjects: [],
        occurredAt: at,
        span: null,
        source: `case ${caseId}`,
        note: '',
        terms: { ...termsOf({ id, version }, liability), cites: [...claim.cites] },
        claim: { accountId, caseId, measureId },
        by: { kind: 'rule', rule: 'damage-claim' },
      },
      meta,
    );
  }

  private async riskOf({
    accountId,
    recipientKey,
    sentAt,
  }: ChargedComplaint): Promise<Omit<Liability, 'charged'>> {
    if (recipientKey === null)
      return {
        source: 'unknown',
        liability: 'unknown',
        because: 'not-recorded',
        signedUpAt: null,
        confirmedAt: null,
      };
    return this.needs.consents.originAt({ accountId, recipientKey }, sentAt);
  }
}

const termsOf = (policy: Terms['policy'], { currency, hour, charged, cites }: LiabilityRule): Terms => ({
  policy,
  cites: [...cites],
  currency,
  hourCents: hour,
  charged,
});

/** So long before it happened, until it did. */
export const spanBefore = (at: Instant, lookBack: LiabilityRule['lookBack']) => ({
  from: minus(at, lookBack),
  until: at,
});
