import { rejected, type Decider } from '@app/kernel';
import type { ComplaintCommand } from './commands';
import type { ComplaintEvent } from './events';
import { file } from './file';
import { absorb, merge } from './merge';
import { attribute, qualify } from './review';
import { evolve, type ComplaintState } from './state';
import { reachSuppressionLimit, recordSuppression } from './suppression';

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
      case 'ReachSuppressionLimit':
        return reachSuppressionLimit(command, state);
    }
  },

  evolve,
};
