import { createTransport } from 'nodemailer';
import type { Duration, Instant } from '@app/kernel';
import { oneLine } from './letter';
import type { Mailer, OutgoingMail, Sent, SigningKeys } from './mailer';
import { built, UnusableAddress } from './message';

export interface RelayMailerOptions {
  /** mail.relay: `smtp://user:password@host:port`, or smtps. */
  readonly url: string;
  /** mail.timeout: of connecting, of the greeting, and of silence between. */
  readonly timeout: Duration;
  readonly keys: SigningKeys;
  readonly now: () => Instant;
}

/** Through the sending platform's own relay, over kept connections. `accepted` is its 250: behind a relay nobody can know when
 *  the customer's server took it. */
export const relayMailer = ({ url, timeout, keys, now }: RelayMailerOptions): Mailer => {
  const transport = createTransport(
    {
      pool: true,
      maxConnections: 2, // notices are few; the relay has others to serve
      url,
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    {},
  );
  return {
    async send(mail: OutgoingMail) {
      try {
        const { bytes, from, to } = await built(mail, keys);
        const { response } = await transport.sendMail({ envelope: { from, to: [to] }, raw: bytes });
        return { outcome: 'accepted', at: now(), detail: line(response) };
      } catch (error) {
        if (error instanceof UnusableAddress) return { outcome: 'permanent', detail: error.message };
        return refusal(error as SmtpError);
      }
    },
    close() {
      transport.close();
      return Promise.resolve();
    },
  };
};

interface SmtpError extends Error {
  readonly responseCode?: number;
  readonly response?: string;
  /** The command that was refused. */
  readonly command?: string;
}

/** Final is only what the relay says of this recipient or this mail. That it is away, does not know us (AUTH, MAIL FROM) or
 *  does not relay for us (5.7.x) is our trouble: taken for the customer's, a wrong password would make every customer
 *  unreachable, and being unreachable has consequences. */
const refusal = ({ responseCode = 0, response, command, message }: SmtpError): Sent => {
  const said = line(response ?? message);
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA';
  const aboutUs = /^\d{3}[ -]5\.7\./.test(response ?? '') || responseCode === 530 || responseCode === 535;
  const permanent = aboutThisMail && !aboutUs && responseCode >= 550 && responseCode <= 559;
  return { outcome: permanent ? 'permanent' : 'temporary', detail: said };
};

/** Goes into events and logs: one line, and nobody's address. */
const line = (text: string): string => oneLine(text.replace(/[^\s<>]+@[^\s<>]+/g, '[address]'), 300);
