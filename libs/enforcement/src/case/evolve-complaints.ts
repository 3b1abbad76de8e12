import { add, pendingCampaigns } from './campaigns';
import type { CaseEvent } from './events';
import type { JoinedComplaint } from './shapes';
import { isCompromise } from './trust';
import { COMPLAINTS_KEPT, type Joined, type Known } from './state';

export const joining = (state: Known, { type, data }: CaseEvent): Known => {
  switch (type) {
    case 'ComplaintJoined':
      return evicted({
        ...state,
        total: state.total + 1,
        complaints: [
          ...state.complaints,
          { ...remembered(data.complaint), as: data.as, pending: data.forwards },
        ],
      });
    case 'ComplaintReweighed':
      return {
        ...state,
        complaints: state.complaints.map((c) =>
          c.complaintId === data.complaint.complaintId ? reweighed(c, data.complaint) : c,
        ),
      };
    case 'ComplaintLeft':
      return {
        ...state,
        total: state.total - 1,
        complaints: state.complaints.filter((c) => c.complaintId !== data.complaintId),
      };
    case 'NoticeOrdered': // the same facts again, to the next contact, pass on nothing new
      return data.facts.campaigns.length > 0 && data.retryOf === null ? passedOn(state) : state;
    case 'MeasureRefused': {
      const refused = state.measures.find((m) => m.measureId === data.measureId)?.measure;
      return refused === 'forward' || refused === 'demand' ? passedOn(state) : state;
    }
    default:
      return state;
  }
};

const remembered = (complaint: JoinedComplaint): Omit<Joined, 'as' | 'pending'> => {
  const { feedbackTypes = ['abuse'], unvouched = [], discreet = false, ...rest } = complaint;
  return { ...rest, feedbackTypes, unvouched, discreet, provider: discreet ? null : rest.provider };
};

/** What proves to be about phishing or malware, is passed on to nobody. */
const reweighed = (before: Joined, complaint: JoinedComplaint): Joined => {
  const now = { ...before, ...remembered(complaint) };
  return { ...now, pending: now.pending && !isCompromise(now) };
};

/** The oldest is forgotten; what was still to be passed on of it, is not. */
const evicted = (state: Known): Known => {
  const [oldest, ...others] = state.complaints;
  if (state.complaints.length <= COMPLAINTS_KEPT || !oldest) return state;
  const overflow = oldest.pending
    ? pendingCampaigns({ complaints: [], overflow: add(state.overflow, oldest) })
    : state.overflow;
  return { ...state, complaints: others, overflow };
};

const passedOn = (state: Known): Known => ({
  ...state,
  overflow: [],
  complaints: state.complaints.map((c) => (c.pending ? { ...c, pending: false } : c)),
});
