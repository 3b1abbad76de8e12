import { createTransport } from 'nodemailer';
import type { Duration, Instant } from '@app/kernel';
import type { Mailer, SigningKeys } from './mailer';
import { built } from './message';

export interface RelayMailerOptions {
  readonly url: string; // smtp://user:password@host:port, or smtps
  readonly timeout: Duration;
  readonly keys: SigningKeys;
  readonly now: () => Instant;
}

interface SmtpError extends Error {
  readonly responseCode?: number;
  readonly response?: string;
}

/** Through the ESP's own relay. `accepted` is its 250: behind a relay nobody can know when the customer's server took it. */
export const relayMailer = ({ url, timeout, keys, now }: RelayMailerOptions): Mailer => {
  const transport = createTransport(
    {
      pool: true,
      maxConnections: 2,
      url,
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
    },
    {},
  );
  return {
    async send(mail) {
      const { bytes, from, to } = await built(mail, keys);
      try {
        const { response } = (await transport.sendMail({ envelope: { from, to }, raw: bytes })) as {
          response: string;
        };
        return { outcome: 'accepted', at: now(), detail: line(response) };
      } catch (error) {
        const { responseCode = 0, response, message } = error as SmtpError;
        // Only what the relay says of this mail is final. It being away, or refusing us, is not the customer's fault.
        const permanent = responseCode >= 550 && responseCode <= 559;
        return { outcome: permanent ? 'permanent' : 'temporary', detail: line(response ?? message) };
      }
    },
    close() {
      transport.close();
      return Promise.resolve();
    },
  };
};

const line = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[^\s<>]+@[^\s<>]+/g, '[address]')
    .slice(0, 300);
