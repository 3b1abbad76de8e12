import { feedbackReport, Signer, type Zone } from '@app/testing';

export const BRANDS = ['spotler', 'iconneqt'] as const;
const PROVIDER = 'arf.mail.yahoo.com';
const REPORTER = { from: `feedback@${PROVIDER}`, userAgent: 'Yahoo!-Mail-Feedback/2.0' };

/** One message a customer sent to one recipient, who will complain of it. */
export interface Delivery {
  readonly n: number;
  readonly deliveryId: string;
  readonly messageId: string;
  readonly accountId: string;
  readonly campaignId: string;
  readonly recipient: string;
  readonly sentAt: Date;
}
export interface Report {
  readonly delivery: Delivery;
  readonly from: string;
  readonly raw: string;
}

/** The customers, what they sent, and the signed reports about it: each delivery is another, each report too. */
export class Deliveries {
  private readonly provider: Signer;
  private last = 0;

  constructor(
    readonly accounts: readonly string[],
    readonly zone: Zone,
    private readonly now: () => Date,
  ) {
    this.provider = new Signer(PROVIDER, zone, now);
  }

  next(): Delivery {
    const n = ++this.last;
    const accountId = this.accounts[n % this.accounts.length]!;
    const campaignId = `c${Math.floor(n / 100)}`;
    return {
      n,
      deliveryId: `d${n}`,
      messageId: `m${n}.${campaignId}@${accountId}.sender.example`,
      accountId,
      campaignId,
      recipient: `reader-${n}@mail.example`,
      sentAt: new Date(this.now().getTime() - 60_000),
    };
  }

  async report(delivery: Delivery): Promise<Report> {
    const { n, messageId, accountId, recipient, sentAt } = delivery;
    const mail = {
      messageId,
      date: sentAt.toUTCString().replace('GMT', '+0000'),
      from: `news@${accountId}.sender.example`,
      to: recipient,
    };
    const raw = await this.provider.sign(feedbackReport(mail, REPORTER, `r${n}`));
    return { delivery, from: REPORTER.from, raw };
  }
}

/** A batch of `POST /v1/messages`. */
export const sendLogOf = (deliveries: readonly Delivery[]): unknown[] =>
  deliveries.map(({ messageId, deliveryId, accountId, campaignId, recipient, sentAt }) => ({
    messageId,
    deliveryId,
    accountId,
    campaignId,
    recipient,
    sentAt: sentAt.toISOString(),
  }));
