import { z } from 'zod';
import type { Duration, Instant } from '@app/kernel';
import { orderJson } from './order-body';
import type { OrderOutcome, SendingPlatform } from './port';
import { Poster, realTime, type After, type Response } from './post';
import { retryAfterOf } from './retry-after';
import { SIGNATURE_HEADER, signWebhook } from './signature';

export interface WebhookOptions {
  /** platform.url */
  readonly url: string;
  /** platform.secret: signs every order. */
  readonly secret: string;
  /** Of one attempt, from connecting to the last byte of the answer. */
  readonly timeout: Duration;
  readonly now: () => Instant;
  readonly after?: After;
}

/** The platform behind a webhook, as WEBHOOK.md beside this lib describes it to its owner. */
export const webhookPlatform = ({ url, secret, timeout, now, after }: WebhookOptions): SendingPlatform => {
  const poster = new Poster({ url: new URL(url), timeout, after: after ?? realTime });
  return {
    async order(order) {
      const written = orderJson(order);
      if ('wrong' in written) return failed(`the order cannot be sent: ${oneLine(written.wrong)}`, true);
      const body = written.json;
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Meldkamer',
        'idempotency-key': order.orderId,
        // By the clock of this attempt: signed once for all attempts, a late one would be taken for a replay.
        [SIGNATURE_HEADER]: signWebhook(secret, body, now()),
      };
      try {
        return outcomeOf(await poster.post(body, headers), now());
      } catch (error) {
        return failed(`the platform did not answer: ${(error as Error).message}`, false);
      }
    },
    close() {
      poster.close();
      return Promise.resolve();
    },
  };
};

/** What another moment, or a corrected setting of either side, may change. */
const TRY_AGAIN = new Set([401, 403, 407, 408, 421, 425, 429]);

const outcomeOf = ({ status, body, retryAfter: asked }: Response, now: Instant): OrderOutcome => {
  const said = oneLine(body);
  if (status >= 200 && status < 300) return stateIn(body);
  if (status >= 300 && status < 400)
    return failed(`the platform answered ${status}; redirects are not followed: correct platform.url`, false);
  const permanent = status >= 400 && status < 500 && !TRY_AGAIN.has(status);
  const detail = `the platform answered ${status}${said && `: ${said}`}`;
  const retryAfter = retryAfterOf(asked, now);
  return retryAfter === undefined || permanent
    ? failed(detail, permanent)
    : { ...failed(detail, false), retryAfter };
};

const answer = z.object({ state: z.enum(['confirmed', 'failed']), detail: z.string().optional() });

/** 2xx alone is "accepted": a body that says nothing we know takes nothing back. */
const stateIn = (body: string): OrderOutcome => {
  const said = answer.safeParse(jsonOf(body));
  if (!said.success) return { state: 'accepted' };
  if (said.data.state === 'confirmed') return { state: 'confirmed' };
  return failed(
    `the platform took the order and could not carry it out: ${oneLine(said.data.detail ?? '')}`,
    true,
  );
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const failed = (detail: string, permanent: boolean) => ({ state: 'failed', detail, permanent }) as const;

/** Goes into events and logs: one short line, and nobody's address. */
const oneLine = (text: string): string =>
  text
    .slice(0, 2_000)
    // eslint-disable-next-line no-control-regex -- control characters are what is taken out
    .replace(/[\u0000-\u0020\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '[address]')
    .trim()
    .slice(0, 200);
