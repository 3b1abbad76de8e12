import type { Outcome, Meta } from '@app/event-store';
import type { ComplaintEvent, RecordSuppression } from '@app/complaints';
import type { OptOuts } from '@app/tracing';
import type { Aggregates, States } from '../aggregates';

interface Needs {
  readonly aggregates: Pick<Aggregates, 'complaint'>;
  readonly states: Pick<States, 'complaint'>;
  readonly optOuts: OptOuts;
}
type Told<R> = R extends unknown ? Omit<R, 'type'> : never;
export type SuppressionResult = Told<RecordSuppression>;

/** What the platform says of a suppression. Once it is confirmed, mail to that recipient is a violation like mail after an
 *  opt-out. That is noted first: whoever dies in between says it again, and the earliest holds. Of an order that another took
 *  the place of it is not noted: it may be of another account's lists. */
export const recordSuppression =
  ({ aggregates, states, optOuts }: Needs) =>
  async (told: SuppressionResult, meta: Meta): Promise<Outcome<ComplaintEvent>> => {
    const { state } = await states.complaint(told.complaintId);
    if (told.result === 'confirmed' && state.status !== 'none' && state.accountId && state.recipientKey) {
      const { accountId, recipientKey, suppression } = state;
      if (told.orderId === undefined || told.orderId === suppression.orderId)
        await optOuts.add([{ accountId, recipientKey, at: told.at, via: 'suppression' }]);
    }
    return aggregates.complaint({ type: 'RecordSuppression', ...told }, meta);
  };
