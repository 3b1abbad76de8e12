import type { SMTPServerSession } from 'smtp-server';
import type { Envelope } from '../submit';

/** As given in MAIL FROM and RCPT TO: tokens in the recipients (`answer+…@`, `bounce+…@`) are others' to read. */
export const envelopeOf = ({
  envelope,
  remoteAddress,
  hostNameAppearsAs,
  secure,
}: SMTPServerSession): Envelope => ({
  mailFrom: envelope.mailFrom ? envelope.mailFrom.address : '',
  rcptTo: envelope.rcptTo.map(({ address }) => address),
  remoteAddress,
  ...(hostNameAppearsAs && { helo: hostNameAppearsAs }),
  tls: secure,
  ...(envelope.smtpUtf8 && { smtpUtf8: true }),
});
