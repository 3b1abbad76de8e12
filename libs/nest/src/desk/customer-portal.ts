import { randomUUID } from 'node:crypto';
import {
  appealable,
  caseEvents,
  type Asked,
  type GiveAnswer,
  type KnownCase,
  type LodgeAppeal,
  type Measure,
} from '@app/enforcement';
import type { EventStore, Meta, Outcome } from '@app/event-store';
import { caseId as asCase, plus, unsealed, type Instant, type Locale } from '@app/kernel';
import {
  readAnswerToken,
  type Answer,
  type AnswerPage,
  type AnswerTokenClaims,
  type ExpiredPage,
  type PageState,
  type ReceivedPage,
  type StatementShown,
} from '@app/portal';
import type { Keyring, Vault } from '@app/privacy';
import type { Settings } from '@app/settings';
import type { States } from './aggregates';
import { rootMeta } from './command-id';
import type { EvidencePortal } from './evidence-portal';
import type { Policies } from './policies';

interface Needs {
  readonly events: EventStore;
  readonly states: States;
  readonly policies: Policies;
  readonly vault: Vault;
  readonly keys: Keyring;
  readonly brands: Settings['brands'];
  readonly evidence: EvidencePortal;
  readonly now: () => Instant;
  readonly give: (command: GiveAnswer | LodgeAppeal, meta: Meta) => Promise<Outcome>;
}

export type ReadLink =
  | { readonly valid: true; readonly claims: AnswerTokenClaims; readonly page: AnswerPage }
  | { readonly valid: false; readonly page: ExpiredPage };

const EVERYBODY: readonly Locale[] = ['nl', 'en'];

/** The customer's side of a case, by a signed link: what they may see of it, and what they say. */
export class CustomerPortal {
  constructor(private readonly needs: Needs) {}

  /** Changes nothing. */
  async read(token: string): Promise<ReadLink> {
    const { keys, now, states } = this.needs;
    const verdict = readAnswerToken(keys, token, now());
    if (!verdict.valid)
      return {
        valid: false,
        page: { because: verdict.because === 'expired' ? 'expired' : 'unknown', locales: EVERYBODY },
      };
    const { state } = await states.case(asCase.parse(verdict.caseId));
    if (state.status === 'none') return { valid: false, page: { because: 'unknown', locales: EVERYBODY } };
    const { caseId, contactId, expiresAt } = verdict;
    return { valid: true, claims: { caseId, contactId, expiresAt }, page: await this.pageOf(state) };
  }

  /** What was posted, durable when it resolves; undefined when nothing is asked any more, and it was not taken. `receivedAt`
   *  is when our server had it: that is what counts. */
  async give(
    claims: AnswerTokenClaims,
    answer: Answer,
    receivedAt: Instant,
  ): Promise<ReceivedPage | undefined> {
    const { vault, give, states, brands, now } = this.needs;
    const caseId = asCase.parse(claims.caseId);
    const before = (await states.case(caseId)).state;
    if (before.status === 'none') throw new Error(`there is no case ${caseId}`);
    const keyId = await vault.keyFor({ kind: 'case', id: caseId });
    const answerId = randomUUID();
    const sealed = Object.fromEntries(
      Object.entries(answer)
        .filter(([, text]) => text !== '')
        .map(([field, text]) => [field, unsealed<string>(keyId, text)]),
    );
    const outcome = await give(
      {
        type: 'GiveAnswer',
        caseId,
        accountId: before.accountId,
        at: now(),
        answerId,
        contactId: claims.contactId,
        receivedAt,
        ...sealed,
      },
      rootMeta(answerId),
    );
    if (!outcome.ok) return undefined;
    const { state } = await states.case(caseId);
    const after = state.status === 'none' ? before : state;
    const brand = brands[after.brandId]!;
    const deadline = after.deadlines['answer-due'];
    return {
      brand: { name: brand.name, timeZone: brand.timeZone },
      locales: brand.locales,
      caseId,
      at: receivedAt,
      fields: Object.keys(sealed) as Asked[],
      missing: missingOf(after),
      ...(deadline !== undefined && { deadline }),
    };
  }

  /** An objection, durable when it resolves; undefined when there is nothing to object to any more, or the time is over. */
  async object(
    { caseId: id, contactId }: AnswerTokenClaims,
    text: string,
    receivedAt: Instant,
  ): Promise<ReceivedPage | undefined> {
    const { vault, give, states, brands, now } = this.needs;
    const caseId = asCase.parse(id);
    const before = (await states.case(caseId)).state;
    if (before.status === 'none') throw new Error(`there is no case ${caseId}`);
    const appealId = randomUUID();
    const outcome = await give(
      {
        type: 'LodgeAppeal',
        caseId,
        accountId: before.accountId,
        at: now(),
        appealId,
        contactId,
        receivedAt,
        text: unsealed<string>(await vault.keyFor({ kind: 'case', id: caseId }), text),
      },
      rootMeta(appealId),
    );
    if (!outcome.ok) return undefined;
    const { state } = await states.case(caseId);
    const lodged = state.status === 'known' ? state.appeals.find((a) => a.appealId === appealId) : undefined;
    const brand = brands[before.brandId]!;
    return {
      brand: { name: brand.name, timeZone: brand.timeZone },
      locales: brand.locales,
      caseId,
      at: receivedAt,
      fields: [],
      missing: [],
      ...(lodged && { decideBy: lodged.dueAt }),
    };
  }

  private async pageOf(state: KnownCase): Promise<AnswerPage> {
    const { brands, policies, evidence, now } = this.needs;
    const brand = brands[state.brandId]!;
    const policy = await policies.version(state.policy.id, state.policy.version);
    const told = await this.toldOf(state.caseId);
    const evidenceAsked = await evidence.asked(state, policy.evidence.questions);
    const deadline = state.deadlines['answer-due'];
    const standing = state.measures.findLast((m) => m.status === 'taken' && STATED.has(m.measure));
    return {
      brand: { name: brand.name, timeZone: brand.timeZone },
      locales: brand.locales,
      caseId: state.caseId,
      now: now(),
      state: pageState(state),
      campaigns: told.campaigns,
      ...(deadline !== undefined && { deadline }),
      ...(state.stop?.status === 'running' && { stopBy: state.stop.dueAt }),
      ...(told.rejection !== undefined && { rejection: { reason: told.rejection } }),
      ...(standing && { statement: statementOf(standing, { name: policy.title, version: policy.version }) }),
      ...objectionTo(standing, state, plus(standing?.at ?? now(), policy.appeal.within), now()),
      received: told.received,
      asks: asksOf(state),
      ...(evidenceAsked && { evidence: evidenceAsked }),
      evidenceReceived: await evidence.received(state.caseId),
    };
  }

  /** What the case's stream says that its state forgets: which campaigns, and what came in. */
  private async toldOf(caseId: KnownCase['caseId']) {
    const campaigns = new Map<string, AnswerPage['campaigns'][number]>();
    const received: { at: Instant; fields: Asked[] }[] = [];
    let rejection: string | undefined;
    for await (const recorded of this.needs.events.read(`case-${caseId}`)) {
      const { type, data } = caseEvents.decode(recorded);
      if (type === 'NoticeOrdered')
        for (const { campaignId, providers, ...counts } of data.facts.campaigns)
          campaigns.set(campaignId ?? '', {
            ...(campaignId !== null && { campaignId }),
            ...counts,
            providers: providers.map(({ provider, complaints }) => ({
              ...(provider !== null && { provider }),
              complaints,
            })),
          });
      if (type === 'AnswerReceived') {
        const { feedback, solution, prevention, receivedAt } = data;
        const given = { feedback, solution, prevention };
        received.push({ at: receivedAt, fields: FIELDS.filter((field) => given[field] !== null) });
        rejection = undefined;
      }
      if (type === 'AnswerRejected') rejection = data.reason;
    }
    return { campaigns: [...campaigns.values()], received, rejection };
  }
}

/** Only to the measure whose statement the page shows: nobody objects to what they cannot read. */
const objectionTo = (
  standing: Measure | undefined,
  state: KnownCase,
  until: Instant,
  now: Instant,
): Pick<AnswerPage, 'objection' | 'objected'> => {
  if (!standing) return {};
  const lodged = state.appeals.findLast((a) => a.measureId === standing.measureId && a.status !== 'lapsed');
  if (lodged)
    return {
      objected: { at: lodged.receivedAt, dueAt: lodged.dueAt, rejected: lodged.status === 'rejected' },
    };
  return appealable(state)?.measureId === standing.measureId && now <= until ? { objection: { until } } : {};
};

const FIELDS: readonly Asked[] = ['feedback', 'solution', 'prevention'];
const STATED: ReadonlySet<Measure['measure']> = new Set(['hold', 'suspend', 'close'] as const);

const STATES: Readonly<Record<KnownCase['stage'], PageState>> = {
  open: 'told',
  warned: 'told',
  demanded: 'asked',
  overdue: 'asked',
  answered: 'being-assessed',
  held: 'held',
  stopping: 'held',
  suspended: 'suspended',
  remediating: 'suspended',
  resolved: 'resolved',
  closed: 'closed',
};
const pageState = ({ stage, demand }: KnownCase): PageState =>
  stage === 'demanded' && (demand?.rejections ?? 0) > 0 ? 'answer-rejected' : STATES[stage];

/** From a suspension on the customer also says how it is kept from happening again. */
export const asksOf = ({ stage }: KnownCase): Asked[] => {
  if (stage === 'resolved' || stage === 'closed') return [];
  return ['held', 'stopping', 'suspended', 'remediating'].includes(stage)
    ? ['feedback', 'solution', 'prevention']
    : ['feedback', 'solution'];
};

const missingOf = (state: KnownCase): Asked[] => {
  const { demand, remediation } = state;
  const asks = asksOf(state);
  const given = asks.includes('prevention') ? remediation : { ...demand, prevention: true };
  return asks.filter((field) => given[field] !== true);
};

const statementOf = (
  { measure, at, scope, why, by, remarks }: Measure,
  policy: { readonly name: string; readonly version: string },
): StatementShown => ({
  measure: measure === 'close' ? 'closure' : measure === 'suspend' ? 'suspension' : 'hold',
  since: at,
  scope: scope === null ? 'everything' : 'bulk',
  ground: why.ground,
  ...(remarks !== null && { remarks }),
  policy,
  clauses: why.cites.map((id) => ({ id })),
  automated: { detection: true, decision: by.kind === 'rule' },
});
