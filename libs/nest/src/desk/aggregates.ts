import {
  accountDecider,
  accountEvents,
  accountSnapshot,
  type AccountCommand,
  type AccountEvent,
  type AccountState,
} from '@app/accounts';
import {
  complaintDecider,
  complaintEvents,
  type ComplaintCommand,
  type ComplaintEvent,
  type ComplaintState,
} from '@app/complaints';
import {
  execute,
  fold,
  type Aggregate,
  type EventStore,
  type Execute,
  type Execution,
} from '@app/event-store';
import type { AccountId, DefsOf } from '@app/kernel';
import { reportDecider, reportEvents, type ReportCommand, type ReportEvent } from '@app/reports';
import {
  reputationDecider,
  reputationEvents,
  type ReputationCommand,
  type ReputationEvent,
  type ReputationState,
} from '@app/reputation';

/** Every event there is, for `verify` and for timelines. */
export const everyEvent = reportEvents.union(complaintEvents).union(accountEvents).union(reputationEvents);

const account: Aggregate<AccountCommand, AccountState, DefsOf<typeof accountEvents>> = {
  catalogue: accountEvents,
  decider: accountDecider,
  snapshot: accountSnapshot,
  streamOf: ({ accountId }) => `account-${accountId}`,
};
const complaint: Aggregate<ComplaintCommand, ComplaintState, DefsOf<typeof complaintEvents>> = {
  catalogue: complaintEvents,
  decider: complaintDecider,
  streamOf: ({ complaintId }) => `complaint-${complaintId}`,
};
const reputation: Aggregate<ReputationCommand, ReputationState, DefsOf<typeof reputationEvents>> = {
  catalogue: reputationEvents,
  decider: reputationDecider,
  streamOf: ({ accountId }) => `reputation-${accountId}`,
};

/** Command execution for each aggregate. */
export interface Aggregates {
  readonly report: Execute<ReportCommand, ReportEvent>;
  readonly complaint: Execute<ComplaintCommand, ComplaintEvent>;
  readonly account: Execute<AccountCommand, AccountEvent>;
  readonly reputation: Execute<ReputationCommand, ReputationEvent>;
}

export const aggregatesOn = (store: EventStore, execution: Execution): Aggregates => ({
  report: execute(
    store,
    {
      catalogue: reportEvents,
      decider: reportDecider,
      streamOf: ({ reportId }: ReportCommand) => `report-${reportId}`,
    },
    execution,
  ),
  complaint: execute(store, complaint, execution),
  account: execute(store, account, execution),
  reputation: execute(store, reputation, execution),
});

/** States as the log tells them now, for those who look something up before they ask an aggregate to decide. */
export const statesOn = (store: EventStore, { snapshots }: Execution) => ({
  account: async (id: AccountId) => fold(store, account, `account-${id}`, snapshots),
  complaint: async (id: string) => fold(store, complaint, `complaint-${id}`, snapshots),
  reputation: async (id: AccountId) => fold(store, reputation, `reputation-${id}`, snapshots),
});
export type States = ReturnType<typeof statesOn>;
