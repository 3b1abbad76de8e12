/** No volume further back says how an account sends now. */
export const LONGEST_LOOK_BACK = 180;
const LEAST_DELIVERED = 1_000;
const TIMES_LARGEST_DAY = 3;

/** How many send days the representative window takes, today included: the smallest look-back with at least 1,000
 *  deliveries and three times the largest day's (domain rules, after Amazon SES). The largest day is that of the whole
 *  look-back that may be taken, so that a quiet week after a large mailing stands for nothing. `daily`: covered deliveries
 *  by send day, today first. Null: there is no such look-back, hence no such window. */
export const representativeDays = (daily: readonly number[]): number | null => {
  const within = daily.slice(0, LONGEST_LOOK_BACK);
  const wanted = Math.max(LEAST_DELIVERED, TIMES_LARGEST_DAY * within.reduce((a, b) => Math.max(a, b), 0));
  let delivered = 0;
  for (const [i, day] of within.entries()) {
    delivered += day;
    if (delivered >= wanted) return i + 1;
  }
  return null;
};
