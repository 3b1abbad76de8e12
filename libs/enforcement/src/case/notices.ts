import { caseCampaigns, pendingCampaigns } from './campaigns';
import type { Change } from './change';
import type { NoticeFacts, NoticeKind, Why } from './shapes';
import type { Measure, Notice } from './state';
import type { Instant } from '@app/kernel';

const NOTHING: NoticeFacts = {
  campaigns: [],
  due: null,
  remarks: null,
  measure: null,
  next: null,
  delivery: null,
  refund: null,
  damageClaim: null,
  baseline: null,
  annulled: null,
  contacts: [],
  questions: [],
};

const TOLD_WHEN_CLOSED: readonly NoticeKind[] = ['closure', 'reinstatement', 'appeal-decision'];

/** Asks for a notice to the first contact that may exist; nothing in a shadow brand, and nothing but the closure itself and
 *  its undoing to an account that is closed. */
export const order = (
  change: Change,
  kind: NoticeKind,
  facts: Partial<NoticeFacts>,
  retryOf: Notice | null = null,
): Change => {
  const { account } = change.facts;
  if (change.shadow || (account.standing === 'closed' && !TOLD_WHEN_CLOSED.includes(kind))) return change;
  const contact = account.contacts.findIndex((id) => !change.state.bounced.includes(id));
  const noticeId = `${change.state.caseId}.n${change.state.numbers.notices + 1}`;
  if (contact === -1) return nobody(change, retryOf?.noticeId ?? noticeId, kind);
  return change.add('NoticeOrdered', {
    noticeId,
    kind,
    contactId: account.contacts[contact]!,
    contact,
    retryOf: retryOf?.noticeId ?? null,
    facts: { ...NOTHING, ...facts },
  });
};

/** All contacts failed: a person's task. What this means for a demand, is decided once the rest of the command is. */
const nobody = (change: Change, noticeId: string, kind: NoticeKind): Change =>
  change
    .add('CustomerUnreachable', { noticeId, kind })
    .raise(kind === 'warning' ? 'warning-undeliverable' : 'unreachable');

export type Taken = Pick<Measure, 'measureId' | 'measure' | 'scope' | 'why'> & {
  readonly since: Instant;
  readonly automated: boolean;
};

/** A notice about a measure, with what its statement of reasons needs. */
export const tell = (
  change: Change,
  kind: NoticeKind,
  taken: Taken,
  more: Partial<NoticeFacts> = {},
): Change => {
  const { measureId, measure, scope, why, since, automated } = taken;
  const pending = pendingCampaigns(change.state);
  return order(change, kind, {
    campaigns: kind === 'warning' && pending.length > 0 ? pending : caseCampaigns(change.state),
    remarks: change.person ? change.reason : null,
    measure: {
      measureId,
      measure,
      scope,
      since,
      why,
      automated: { detection: detected(why), decision: automated },
    },
    ...more,
  });
};

/** Whether machines found the facts, beside whether they decided on them. */
const detected = ({ rule, ground }: Why): boolean => rule !== 'person' && ground !== 'unwanted-mail';
