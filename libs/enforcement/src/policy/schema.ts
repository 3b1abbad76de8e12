import { z } from 'zod';
import { days, duration } from '@app/kernel';
import { ground, sendingScope } from '../case/shapes';
import { condition } from './condition';
import { liabilityRule } from './liability';
import { listRule } from './lists';
import { rateRule } from './rate';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'lower-case letters, digits and hyphens, at most 64');
const settingName = z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/, 'a name like demandWhen');
const cites = z.array(z.string().regex(/^[A-Z]{2}-\d{2}$/, 'a sentence of the policy text: SP-82')).max(20);

/** An ambiguity of the text, with the reading chosen. `allowed` lists the others; durations and numbers name their kind. */
export const setting = z.strictObject({
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
  allowed: z
    .union([
      z.array(z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])).min(1),
      z.enum(['duration', 'number']),
    ])
    .optional(),
  says: z.string().min(1), // what it means, for people and for the notices
  cites,
});
export type Setting = z.output<typeof setting>;

/** What happens for a rule to be asked. The first four come from outside, the next two are a person's word, the others are turns of the
 *  ladder itself. */
export const occasion = z.enum([
  'complaint',
  'rate-breached',
  'count-breached',
  'blocklisted',
  'unwanted-confirmed',
  'compromise-confirmed',
  'content-flagged',
  'answer-overdue',
  'answer-rejected',
  'stop-obeyed',
  'stop-breached',
  'unreachable',
]);
export type Occasion = z.output<typeof occasion>;

/** `auto` is still bounded by the trust table; `off` records nothing. */
const mode = z.enum(['auto', 'propose', 'off']);
const common = { mode: mode.default('auto'), ground };
const restrictive = {
  ...common,
  scope: sendingScope.default('bulk'),
  /** A proposal is taken after that much staffed time, if the trust table allows what is automatic. */
  lapsesAfter: duration.optional(),
};

export const measure = z.discriminatedUnion('measure', [
  /** Complaints of one span go out together. */
  z.strictObject({ measure: z.literal('forward'), mode: mode.default('auto'), groupWithin: duration }),
  z.strictObject({
    measure: z.literal('warn'),
    ...common,
    /** What the next new complaint leads to; the warning says so. */
    next: z.enum(['closure', 'suspension']),
    expires: z.union([duration, z.literal('never')]),
  }),
  z.strictObject({
    measure: z.literal('demand'),
    ...common,
    within: duration,
    groupWithin: duration,
    /** Rejections before a supervisor has to decide, and the least time a customer has after one. */
    rejections: z.strictObject({ most: z.int().nonnegative(), atLeast: duration }),
    /** Staffed time in which a person should judge the answer. */
    assessWithin: duration,
  }),
  z.strictObject({
    measure: z.literal('stop'),
    ...common,
    within: duration,
    /** How long the platform may take to say that sending went on. */
    proof: duration,
    /** `hold`: delivery ends at once and the time is for the customer to cancel. `soft`: it goes on until then. */
    delivery: z.enum(['hold', 'soft']),
  }),
  /** Somebody looks at the complaints of the campaign; nobody else hears of it. */
  z.strictObject({ measure: z.literal('review'), mode: z.enum(['auto', 'off']).default('auto') }),
  z.strictObject({ measure: z.literal('under-review'), ...common }),
  z.strictObject({ measure: z.literal('hold'), ...restrictive }),
  z.strictObject({
    measure: z.literal('suspend'),
    ...restrictive,
    /** Whether what was paid is paid back; left out: the text says nothing of it. */
    refund: z.boolean().optional(),
    /** Sentences about that. */
    alsoCites: cites.optional(),
  }),
  z.strictObject({ measure: z.literal('purge'), ...common }),
  z.strictObject({ measure: z.literal('revoke-credentials'), ...common }),
  z.strictObject({
    measure: z.literal('close'),
    ...common,
    fourEyes: z.boolean(),
    /** Nobody decided by then: a supervisor is alarmed. Time never closes. */
    decideWithin: duration,
    refund: z.boolean(),
    claimDamages: z.boolean(),
    /** Sentences about refund and damages. */
    alsoCites: cites.default([]),
  }),
]);
export type PolicyMeasure = z.output<typeof measure>;
export type MeasureOf<M extends PolicyMeasure['measure']> = Extract<PolicyMeasure, { measure: M }>;

const rule = z.strictObject({
  id: name,
  cites,
  on: z.array(occasion).min(1),
  when: condition.default({}),
  then: z.array(measure).min(1),
});
export type Rule = z.output<typeof rule>;

export const policySchema = z.strictObject({
  id: name,
  title: z.string().min(1),
  /** Where the text stands that the sentence ids belong to. */
  source: z.string().min(1),
  /** What the text calls spam: only what goes to many, whatever its topic, also to organisations. */
  spamDefinition: z
    .strictObject({ bulk: z.boolean(), topic: z.boolean(), organisations: z.boolean(), cites })
    .optional(),
  settings: z.record(settingName, setting),
  /** How long the platform has to confirm an order. */
  orders: z.strictObject({ confirmWithin: duration }),
  /** Automatic measures an hour in a brand beyond which they become proposals. */
  breaker: z.strictObject({ perHour: z.int().positive() }),
  /** Whether ending or undoing a measure takes two persons. */
  reversal: z.strictObject({ fourEyes: z.boolean() }),
  /** How long a customer may object to a measure, and how soon another person than who took it has to decide. No text of a
   *  provider names either: article 20 of Regulation (EU) 2022/2065 has six months. */
  appeal: z
    .strictObject({ within: duration.default(days(180)), decideWithin: duration.default(days(5)) })
    .prefault({}),
  rate: rateRule.prefault({}),
  liability: liabilityRule.optional(),
  lists: listRule.optional(),
  evidence: z.strictObject({ within: duration, questions: z.array(z.string().min(1).max(500)), cites }),
  rules: z.array(rule).min(1),
});
export type Policy = z.output<typeof policySchema>;

/** `version` is the sha256 of the canonical content, in hex. */
export interface AdoptedPolicy extends Policy {
  readonly version: string;
}
