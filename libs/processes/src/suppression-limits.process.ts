import { z } from 'zod';
import { complaintEvents, complaintOfSuppression, type ComplaintCommand } from '@app/complaints';
import { Versioned, type DefsOf, type ProcessManager } from '@app/kernel';
import type { SuppressRecipient } from './suppression.process';

const inputs = complaintEvents.only('SuppressionAccepted', 'SuppressionOverdue');
const state = z.strictObject({});
type Asked = SuppressRecipient | Extract<ComplaintCommand, { type: 'ReachSuppressionLimit' }>;

/** A suppression that the platform accepted is watched until it is confirmed: as each limit passes the complaint is told, which
 *  says whether the order goes out again, under the same id, for platforms forget. A deadline has the name of its order. One
 *  of an order that was confirmed meanwhile passes and finds nothing to do: to hear of each confirmation would cost the
 *  platforms that confirm at once a step each, and those are most. An instance is an account: one a complaint would leave
 *  a row for ever. */
export const suppressionLimits: ProcessManager<
  z.output<typeof state>,
  DefsOf<typeof inputs>,
  Asked,
  string
> = {
  name: 'suppression-limits',
  state: new Versioned(1, state),
  initial: {},
  inputs,
  from: 'beginning',
  instanceOf: ({ data }) => data.accountId,

  react(_, stimulus) {
    if (stimulus.kind === 'deadline') {
      const { name: orderId, dueAt, firedAt } = stimulus;
      const complaintId = complaintOfSuppression(orderId);
      if (complaintId === null) return { state: {} };
      const reached = { type: 'ReachSuppressionLimit', complaintId, at: firedAt, orderId, dueAt, firedAt };
      return { state: {}, commands: [reached as Asked] };
    }
    const { type, data } = stimulus.event;
    const { orderId, complaintId, accountId, platformWide, at, confirmBy } = data;
    if (confirmBy === null || accountId === null) return { state: {} }; // from now on a person looks
    const deadlines = { [orderId]: confirmBy };
    const again = { type: 'SuppressRecipient', orderId, complaintId, accountId, platformWide, at } as const;
    return { state: {}, deadlines, ...(type === 'SuppressionOverdue' && { commands: [again] }) };
  },
};
