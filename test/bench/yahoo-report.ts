import { feedbackReport } from '@app/testing';

/** One message that a customer sent, and its recipient at Yahoo complains of. */
export interface Complained {
  readonly messageId: string;
  readonly accountId: string;
  readonly to: string;
  readonly sentAt: Date;
}

export const REPORTER = 'feedback@arf.mail.yahoo.com';
const BODY = `${'Everything must go, everything in bloom. =E2=82=AC 10 only.'.padEnd(76, '.')}\r\n`.repeat(
  44,
);

/** A report of some 6 KB, unsigned: text, feedback fields, and an original with the headers of a real journey. */
export const yahooReport = ({ messageId, accountId, to, sentAt }: Complained, id: string): string => {
  const sender = `${accountId}.sender.example`;
  const date = sentAt.toUTCString().replace('GMT', '+0000');
  const received = Array.from(
    { length: 5 },
    (_, i) =>
      `from mta${i}.${sender} (mta${i}.${sender} [192.0.2.${i}])\r\n by mx${i}.yahoo.example with ESMTPS id a1b2c3d4e5f6g7h8-${i}\r\n for <${to}>; ${date}`,
  );
  const text = feedbackReport(
    {
      messageId,
      date,
      from: `news@${sender}`,
      to,
      headers: {
        'X-Apparently-To': `${to}; ${date}`,
        Received: received.join('\r\nReceived: '),
        'DKIM-Signature': `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${sender}; s=s1;\r\n h=from:to:subject:date; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\r\n b=${'QUJD'.repeat(86)}`,
        'Feedback-ID': `spring:${accountId}:bulk:esp`,
        'List-Unsubscribe': `<https://${sender}/u/abc>, <mailto:u+abc@${sender}>`,
      },
    },
    { from: REPORTER, userAgent: 'Yahoo!-Mail-Feedback/2.0' },
    id,
  );
  return text.replace('Everything must go, everything in bloom.\r\n', () => BODY);
};
