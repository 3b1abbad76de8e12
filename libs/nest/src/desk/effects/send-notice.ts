import { caseEvents, type CaseCommand, type NoticeFacts, type NoticeKind } from '@app/enforcement';
import { uuidv5, type EventStore, type Meta } from '@app/event-store';
import { days, plus, type CaseId, type Duration, type Locale } from '@app/kernel';
import { compose, type CampaignFacts, type Mailer, type Notice, type Statement } from '@app/notices';
import { mintAnswerToken } from '@app/portal';
import type { SendNotice } from '@app/processes';
import type { EffectContext, Verdict } from '@app/runtime';
import type { Brand, Settings } from '@app/settings';
import type { Keyring } from '@app/privacy';
import type { Accounts } from '../accounts';
import type { Policies } from '../policies';

interface Needs {
  readonly events: EventStore;
  readonly accounts: Accounts;
  readonly policies: Policies;
  readonly mailer: Mailer;
  readonly brands: Settings['brands'];
  readonly publicUrl: () => string;
  readonly answerKeys: Keyring;
  readonly toCase: (command: CaseCommand, meta: Meta) => Promise<unknown>;
}

/** A link outlives the deadline it came with: whoever is suspended comes back with the solution weeks later. */
const LINK_LASTS: Duration = days(180);

/** One notice to one contact. The case hears whether the relay took it, which starts the customer's time, or whether the
 *  address takes no mail, and then names the next contact. */
export const sendNotice =
  (needs: Needs) =>
  async (command: SendNotice, { id, at, meta }: EffectContext): Promise<Verdict> => {
    const { noticeId, caseId, accountId, contactId } = command;
    const tell = (told: CaseCommand, what: string) =>
      needs.toCase(told, { ...meta, commandId: uuidv5(meta.commandId, what) });
    const of = { caseId, accountId, at, noticeId };
    const profile = await needs.accounts.find(accountId);
    const place = profile?.contacts.findIndex((c) => c.contactId === contactId) ?? -1;
    const contact = profile?.contacts[place];
    const opened = await needs.accounts.opened(accountId, { by: 'desk', why: `notice ${noticeId}` });
    const address = opened?.emails[place];
    const brand = profile && needs.brands[profile.brandId];
    if (!brand || !contact || typeof address !== 'string') {
      await tell(
        {
          type: 'RecordNoticeBounced',
          ...of,
          contactId,
          permanent: true,
          detail: 'no such contact any more',
        },
        'gone',
      );
      return;
    }
    const ordered = await orderedNotice(needs.events, caseId, noticeId);
    if (!ordered) return { park: `case ${caseId} ordered no notice ${noticeId}` };
    const policy = await needs.policies.version(ordered.policy.id, ordered.policy.version);
    const token = mintAnswerToken(needs.answerKeys, { caseId, contactId, expiresAt: plus(at, LINK_LASTS) });
    const face = {
      name: brand.name,
      from: brand.from,
      replyDomain: brand.replyDomain,
      timeZone: brand.timeZone,
    };
    const notice = noticeOf(caseId, ordered.kind, ordered.facts, {
      name: policy.title,
      version: policy.version,
    });
    const composed = compose(
      notice,
      face,
      localeFor(contact.locale, brand),
      { answer: `${needs.publicUrl()}/answer/${token}` },
      at,
    );
    const sent = await needs.mailer.send({
      id,
      brand: face,
      to: { address, ...(opened?.name && { name: opened.name }) },
      date: command.at, // the same at each attempt: a mail that is sent again is the same mail
      returnPath: 'verp',
      ...composed,
    });
    if (sent.outcome === 'temporary')
      throw new Error(`the relay did not take notice ${noticeId} yet: ${sent.detail}`);
    if (sent.outcome === 'accepted')
      await tell({ type: 'RecordNoticeAccepted', ...of, acceptedAt: sent.at }, 'accepted');
    else
      await tell(
        { type: 'RecordNoticeBounced', ...of, contactId, permanent: true, detail: sent.detail.slice(0, 500) },
        'refused',
      );
  };

const localeFor = (wanted: Locale, brand: Brand): Locale =>
  brand.locales.includes(wanted) ? wanted : brand.locales[0]!;

const orderedNotice = async (events: EventStore, caseId: CaseId, noticeId: string) => {
  let policy: { id: string; version: string } | undefined;
  for await (const recorded of events.read(`case-${caseId}`)) {
    const { type, data } = caseEvents.decode(recorded);
    if (type === 'CaseOpened') ({ policy } = data);
    if (type === 'NoticeOrdered' && data.noticeId === noticeId && policy)
      return { kind: data.kind, facts: data.facts, policy };
  }
  return undefined;
};

/** The case's facts as the words of a notice: what a kind does not speak of is left out. */
export const noticeOf = (
  caseId: CaseId,
  kind: NoticeKind,
  facts: NoticeFacts,
  policy: { name: string; version: string },
): Notice => {
  const { campaigns } = facts;
  const given = { ...(facts.due && { due: facts.due }) };
  const statement = (): Statement => statementOf(facts, campaigns, policy);
  switch (kind) {
    case 'forward':
      return { caseId, kind, campaigns };
    case 'warning':
      return { caseId, kind, campaigns, next: facts.next ?? 'suspension' };
    case 'demand':
      return { caseId, kind, campaigns, due: dueOf(kind, facts) };
    case 'rejection':
      return { caseId, kind, ...given, reason: facts.remarks ?? '' };
    case 'hold':
      return { caseId, kind, statement: statement() };
    case 'suspension':
      return {
        caseId,
        kind,
        statement: statement(),
        ...(facts.refund !== null && { refund: facts.refund }),
      };
    case 'stop-order':
      return {
        caseId,
        kind,
        due: dueOf(kind, facts),
        delivery: facts.delivery ?? 'hold',
        statement: statement(),
      };
    case 'closure':
      return {
        caseId,
        kind,
        statement: statement(),
        refund: facts.refund ?? false,
        damageClaim: facts.damageClaim ?? false,
      };
    case 'reinstatement':
      return {
        caseId,
        kind,
        baseline: facts.baseline!,
        annulled: facts.annulled ?? false,
        ...(facts.remarks !== null && { remarks: facts.remarks }),
        ...given,
      };
    case 'appeal-decision':
      return { caseId, kind, reason: facts.remarks ?? '' };
    case 'evidence-request':
      return { caseId, kind, due: dueOf(kind, facts), contacts: facts.contacts, questions: facts.questions };
  }
};

/** Throws for a notice that must name a time and does not: a customer is never told one that nobody set. */
const dueOf = (kind: NoticeKind, { due }: NoticeFacts): NonNullable<NoticeFacts['due']> => {
  if (!due) throw new Error(`a notice of kind ${kind} was ordered without the end of the customer's time`);
  return due;
};

const statementOf = (
  { measure, remarks }: NoticeFacts,
  campaigns: readonly CampaignFacts[],
  policy: { name: string; version: string },
): Statement => {
  if (!measure) throw new Error('a notice about a measure says nothing of the measure');
  const { why, since, scope, automated } = measure;
  return {
    measure: measure.measure === 'close' ? 'closure' : measure.measure === 'suspend' ? 'suspension' : 'hold',
    since,
    scope: scope === null ? 'everything' : 'bulk',
    ground: why.ground,
    ...(remarks !== null && { remarks }),
    campaigns,
    policy,
    clauses: why.cites.map((id) => ({ id })),
    automated,
  };
};
