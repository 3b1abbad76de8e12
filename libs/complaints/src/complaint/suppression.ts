import { plus, type Duration } from '@app/kernel';
import type { ComplaintCommand, RecordSuppression } from './commands';
import type { ComplaintEvent } from './events';
import type { Known } from './state';

/** How often an order that the platform accepted and did not confirm is sent again, under the same id. */
export const SUPPRESSION_REPEATS = 3;

/** The platform's answer. It may fail before it succeeds; once confirmed, nothing more is to be said. What it says of an order
 *  that another took the place of, for another account or for all, says nothing of this one. */
export const recordSuppression = (command: RecordSuppression, state: Known): ComplaintEvent[] => {
  const { at, orderId } = command;
  const { suppression, complaintId, accountId, brandId, recipientKey } = state;
  if (suppression.state === 'confirmed') return [];
  if (orderId !== undefined && suppression.orderId !== null && orderId !== suppression.orderId) return [];
  const of = { complaintId, at, accountId, brandId };
  switch (command.result) {
    case 'accepted': {
      // Once is enough: a repeat is accepted too, and what was said after this may have arrived before it.
      if (suppression.accepted !== null) return [];
      const { platformWide, confirmWithin } = command;
      const confirmBy = plus(at, confirmWithin);
      return [
        {
          type: 'SuppressionAccepted',
          data: { ...of, orderId: command.orderId, platformWide, confirmWithin, confirmBy },
        },
      ];
    }
    case 'confirmed':
      return [{ type: 'RecipientSuppressed', data: { ...of, recipientKey } }];
    case 'withheld':
      return suppression.state === 'withheld' ? [] : [{ type: 'SuppressionWithheld', data: of }];
    case 'failed': {
      const { detail = '' } = command;
      if (suppression.state === 'failed' && suppression.detail === detail) return [];
      return [{ type: 'SuppressionFailed', data: { ...of, detail } }];
    }
  }
};

const LONGEST = 24 * 3_600_000;

/** The next limits are each twice as far away: a platform that forgets is asked again, one that is down is not hammered.
 *  After the last nobody is asked any more, and a person is to look. */
export const reachSuppressionLimit = (
  { orderId, dueAt, firedAt }: Extract<ComplaintCommand, { type: 'ReachSuppressionLimit' }>,
  { complaintId, accountId, brandId, may, suppression }: Known,
): ComplaintEvent[] => {
  const { state, accepted } = suppression;
  if (state !== 'accepted' || accepted?.orderId !== orderId || accepted.confirmBy !== dueAt) return [];
  if (!may.includes('suppress') && !may.includes('suppress-everywhere')) return []; // not wanted any more
  const { platformWide, confirmWithin } = accepted;
  const times = accepted.times + 1;
  const wait = Math.min(confirmWithin * 2 ** times, Math.max(LONGEST, confirmWithin)) as Duration;
  const confirmBy = times > SUPPRESSION_REPEATS ? null : plus(firedAt, wait);
  const of = { complaintId, at: firedAt, accountId, brandId, orderId, platformWide };
  return [{ type: 'SuppressionOverdue', data: { ...of, times, dueAt, firedAt, confirmBy } }];
};
