import { domainToASCII } from 'node:url';
import MailComposer from 'nodemailer/lib/mail-composer';
import { oneLine } from './letter';
import { mailToken } from './mail-token';
import type { OutgoingMail, SigningKeys } from './mailer';

/** A mail as it goes out: its bytes, and the envelope they travel in. */
export interface BuiltMail {
  readonly bytes: Buffer;
  /** '' is the null sender. */
  readonly from: string;
  readonly to: string;
}

/** The address cannot be mailed; another attempt would not change that. */
export class UnusableAddress extends Error {}

/** Headers hold what is ours, and nothing of a report. The same mail is the same bytes, so that a redelivery is one to whoever
 *  compares. Rejects with UnusableAddress. */
export const built = async (mail: OutgoingMail, keys: SigningKeys): Promise<BuiltMail> => {
  const { id, brand, date, returnPath, subject, text, html } = mail;
  const address = (purpose: 'bounce' | 'answer') => `${mailToken(keys, purpose, id)}@${brand.replyDomain}`;
  const to = usable(mail.to.address);
  const composer = new MailComposer({
    from: { name: oneLine(brand.name), address: brand.from },
    to: { name: oneLine(mail.to.name ?? ''), address: to },
    replyTo: address('answer'),
    messageId: `<${id}@${brand.replyDomain}>`,
    date: new Date(date),
    subject: oneLine(subject),
    text,
    html,
    headers: {
      // RFC 3834 section 5: nobody's program answers this, and ours answers nothing that has it.
      'Auto-Submitted': 'auto-generated',
      // The same for Exchange. Not `All`: that would also keep back the bounces the process waits for (NDR).
      'X-Auto-Response-Suppress': 'DR, RN, NRN, OOF, AutoReply',
    },
    baseBoundary: id, // the default is random
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    bytes: await composer.compile().build(),
    from: returnPath === 'null' ? '' : address('bounce'),
    to,
  };
};

const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/; // dot-atom, RFC 5322

/** One plain address: no list, no route, no quoting, no line end that would begin another header. */
const usable = (address: string): string => {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), domainToASCII(address.slice(at + 1))];
  if (at < 1 || local.length > 64 || !LOCAL.test(local) || !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain))
    throw new UnusableAddress('the address is not one that can be mailed: local@domain in ASCII is wanted');
  return `${local}@${domain}`;
};
