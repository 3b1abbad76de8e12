import type { Instant } from '@app/kernel';
import { alertLetter, type Mailer } from '@app/notices';
import { Poster, realTime, SIGNATURE_HEADER, signWebhook } from '@app/platform';
import type { Settings } from '@app/settings';
import type { Alert, Tell } from './alerts';

interface Needs {
  readonly mailer: Pick<Mailer, 'send'>;
  readonly settings: Settings['alerts'];
  readonly publicUrl: () => string;
  readonly now: () => Instant;
}

/** By mail or by a signed POST, as the rule has it. */
export const tellBy =
  (needs: Needs) =>
  ({ mail, url }: Settings['alerts']['rules'][number]): Tell =>
  async (alert) => {
    if (mail !== undefined) await byMail(needs, mail, alert);
    if (url !== undefined) await byPost(needs, url, alert);
  };

const byMail = async ({ mailer, settings, publicUrl }: Needs, to: string, alert: Alert): Promise<void> => {
  const { from } = settings;
  const sent = await mailer.send({
    id: alert.id,
    brand: { name: 'Meldkamer', from, replyDomain: from.slice(from.lastIndexOf('@') + 1), timeZone: 'UTC' },
    to: { address: to },
    date: alert.at,
    returnPath: 'null',
    ...alertLetter(alert.waiting, publicUrl()),
  });
  if (sent.outcome !== 'accepted')
    throw new Error(`an alert was not mailed (${sent.outcome}): ${sent.detail}`);
};

const byPost = async ({ settings, publicUrl, now }: Needs, url: string, alert: Alert): Promise<void> => {
  const body = JSON.stringify({ id: alert.id, at: time(alert.at), desk: publicUrl(), queues: alert.waiting.map(
    ({ queue, count, oldest, nearest = null }) => ({ queue, count, oldest: oldest && time(oldest), nearest: nearest && time(nearest) }),
  ) }); // prettier-ignore
  const poster = new Poster({ url: new URL(url), timeout: settings.timeout, after: realTime });
  try {
    const { status } = await poster.post(body, {
      'content-type': 'application/json',
      'idempotency-key': alert.id,
      ...(settings.secret !== undefined && { [SIGNATURE_HEADER]: signWebhook(settings.secret, body, now()) }),
    });
    if (status < 200 || status > 299)
      throw new Error(`an alert was answered ${status} by ${new URL(url).host}`);
  } finally {
    poster.close();
  }
};

const time = (at: Instant): string => new Date(at).toISOString();
