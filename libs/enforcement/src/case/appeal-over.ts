import type { Change } from './change';
import type { Appeal, Known } from './state';

export const appealDeadline = (measureId: string): string => `appeal-due:${measureId}`;

/** Nobody has to judge it any more. */
export const appealOver = (change: Change, { measureId }: Pick<Appeal, 'measureId'>): Change =>
  change
    .clearDeadline(appealDeadline(measureId), 'the appeal is over')
    .done('decide-appeal', measureId)
    .done('appeal-late', measureId);

/** What they were about is gone. `measureId`: only those about that. */
export const dropAppeals = (change: Change, because: string, measureId?: string): Change => {
  for (const appeal of openAppeals(change.state)) {
    if (measureId !== undefined && appeal.measureId !== measureId) continue;
    change.add('AppealLapsed', { appealId: appeal.appealId, measureId: appeal.measureId, because });
    appealOver(change, appeal);
  }
  return change;
};

export const openAppeals = ({ appeals }: Pick<Known, 'appeals'>): Appeal[] =>
  appeals.filter(({ status }) => status === 'lodged');
