import { rejected, type Decider } from '@app/kernel';
import type { ReportCommand } from './commands';
import type { ReportEvent } from './events';

export type ReportState =
  | { readonly status: 'none' }
  /** `attempts` that came to no verdict. */
  | { readonly status: 'received'; readonly attempts: number }
  | { readonly status: 'examined' };

/** A report comes in once and is examined once, however often either is asked for. */
export const reportDecider: Decider<ReportCommand, ReportEvent, ReportState> = {
  initial: { status: 'none' },

  decide(command, state) {
    if (command.type === 'ReceiveReport') {
      const { type: _type, suppress = false, ...received } = command;
      return state.status === 'none' ? [{ type: 'ReportReceived', data: { ...received, suppress } }] : [];
    }
    if (state.status === 'none')
      return rejected('no-such-report', `no report ${command.reportId} was received`);
    if (state.status === 'examined') return []; // the first verdict stands: complaints were filed on it
    if (command.type === 'RecordExamination') {
      const { type: _type, ...examined } = command;
      return [{ type: 'ReportExamined', data: examined }];
    }
    const { type: _type, ...deferred } = command;
    return deferred.attempt > state.attempts ? [{ type: 'ExaminationDeferred', data: deferred }] : [];
  },

  evolve(state, event) {
    switch (event.type) {
      case 'ReportReceived':
        return { status: 'received', attempts: 0 };
      case 'ExaminationDeferred':
        return { status: 'received', attempts: event.data.attempt };
      case 'ReportExamined':
        return { status: 'examined' };
    }
  },
};
