import { between, hours, rejected, type Rejected } from '@app/kernel';
import type { Change } from './change';
import type { RecordNoticeAccepted, RecordNoticeBounced } from './commands';
import { demandAccepted } from './demand';
import type { CaseEvent } from './events';
import { order } from './notices';
import { drop } from './proposals';
import { inForce, proposals, type Notice } from './state';
import { stopAccepted } from './stop';

export const noticeAccepted = (
  change: Change,
  { noticeId, acceptedAt }: RecordNoticeAccepted,
): readonly CaseEvent[] | Rejected => {
  const notice = change.state.notices.find((n) => n.noticeId === noticeId);
  if (!notice) return noSuchNotice(noticeId);
  if (notice.status === 'accepted' || notice.status === 'bounced') return [];
  change.add('NoticeAccepted', { noticeId, acceptedAt });
  if (notice.kind === 'demand' || notice.kind === 'rejection') demandAccepted(change, notice, acceptedAt);
  if (notice.kind === 'stop-order') stopAccepted(change, acceptedAt);
  return change.events;
};

/** At once or late. A contact that does not exist is tried no more, and the next one is told the same. */
export const noticeBounced = (
  change: Change,
  { noticeId, permanent, detail }: RecordNoticeBounced,
): readonly CaseEvent[] | Rejected => {
  const notice = change.state.notices.find((n) => n.noticeId === noticeId);
  if (!notice) return noSuchNotice(noticeId);
  if (notice.status === 'bounced' || (!permanent && notice.status !== 'ordered')) return [];
  const bounced = { noticeId, contactId: notice.contactId, permanent, detail: detail.slice(0, 500) };
  if (!permanent) return change.add('NoticeBounced', bounced).events;
  if (isDoubtful(change, notice)) return doubted(change.add('NoticeBounced', bounced), notice).events;
  const { demand } = change.state;
  if (demand?.noticeId === noticeId && demand.status === 'running')
    change.clearDeadline('answer-due', `${noticeId} bounced`);
  change.add('NoticeBounced', bounced);
  return retried(change, notice) ? order(change, notice.kind, notice.facts, notice).events : change.events;
};

/** A server that took a notice and cannot deliver it says so soon. What comes later, or after an answer, may be made up by
 *  who got the notice, to gain time. Of the last contact's, whose time is over, suspension is a person's decision anyhow. */
const isDoubtful = ({ at, state, facts }: Change, { noticeId, contactId }: Notice): boolean => {
  const { demand, bounced } = state;
  if (demand?.noticeId !== noticeId || demand.from === null) return false;
  const used = demand.solution || (demand.rejections === 0 && demand.feedback);
  if (!used && between(demand.from, at) <= PROMPT) return false;
  if (demand.status === 'running') return true;
  return (
    demand.status === 'unanswered' &&
    facts.account.contacts.some((id) => id !== contactId && !bounced.includes(id))
  );
};

const PROMPT = hours(1);

/** A person judges it, and as long as they have not, nothing befalls the account for its silence by time alone. The next
 *  contact is told the same, with the time that is left. */
const doubted = (change: Change, notice: Notice): Change => {
  change.raise('bounced-late');
  const { account } = change.facts;
  const { demand, bounced } = change.state;
  const other = account.contacts.some((id) => !bounced.includes(id));
  if (demand?.status !== 'running' || demand.dueAt === null || !other) return change;
  return order(change, notice.kind, { ...notice.facts, due: { at: demand.dueAt } }, notice);
};

/** A demand that never arrived cannot have been left unanswered: what was proposed for that reason falls. What was taken,
 *  a person looks at: the account is suspended, and another mail would not change that. */
const retried = (change: Change, { kind, noticeId }: Notice): boolean => {
  if (kind !== 'demand' && kind !== 'rejection') return true;
  const { state } = change;
  if (state.demand?.noticeId !== noticeId) return false;
  if (state.demand.status === 'unanswered' && state.demand.dueAt === null) return false; // it was answered, and rejected
  if (state.demand.status !== 'unanswered') return state.demand.status === 'asked';
  if (inForce(state).some((m) => m.why.ground === 'unanswered')) {
    change.raise('bounced-late');
    return false;
  }
  for (const m of proposals(state))
    if (m.why.ground === 'unanswered') drop(change, m, 'the demand never arrived');
  return true;
};

const noSuchNotice = (noticeId: string): Rejected =>
  rejected('no-such-notice', `this case ordered no notice ${noticeId}`);
