import type { Sent } from '@app/testing';
import type { DemoDesk } from './demo-desk';
import { until } from './until';

/** A customer of the sending platform, and the mail they send. */
export class Customer {
  private sentMails = 0;

  private constructor(
    private readonly desk: DemoDesk,
    readonly id: string,
  ) {}

  static async register(desk: DemoDesk, id: string, brand: string, name: string): Promise<Customer> {
    await desk.call('PUT', `/v1/accounts/${id}`, {
      brand,
      name,
      legalForm: 'legal-person',
      contacts: [{ email: `owner@${id}.example`, locale: 'en' }],
    });
    return new Customer(desk, id);
  }

  /** One mail: in the send log, and with our signed token in its head. */
  async sends(to: string, campaignId: string): Promise<Sent> {
    const n = ++this.sentMails;
    const sentAt = new Date();
    const messageId = `${campaignId}.${n}@${this.id}.example`;
    const deliveryId = `${this.id}-${n}`;
    await this.desk.call('POST', '/v1/messages', [
      { messageId, deliveryId, accountId: this.id, campaignId, recipient: to, sentAt: sentAt.toISOString() },
    ]);
    const { header, value } = await this.desk.call<{ header: string; value: string }>(
      'POST',
      `/v1/accounts/${this.id}/trace-token`,
      { campaignId, messageId, deliveryId, recipient: to },
    );
    return {
      messageId,
      date: sentAt.toUTCString().replace('GMT', '+0000'),
      from: `news@${this.id}.example`,
      to,
      headers: { [header]: value },
    };
  }

  async standing(): Promise<string> {
    return (await this.desk.get<{ standing: string }>(`/v1/accounts/${this.id}`)).standing;
  }

  /** The page the newest notice links to. */
  page(): Promise<string> {
    return until(`a notice to ${this.id} links to its answer page`, () =>
      this.desk.pageFor(`owner@${this.id}.example`),
    );
  }
}
