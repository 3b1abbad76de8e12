import type { SMTPServerSession } from 'smtp-server';
import type { Envelope } from '../submit';

/** As given in MAIL FROM and RCPT TO: tokens in the recipients (`answer+…@`, `bounce+…@`) are others' to read. Over LMTP the
 *  peer is a mail server of ours, whose address and name say nothing about who sent the mail. */
export const envelopeOf = (
  { envelope, remoteAddress, hostNameAppearsAs, secure }: SMTPServerSession,
  protocol: 'smtp' | 'lmtp',
): Envelope => ({
  mailFrom: envelope.mailFrom ? envelope.mailFrom.address : '',
  rcptTo: envelope.rcptTo.map(({ address }) => address),
  ...(protocol === 'smtp' && { remoteAddress, ...(hostNameAppearsAs && { helo: hostNameAppearsAs }) }),
  tls: secure,
  ...(envelope.smtpUtf8 && { smtpUtf8: true }),
});
