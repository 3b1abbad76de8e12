import type { Change } from './change';
import type { CaseEvent } from './events';
import { CASE_STEPS, type Signal, type Step } from './shapes';
import { KEPT, type Known } from './state';

/** To the account's next case: once, and again whenever the complaint is worth more or less than it was then, for the next
 *  case may be deciding on what it was. `may`: of a complaint. */
export const passOn = (change: Change, signal: Signal, may: readonly Step[] = []): readonly CaseEvent[] => {
  const steps = may.filter((step) => CASE_STEPS.includes(step));
  if (lastPass(change.state, signal)?.worth === worthOf(steps)) return [];
  const pass = change.state.numbers.passes + 1;
  return change.add('SignalPassedOn', { signal, pass, ...(steps.length > 0 && { may: steps }) }).events;
};

/** The next case may know of it. A full list has forgotten some. */
export const mayBePassedOn = (state: Known, signal: Signal): boolean =>
  lastPass(state, signal) !== undefined || state.passedOn.length >= KEPT;

const lastPass = ({ passedOn }: Known, signal: Signal) =>
  passedOn.findLast((p) => p.signal === JSON.stringify(signal));

export const worthOf = (may: readonly Step[] = []): string => may.join(' ');
