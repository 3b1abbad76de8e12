import MailComposer from 'nodemailer/lib/mail-composer';
import type { OutgoingMail, SigningKeys } from './mailer';
import { mailToken } from './mail-token';

/** A mail as it goes out: its bytes, and the envelope they travel in. */
export interface BuiltMail {
  readonly bytes: Buffer;
  readonly from: string; // '' is the null sender
  readonly to: string;
}

/** Headers hold what is ours and nothing of a report. `Auto-Submitted` and the VERP return path keep us out of loops
 *  (RFC 3834 section 5); the Message-ID is the idempotency key, so that a mail sent twice is recognised as one. */
export const built = async (mail: OutgoingMail, keys: SigningKeys): Promise<BuiltMail> => {
  const { id, brand, to, date, returnPath, subject, text, html } = mail;
  const address = (purpose: 'bounce' | 'answer') => `${mailToken(keys, purpose, id)}@${brand.replyDomain}`;
  const from = returnPath === 'null' ? '' : address('bounce');
  const composer = new MailComposer({
    from: { name: oneLine(brand.name), address: brand.from },
    to: { name: oneLine(to.name ?? ''), address: oneLine(to.address) },
    replyTo: address('answer'),
    messageId: `<${id}@${brand.replyDomain}>`,
    date: new Date(date),
    subject: oneLine(subject),
    text,
    html,
    headers: {
      'Return-Path': `<${from}>`,
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { bytes: await composer.compile().build(), from, to: oneLine(to.address) };
};

/** A line end in a header would begin another one. */
const oneLine = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
