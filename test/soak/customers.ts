import { BRANDS, sendLogOf, type Deliveries, type Delivery } from '../crash/deliveries';
import type { DeskApi } from '../support/desk-api';

const AT_ONCE = 1_000; // deliveries told in one call
const DELIVERED = 1_000_000; // of each customer at Yahoo, today

/** The customers of the sending platform, and what the desk is told of them and of what they send. */
export class Customers {
  private readonly blocks: Promise<readonly Delivery[]>[] = [];

  constructor(
    private readonly api: DeskApi,
    private readonly deliveries: Deliveries,
  ) {}

  async register(): Promise<void> {
    const { accounts } = this.deliveries;
    for (const [i, id] of accounts.entries())
      await this.did('PUT', `/v1/accounts/${id}`, {
        brand: BRANDS[i % BRANDS.length],
        name: `Shop ${i + 1}`,
        contacts: [{ email: `owner@${id}.customer.example`, locale: 'nl' }],
      });
    const day = new Date().toISOString().slice(0, 10);
    const volumes = accounts.map((accountId) => ({ accountId, provider: 'yahoo', day, delivered: DELIVERED, revision: 1 })); // prettier-ignore
    await this.did('POST', '/v1/delivery-volumes', volumes);
  }

  /** Delivery `n`, from 0, once the desk knows of it; the next thousand are told meanwhile. */
  async told(n: number): Promise<Delivery> {
    const block = Math.floor(n / AT_ONCE);
    while (this.blocks.length < block + 2) this.blocks.push(this.tell());
    return (await this.blocks[block]!)[n % AT_ONCE]!;
  }

  private async tell(): Promise<readonly Delivery[]> {
    const block = Array.from({ length: AT_ONCE }, () => this.deliveries.next());
    await this.did('POST', '/v1/messages', sendLogOf(block));
    return block;
  }

  private async did(method: string, path: string, body: unknown): Promise<void> {
    const { status, body: answer } = await this.api.call(method, path, body);
    if (status !== 200)
      throw new Error(`${method} ${path} was answered ${status}: ${JSON.stringify(answer)}`);
  }
}
