/** How many complaints are too many, whatever was delivered. What is null, is no reason. */
export interface CountRule {
  /** In 30 days, as the policy has it. */
  readonly most: number | null;
  /** `most` is raised to so many times what is usual of the account: of a large sender 50 a month are none at all. */
  readonly timesNorm: number | null;
  /** Parts per million of all complaints of one mailbox provider, from which on an account's are too many. */
  readonly providerPpm: number | null;
}
/** Domain rules, "Rules to implement": the floor of the absolute count, and the count of one campaign (AbuseIO's figure). */
export const LEAST_TOO_MANY = 50;
export const CAMPAIGN_TOO_MANY = 25;
const PERIODS = 5;

/** What is usual of an account in 30 days: the median of the whole 30-day periods before the present one, five at most, the
 *  lower one of an even number. One bad month raises it by nothing. `periods`: complaints by period, the latest first, since
 *  the account has sent at all. Null: it is too new for anything to be usual. */
export const usualCount = (periods: readonly number[]): number | null => {
  const sorted = periods.slice(0, PERIODS).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
};

/** How many the rule allows in 30 days; null: any number. */
export const mostAllowed = ({ most, timesNorm }: CountRule, norm: number | null): number | null =>
  most === null ? null : Math.max(most, timesNorm === null ? 0 : timesNorm * (norm ?? 0) - 1);

/** How many of one provider's complaints the rule allows: from the share on they are too many, but never fewer than 50,
 *  for of a hundred complaints anybody has one. Null: any number. */
export const mostOfProvider = ({ providerPpm }: CountRule, all: number): number | null => {
  if (providerPpm === null) return null;
  const share = Number((BigInt(all) * BigInt(providerPpm) + 999_999n) / 1_000_000n);
  return Math.max(share, LEAST_TOO_MANY) - 1;
};
