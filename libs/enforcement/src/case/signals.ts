import type { Change } from './change';
import type { CaseEvent } from './events';
import { lastingName } from './evolve';
import { complained } from './join';
import { passOn } from './pass-on';
import { asked, ask, carryOut } from './rules';
import type { LastingSignal, Signal } from './shapes';
import { hasEnded } from './state';

/** Something that the rules may have to be asked about. What comes too late for this case is the next one's. */
export const signalled = (change: Change, signal: Signal): readonly CaseEvent[] => {
  switch (signal.kind) {
    case 'complaint':
      return complained(change, signal);
    case 'rate-breached':
      return breached(change, signal);
    case 'rate-recovered':
      return recovered(change, signal);
    case 'injection':
      return injected(change, signal);
    case 'count-breached':
    case 'blocklisted':
      return lasts(change, signal);
    case 'count-recovered':
      return isOver(change, 'count-breached');
    case 'delisted':
      return isOver(change, lastingName({ ...signal, kind: 'blocklisted' }));
  }
};

/** Nothing came of it in the next case: if of nothing else, this one may be reopened again. */
export const cameBack = (change: Change, signal: Signal, pass: number): readonly CaseEvent[] =>
  change.state.passedOn.some((p) => p.pass === pass)
    ? change.add('SignalReturned', { signal, pass }).events
    : [];

const breached = (
  change: Change,
  signal: Extract<Signal, { kind: 'rate-breached' }>,
): readonly CaseEvent[] => {
  const { state } = change;
  const { window, grade } = signal;
  const breach = { window, grade };
  if (change.facts.account.standing === 'closed') return [];
  if (hasEnded(state)) {
    return passOn(change, signal);
  }
  if (state.rates[window] === grade) return [];
  const wanted = asked(change, 'rate-breached', { breach });
  change.add('RateNoted', { signal });
  return carryOut(change, 'rate-breached', wanted, { breach }).events;
};

/** Asked about once, for as long as it holds. */
const lasts = (change: Change, signal: LastingSignal): readonly CaseEvent[] => {
  if (change.facts.account.standing === 'closed') return [];
  if (hasEnded(change.state)) return passOn(change, signal);
  if (change.state.lasting.includes(lastingName(signal))) return [];
  const about = signal.kind === 'blocklisted' ? { listing: signal } : { count: signal };
  const wanted = asked(change, signal.kind, about);
  change.add('SignalNoted', { signal });
  return carryOut(change, signal.kind, wanted, about).events;
};

const isOver = (change: Change, lasting: string): readonly CaseEvent[] =>
  hasEnded(change.state) || !change.state.lasting.includes(lasting)
    ? []
    : change.add('SignalOver', { lasting }).events;

/** What an ended case noted, no rule asks for any more, and the next one has noted nothing. */
const recovered = (
  change: Change,
  { window }: Extract<Signal, { kind: 'rate-recovered' }>,
): readonly CaseEvent[] =>
  hasEnded(change.state) || change.state.rates[window] === undefined
    ? []
    : change.add('RecoveryNoted', { window }).events;

/** Proof against the customer, once the time to stop is over: bulk mail handed in, or still planned. What went out past a
 *  confirmed hold is the platform's failure and never theirs. */
const injected = (change: Change, signal: Extract<Signal, { kind: 'injection' }>): readonly CaseEvent[] => {
  const { stop } = change.state;
  const { campaignId, stream, state, injectedAt, observedAt, holdConfirmed, seen } = signal;
  if (stop === null || stop.status === 'breached' || stream !== 'bulk') return [];
  // What was planned for later and reported before the time was over, may have been cancelled since.
  if (injectedAt <= stop.dueAt || observedAt < stop.dueAt || (state === 'sent' && holdConfirmed)) return [];
  change.clearDeadline('stop-due', 'breached').clearDeadline('stop-proof-due', 'breached');
  change.add('StopBreached', {
    campaignId,
    stream,
    state,
    injectedAt,
    dueAt: stop.dueAt,
    ...(seen && { seen }),
  });
  return ask(change, 'stop-breached').events;
};
