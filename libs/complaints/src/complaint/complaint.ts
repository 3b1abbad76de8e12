import { rejected, type Decider } from '@app/kernel';
import type { ComplaintCommand } from './commands';
import type { ComplaintEvent } from './events';
import { file } from './file';
import { absorb, merge } from './merge';
import { attribute, qualify } from './review';
import { evolve, type ComplaintState, type Known } from './state';

/** One complaint per delivered message and recipient, however many reports of it arrive. */
export const complaintDecider: Decider<ComplaintCommand, ComplaintEvent, ComplaintState> = {
  initial: { status: 'none' },

  decide(command, state) {
    if (command.type === 'FileComplaint') return file(command, state);
    if (state.status === 'none')
      return rejected('no-such-complaint', `no complaint ${command.complaintId} was filed`);
    switch (command.type) {
      case 'MergeComplaint':
        return merge(command, state);
      case 'AbsorbReports':
        return absorb(command, state);
      case 'AttributeComplaint':
        return attribute(command, state);
      case 'QualifyComplaint':
        return qualify(command, state);
      case 'RecordSuppression':
        return recordSuppression(command, state);
    }
  },

  evolve,
};

/** The platform's answer. It may fail before it succeeds; once confirmed, nothing more is to be said. */
const recordSuppression = (
  { at, result, detail = '' }: Extract<ComplaintCommand, { type: 'RecordSuppression' }>,
  { suppression, complaintId, accountId, brandId, recipientKey }: Known,
): ComplaintEvent[] => {
  if (suppression.state === 'confirmed') return [];
  const of = { complaintId, at, accountId, brandId };
  if (result === 'confirmed') return [{ type: 'RecipientSuppressed', data: { ...of, recipientKey } }];
  if (result === 'withheld')
    return suppression.state === 'withheld' ? [] : [{ type: 'SuppressionWithheld', data: of }];
  if (suppression.state === 'failed' && suppression.detail === detail) return [];
  return [{ type: 'SuppressionFailed', data: { ...of, detail } }];
};
