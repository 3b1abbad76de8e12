import { hours, seconds, type Duration, type Instant } from '@app/kernel';

/** A platform that says "next week" has made a mistake, and a hold that waits so long holds nothing. */
const LONGEST = hours(1);
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** How long the platform asks us to wait: seconds or a date (RFC 9110 section 10.2.3), an hour at most. undefined: it asks for
 *  nothing we can read, or for no wait at all, and the waits of the outbox hold: taken at its word, a 0 would have the same
 *  order sent again and again without a pause. */
export const retryAfterOf = (value: string | undefined, now: Instant): Duration | undefined => {
  if (value === undefined) return undefined;
  const asked = /^\d{1,12}$/.test(value)
    ? seconds(Number(value))
    : HTTP_DATE.test(value)
      ? Date.parse(value) - now
      : NaN;
  return asked > 0 ? (Math.min(asked, LONGEST) as Duration) : undefined;
};
