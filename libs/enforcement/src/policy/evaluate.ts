import { between, days, plus, type Duration, type Instant } from '@app/kernel';
import type { Inputs } from '../case/shapes';
import type { Condition, Fields } from './condition';
import type { Policy, PolicyMeasure, Rule } from './schema';
import type { Counted, Situation } from './situation';

/** A measure that a rule asks for, and what the rule looked at. Whether it is taken, the trust table has the last word. */
export interface Asked {
  readonly rule: Rule;
  readonly measure: PolicyMeasure;
  readonly inputs: Inputs;
  /** A number that the rule depends on is not known. */
  readonly uncertain: boolean;
}

/** Pure: the same policy and situation, the same answer. Every rule is asked, in the order of the policy. */
export const evaluate = (policy: Policy, situation: Situation): Asked[] =>
  policy.rules
    .filter((rule) => rule.on.includes(situation.on))
    .flatMap((rule) => {
      const looked = new Looked(policy, situation);
      if (!looked.holds(rule.when)) return [];
      const { inputs, uncertain } = looked;
      return rule.then
        .filter((measure) => measure.mode !== 'off')
        .map((measure) => ({ rule, measure, inputs, uncertain }));
    });

/** One look at a situation; keeps what it saw. */
class Looked {
  readonly inputs: Inputs;
  uncertain = false;

  constructor(
    private readonly policy: Policy,
    private readonly situation: Situation,
  ) {
    this.inputs = occasioned(situation);
  }

  holds({ any, not, ...fields }: Condition): boolean {
    return (
      (Object.keys(fields) as (keyof Fields)[]).every(
        (name) => fields[name] === undefined || this.field(name, fields),
      ) &&
      (any === undefined || any.some((one) => this.holds(one))) &&
      (not === undefined || !this.holds(not))
    );
  }

  private field(name: keyof Fields, expected: Fields): boolean {
    const check = CHECKS[name] as Check<keyof Fields>;
    const { value, holds, unknown = false } = check(expected[name]!, this.situation, this.policy);
    Object.assign(this.inputs, value);
    if (holds && unknown) this.uncertain = true;
    return holds;
  }
}

/** What it is about, whether or not a condition looks at it. */
const occasioned = ({ on, breach, count, listing, categories }: Situation): Inputs => ({
  ...(on === 'rate-breached' && breach && { window: breach.window, grade: breach.grade }),
  ...(on === 'count-breached' && count && { complaints30d: count.complaints, most: count.most }),
  ...(on === 'blocklisted' && listing && { list: listing.list, subject: listing.subject }),
  ...(on === 'content-flagged' && { category: [...categories] }),
});

interface Seen {
  readonly value: Inputs;
  readonly holds: boolean;
  readonly unknown?: boolean;
}
type Check<K extends keyof Fields> = (
  expected: NonNullable<Fields[K]>,
  situation: Situation,
  policy: Policy,
) => Seen;

const oneOf = <T extends string>(name: string, allowed: readonly T[], value: T | null | undefined): Seen => ({
  value: { [name]: value ?? null },
  holds: value !== null && value !== undefined && allowed.includes(value),
});
const anyOf = <T extends string>(name: string, allowed: readonly T[], values: readonly T[] = []): Seen => ({
  value: { [name]: [...values] },
  holds: values.some((value) => allowed.includes(value)),
});
const is = (name: string, expected: boolean, value: boolean): Seen => ({
  value: { [name]: value },
  holds: value === expected,
});
const atLeast = (name: string, expected: number, value: number): Seen => ({
  value: { [name]: value },
  holds: value >= expected,
});

/** By then a platform has told all of a day. */
const VOLUMES_COME = days(2);

const CHECKS: { readonly [K in keyof Fields]-?: Check<K> } = {
  channel: (allowed, { complaint }) => anyOf('channel', allowed, complaint?.channels),
  trust: (allowed, { complaint }) => oneOf('trust', allowed, complaint?.trust),
  feedbackType: (allowed, { complaint }) => anyOf('feedbackType', allowed, complaint?.feedbackTypes),
  may: (step, { complaint }) => anyOf('may', [step], complaint?.may),
  corroborated: (expected, { complaint }) => is('corroborated', expected, complaint?.corroborated ?? false),
  confidence: (least, { complaint }) => atLeast('confidence', least.atLeast, complaint?.confidence ?? 0),
  violation: (allowed, { complaint }) => anyOf('violation', allowed, complaint?.violations),
  category: (allowed, { categories }) => anyOf('category', allowed, categories),
  list: (allowed, { listing }) => oneOf('list', allowed, listing?.list),
  sentAfterWarning: (grace, { complaint, warning }) => {
    const holds = complaint !== null && isAfter(complaint.sent.at, warning, grace);
    return {
      value: { sentAt: iso(complaint?.sent.at), warningSentAt: iso(reference(warning)), grace },
      holds,
    };
  },
  receivedAfterWarning: (expected, { complaint, warning }) => {
    const value = complaint !== null && isAfter(complaint.receivedAt, warning, 0 as Duration);
    return {
      value: { receivedAt: iso(complaint?.receivedAt), warningSentAt: iso(reference(warning)) },
      holds: value === expected,
    };
  },
  stage: (allowed, { stage }) => oneOf('stage', allowed, stage),
  standing: (allowed, { standing }) => oneOf('standing', allowed, standing),
  warned: (expected, { warning }) => is('warned', expected, warning !== null),
  warningDelivered: (expected, { warning }) =>
    is('warningDelivered', expected, warning !== null && !warning.failed && warning.sentAt !== null),
  newSinceWarning: (least, { complaints, warning }) =>
    atLeast(
      'newSinceWarning',
      least.atLeast,
      complaints.filter((c) => isAfter(c.sentAt, warning, least.grace)).length,
    ),
  complaints: (least, { complaints }) => atLeast('complaints', least.atLeast, complaints.length),
  independentComplainants: (least, { complaints }) =>
    atLeast('independentComplainants', least.atLeast, independent(complaints)),
  campaignComplaints: (least, situation) =>
    atLeast('campaignComplaints', least.atLeast, ofCampaign(situation).length),
  campaignComplainants: (least, situation) =>
    atLeast('campaignComplainants', least.atLeast, independent(ofCampaign(situation))),
  campaignRecipients: (least, { campaignRecipients: known, complaint }) => {
    const enough = known !== null && known >= least.atLeast;
    // Volumes are told late: few of a campaign that was sent just now may be all that is told yet.
    const early = complaint !== null && between(complaint.sent.at, complaint.receivedAt) < VOLUMES_COME;
    const assumed =
      known === null ? 'nobody told how many it went to' : early && 'how many it went to is still being told';
    return {
      value: { campaignRecipients: known, ...(!enough && assumed && { takenAsBulk: assumed }) },
      holds: enough || known === null || early,
      unknown: !enough,
    };
  },
  window: (allowed, { breach }) => oneOf('window', allowed, breach?.window),
  grade: (allowed, { breach }) => oneOf('grade', allowed, breach?.grade),
  rate: ({ window, grade }, { rates }) => oneOf(`rate ${window}`, grade, rates[window]),
  legalForm: (allowed, { legalForm }) => oneOf('legalForm', allowed, legalForm),
  protected: (expected, { protected: value }) => is('protected', expected, value),
  given: (settings, _, policy) => ({
    value: Object.fromEntries(
      Object.keys(settings).map((name) => [name, written(policy.settings[name]?.value)]),
    ),
    holds: Object.entries(settings).every(([name, allowed]) =>
      allowed.includes(policy.settings[name]?.value as (typeof allowed)[number]),
    ),
  }),
};

/** A warning that came back from every contact is dated by when it was given: nobody can say when it was read. */
const reference = (warning: Situation['warning']): Instant | null =>
  warning === null ? null : warning.failed ? warning.at : warning.sentAt;
const isAfter = (at: Instant, warning: Situation['warning'], grace: Duration): boolean => {
  const from = reference(warning);
  return from !== null && at > plus(from, grace);
};

const independent = (complaints: readonly Counted[]): number =>
  new Set(complaints.map((c) => c.reporter)).size;
const ofCampaign = ({ complaint, complaints }: Situation): readonly Counted[] =>
  complaint === null || complaint.campaignId === null
    ? []
    : complaints.filter((c) => c.campaignId === complaint.campaignId);
const iso = (at: Instant | null | undefined): string | null =>
  at == null ? null : new Date(at).toISOString();
const written = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);
