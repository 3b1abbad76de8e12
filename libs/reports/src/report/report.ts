import { hours, minutes, plus, rejected, type Decider, type Instant, type Rejected } from '@app/kernel';
import type { ReportCommand } from './commands';
import type { ReportEvent } from './events';
import { queueOf } from './shapes';

export type ReportState =
  | { readonly status: 'none' }
  /** `attempts` that came to no verdict. */
  | { readonly status: 'received'; readonly at: Instant; readonly attempts: number }
  | { readonly status: 'examined'; readonly forPerson: 'no' | 'waits' | 'handled' };

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
    if (command.type === 'HandleReport') return handle(command, state);
    if (state.status === 'examined') return []; // the first verdict stands: complaints were filed on it
    if (command.type === 'RecordExamination') {
      const { type: _type, ...examined } = command;
      return [{ type: 'ReportExamined', data: examined }];
    }
    const { reportId, at, attempt, because, until = nextAttempt(state.at, attempt, at) } = command;
    if (attempt <= state.attempts) return [];
    const data = { reportId, at, receivedAt: state.at, attempt, until, because };
    return [{ type: 'ExaminationDeferred', data }];
  },

  evolve(_, event) {
    switch (event.type) {
      case 'ReportReceived':
        return { status: 'received', at: event.data.at, attempts: 0 };
      case 'ExaminationDeferred':
        return { status: 'received', at: event.data.receivedAt, attempts: event.data.attempt };
      case 'ReportExamined':
        return { status: 'examined', forPerson: queueOf(event.data) === null ? 'no' : 'waits' };
      case 'ReportHandled':
        return { status: 'examined', forPerson: 'handled' };
    }
  },
};

const handle = (
  { reportId, at, by, reason }: Extract<ReportCommand, { type: 'HandleReport' }>,
  state: Exclude<ReportState, { status: 'none' }>,
): ReportEvent[] | Rejected => {
  if (state.status === 'received') return rejected('not-examined', `report ${reportId} was not examined yet`);
  if (state.forPerson === 'no')
    return rejected(
      'does-not-wait',
      `report ${reportId} waits for nobody: what it made waits with the complaints`,
    );
  return state.forPerson === 'handled' ? [] : [{ type: 'ReportHandled', data: { reportId, at, by, reason } }];
};

/** A minute, then twice as long each time, an hour at most; the last attempt is 24 hours after the report came in. */
const nextAttempt = (receivedAt: Instant, attempt: number, at: Instant): Instant => {
  const wait = minutes(Math.min(60, 2 ** Math.min(attempt - 1, 6)));
  const last = plus(receivedAt, hours(24));
  const next = plus(at, wait);
  return at < last && next > last ? last : next;
};
