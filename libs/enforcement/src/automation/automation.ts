import { z } from 'zod';
import { hours, instant, minus, rejected, type Decider, type Instant } from '@app/kernel';
import type { AutomationCommand } from './commands';
import type { AutomationEvent } from './events';

type Count = Extract<AutomationCommand, { type: 'CountAutomaticMeasure' }>;

const day = z.strictObject({ day: z.int(), measures: z.int() });

const automationState = z.strictObject({
  halted: z.strictObject({ reason: z.string(), at: instant, breaker: z.boolean() }).nullable(),
  /** Of the last hour, and since automation was last resumed. */
  recent: z.array(instant),
  counted: z.array(z.string()),
  days: z.array(day), // the last 31 with a measure, oldest first; days since 1970, UTC
  since: instant.nullable(),
});
export type AutomationState = z.output<typeof automationState>;

const DAY = 24 * 3_600_000;
const NORM_DAYS = 30;
/** Three times next to nothing is nothing unusual. */
const LEAST_UNUSUAL = 10;
const REMEMBERED = 1_000;

/** The switch that turns automatic measures into proposals, and the circuit breaker that turns it by itself: more measures
 *  an hour than the limit, or than three times what is normal, is more likely a mistake or an attack than the truth. */
export const automationDecider: Decider<AutomationCommand, AutomationEvent, AutomationState> = {
  initial: { halted: null, recent: [], counted: [], days: [], since: null },

  decide(command, state) {
    const { scope, at } = command;
    switch (command.type) {
      case 'HaltAutomation': {
        const { by, reason } = command;
        if (state.halted) return [];
        return [{ type: 'AutomationHalted', data: { scope, at, by, reason, breaker: by.kind === 'rule' } }];
      }
      case 'ResumeAutomation': {
        const { by, role, reason } = command;
        if (!state.halted) return [];
        if (state.halted.breaker && role === 'agent')
          return rejected('supervisor-needed', 'the circuit breaker tripped: a supervisor closes it');
        return [{ type: 'AutomationResumed', data: { scope, at, by, reason } }];
      }
      case 'CountAutomaticMeasure':
        return count(command, state);
    }
  },

  evolve(state, { type, data }) {
    switch (type) {
      case 'AutomationHalted':
        return { ...state, halted: { reason: data.reason, at: data.at, breaker: data.breaker } };
      case 'AutomationResumed': // a breaker that was closed would trip again on the next one otherwise
        return { ...state, halted: null, recent: [] };
      case 'AutomaticMeasureCounted':
        return {
          ...state,
          since: state.since ?? data.at,
          recent: [...lastHour(state.recent, data.at), data.at].slice(-REMEMBERED),
          counted: [...state.counted, data.measureId].slice(-REMEMBERED),
          days: counted(state.days, Math.floor(data.at / DAY)),
        };
    }
  },
};

const count = (
  { scope, at, caseId, measureId, limitPerHour }: Count,
  state: AutomationState,
): AutomationEvent[] => {
  if (state.counted.includes(measureId)) return [];
  const one: AutomationEvent = { type: 'AutomaticMeasureCounted', data: { scope, at, caseId, measureId } };
  const now = lastHour(state.recent, at).length + 1;
  const usual = norm(state, at);
  const limit = Math.min(limitPerHour, usual === null ? Infinity : Math.max(LEAST_UNUSUAL, 3 * usual));
  if (state.halted || now <= limit) return [one];
  const why =
    limit === limitPerHour ? `the limit is ${limitPerHour}` : `three times the norm is ${limit.toFixed(1)}`;
  const reason = `${now} automatic measures within an hour; ${why}`;
  const by = { kind: 'rule', rule: 'circuit-breaker' } as const;
  return [one, { type: 'AutomationHalted', data: { scope, at, by, reason, breaker: true } }];
};

/** Measures an hour over the last 30 days before today; null while less than that is known. */
const norm = ({ days, since }: AutomationState, at: Instant): number | null => {
  const today = Math.floor(at / DAY);
  if (since === null || since > at - NORM_DAYS * DAY) return null;
  const before = days.filter(({ day }) => day < today && day >= today - NORM_DAYS);
  return before.reduce((sum, { measures }) => sum + measures, 0) / (NORM_DAYS * 24);
};

const lastHour = (recent: readonly Instant[], at: Instant) => recent.filter((t) => t > minus(at, hours(1)));

const counted = (days: AutomationState['days'], today: number): AutomationState['days'] => {
  const others = days.filter(({ day }) => day !== today);
  const measures = (days.find(({ day }) => day === today)?.measures ?? 0) + 1;
  return [...others, { day: today, measures }].slice(-(NORM_DAYS + 1));
};

/** Raise `version` with every change of `evolve` or of the state. */
export const automationSnapshot = { name: 'automation', version: 1, schema: automationState };
