import type { LargeBecause, RejectionCode } from './shapes';
import type { ListState } from './state';

/** Whether one may send to a list, and why not, as a sentence. */
export interface Answer {
  readonly sendable: boolean;
  readonly state: 'sendable' | 'pending' | 'rejected' | 'unknown';
  readonly because: string;
  readonly code: RejectionCode | null;
}

const WHY: Readonly<Record<LargeBecause, string>> = {
  'new-contacts': 'many contacts are new',
  growth: 'it grew by much',
  origin: 'its contacts are from where no permission comes with them',
};

/** What the brand's policy has of lists: rules that hold, rules by which nobody is stopped yet, or none. */
export type Approval = 'live' | 'shadow' | 'none';

/** Where nobody approves lists, everything is sendable; and where the brand only watches, with what it would have said. */
export const answerOf = (state: ListState, approval: Approval): Answer => {
  const found = strictly(state);
  if (approval === 'live' || found.sendable) return found;
  return {
    ...found,
    sendable: true,
    because:
      approval === 'none'
        ? 'the policy of the brand asks nobody to approve lists'
        : `the brand only watches; otherwise it could not be sent to, because ${found.because}`,
  };
};

const strictly = (state: ListState): Answer => {
  switch (state.status) {
    case 'none':
      return {
        sendable: false,
        state: 'unknown',
        code: null,
        because: 'the desk was told of no import of this list: PUT /v1/lists/{id} tells it',
      };
    case 'sendable':
      return {
        sendable: true,
        state: 'sendable',
        code: null,
        because: 'no import of it waits for approval',
      };
    case 'pending':
      return {
        sendable: false,
        state: 'pending',
        code: null,
        because: `it waits for approval: ${state.because.map((one) => WHY[one]).join(', and ')}`,
      };
    case 'rejected':
      return {
        sendable: false,
        state: 'rejected',
        code: state.code,
        because: `it was rejected: ${state.code}`,
      };
  }
};
