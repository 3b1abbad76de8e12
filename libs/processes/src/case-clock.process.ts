import { z } from 'zod';
import { caseEvents, type ReachDeadline } from '@app/enforcement';
import { accountId, caseId, Versioned, type DefsOf, type ProcessManager } from '@app/kernel';

const inputs = caseEvents.only('DeadlineSet', 'DeadlineCleared', 'DeadlineReached');

/** Null: nothing is waited for. */
const state = z.strictObject({
  of: z.strictObject({ caseId, accountId }).nullable(),
  open: z.array(z.string()),
});

/** The clock of a case: tells it when a deadline of its own is over. Whether that means anything still, the case decides
 *  from its own stream. */
export const caseClock: ProcessManager<
  z.output<typeof state>,
  DefsOf<typeof inputs>,
  ReachDeadline,
  string
> = {
  name: 'case-clock',
  state: new Versioned(1, state),
  initial: { of: null, open: [] },
  inputs,
  from: 'beginning', // what was set before is still due
  instanceOf: ({ data }) => data.caseId,

  react({ of, open }, stimulus) {
    if (stimulus.kind === 'deadline') {
      const { name, dueAt, firedAt } = stimulus;
      if (of === null) return { done: true };
      const commands = [{ type: 'ReachDeadline' as const, ...of, at: firedAt, name, dueAt, firedAt }];
      const left = open.filter((n) => n !== name);
      return left.length === 0 ? { done: true, commands } : { state: { of, open: left }, commands };
    }
    const { type, data } = stimulus.event;
    const { name, caseId, accountId } = data;
    const others = open.filter((n) => n !== name);
    if (type === 'DeadlineSet')
      return {
        state: { of: { caseId, accountId }, open: [...others, name] },
        deadlines: { [name]: data.dueAt },
      };
    return others.length === 0
      ? { done: true }
      : { state: { of, open: others }, deadlines: { [name]: null } };
  },
};
