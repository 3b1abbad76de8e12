import { rejected, type Rejected } from '@app/kernel';
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
  const { demand } = change.state;
  if (demand?.noticeId === noticeId && demand.status === 'running')
    change.clearDeadline('answer-due', `${noticeId} bounced`);
  change.add('NoticeBounced', bounced);
  return retried(change, notice) ? order(change, notice.kind, notice.facts, notice).events : change.events;
};

/** A demand that never arrived cannot have been left unanswered: what was proposed for that reason falls. What was taken,
 *  a person looks at: the account is suspended, and another mail would not change that. */
const retried = (change: Change, { kind, noticeId }: Notice): boolean => {
  if (kind !== 'demand' && kind !== 'rejection') return true;
  const { state } = change;
  if (state.demand?.noticeId !== noticeId) return false;
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
