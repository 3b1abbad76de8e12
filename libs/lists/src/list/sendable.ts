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

/** `approves`: the policy that applies has rules about lists. Where none has, everything is sendable. */
export const answerOf = (state: ListState, approves: boolean): Answer => {
  const { status } = state;
  const code = status === 'rejected' ? state.code : null;
  const shown = { state: status === 'none' ? ('unknown' as const) : status, code };
  if (!approves)
    return { sendable: true, ...shown, because: 'the policy of the brand asks nobody to approve lists' };
  switch (status) {
    case 'none':
      return {
        sendable: false,
        ...shown,
        because: 'the desk was told of no import of this list: PUT /v1/lists/{id} tells it',
      };
    case 'sendable':
      return { sendable: true, ...shown, because: 'no import of it waits for approval' };
    case 'pending':
      return {
        sendable: false,
        ...shown,
        because: `it waits for approval: ${state.because.map((one) => WHY[one]).join(', and ')}`,
      };
    case 'rejected':
      return { sendable: false, ...shown, because: `it was rejected: ${code}` };
  }
};
