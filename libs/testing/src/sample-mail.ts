import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { dkimSign } from 'mailauth/lib/dkim/sign';

/** DNS as the desk sees it in tests: `{name: {TXT: [...]}}`, the form of MELDKAMER_DNS__ZONE_FILE. */
export type Zone = Record<string, { TXT?: string[]; MX?: string[] }>;

/** A domain that signs its mail: its key lies in the zone, its signature on what it sends. */
export class Signer {
  private readonly key: KeyObject;

  constructor(
    readonly domain: string,
    readonly zone: Zone,
    private readonly now: () => Date,
    private readonly selector = 's1',
  ) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.key = privateKey;
    const p = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    zone[`${selector}._domainkey.${domain}`] = { TXT: [`v=DKIM1; k=rsa; p=${p}`] };
    zone[`_dmarc.${domain}`] = { TXT: ['v=DMARC1; p=reject'] };
  }

  async sign(message: string): Promise<string> {
    const key = {
      signingDomain: this.domain,
      selector: this.selector,
      privateKey: this.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
    // The library signs what `signatureData` lists; its types know only a single key.
    const { signatures } = await dkimSign(message, {
      ...key,
      signTime: this.now(),
      signatureData: [key],
    });
    return signatures + message;
  }
}

/** What a customer of the sending platform sent, as a recipient got it. */
export interface Sent {
  readonly messageId: string;
  readonly date: string; // RFC 5322
  readonly from: string;
  readonly to: string;
  readonly subject?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const original = ({
  messageId,
  date,
  from,
  to,
  subject = 'Spring offers',
  headers = {},
}: Sent): string =>
  lines(
    `Return-Path: <bounces@${from.split('@')[1]}>`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Message-ID: <${messageId}>`,
    `Date: ${date}`,
    `From: Shop <${from}>`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Everything must go, everything in bloom.',
    '',
  );

interface Reporter {
  readonly from: string;
  readonly userAgent: string;
  readonly to?: string;
  readonly fields?: readonly string[];
  readonly feedbackType?: string;
}

/** A feedback report by RFC 5965. */
export const feedbackReport = (sent: Sent, reporter: Reporter, id: string): string => {
  const boundary = `=_${id}`;
  return lines(
    `From: <${reporter.from}>`,
    `To: <${reporter.to ?? 'fbl@desk.example'}>`,
    `Subject: FW: ${sent.subject ?? 'Spring offers'}`,
    `Date: ${sent.date}`,
    `Message-ID: <${id}@${reporter.from.split('@')[1]}>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=feedback-report; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is an email abuse report.',
    '',
    `--${boundary}`,
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${reporter.feedbackType ?? 'abuse'}`,
    `User-Agent: ${reporter.userAgent}`,
    'Version: 1',
    ...(reporter.fields ?? [
      `Original-Mail-From: <bounces@${sent.from.split('@')[1]}>`,
      `Original-Rcpt-To: <${sent.to}>`,
    ]),
    '',
    `--${boundary}`,
    'Content-Type: message/rfc822',
    'Content-Disposition: inline',
    '',
    original(sent),
    `--${boundary}--`,
    '',
  );
};

/** A person's own complaint to abuse@, with the mail attached. */
export const personalComplaint = (sent: Sent, from: string, id: string): string => {
  const boundary = `=_p${id}`;
  return lines(
    `From: A Recipient <${from}>`,
    'To: <abuse@desk.example>',
    'Subject: I never asked for this mail',
    `Date: ${sent.date}`,
    `Message-ID: <${id}@${from.split('@')[1]}>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    'This is spam. I never subscribed. Please make it stop.',
    '',
    `--${boundary}`,
    'Content-Type: message/rfc822',
    'Content-Disposition: attachment; filename="spam.eml"',
    '',
    original(sent),
    `--${boundary}--`,
    '',
  );
};

/** RFC 3464: the customer's mail server does not want our notice. */
export const bounce = (to: string, recipient: string, status: string, id: string): string => {
  const boundary = `=_b${id}`;
  return lines(
    'From: Mail Delivery System <mailer-daemon@mx.customer.example>',
    `To: <${to}>`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <${id}@mx.customer.example>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain',
    '',
    'Your message could not be delivered.',
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.customer.example',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; 550 ${status} no such user`,
    '',
    `--${boundary}--`,
    '',
  );
};

const lines = (...text: string[]): string => text.join('\r\n');
