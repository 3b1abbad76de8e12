import { Instant, seconds } from '@app/kernel';
import { webhookPlatform, type OrderOutcome } from '@app/platform';

/** Sends one order to each address given, and prints what became of them as JSON: how a process trusts is settled as it
 *  starts, so a test of that needs one of its own. */
const main = async (urls: readonly string[]): Promise<void> => {
  const outcomes: OrderOutcome[] = [];
  for (const url of urls) {
    const platform = webhookPlatform({
      url,
      secret: 'secret',
      timeout: seconds(10),
      now: () => Instant('2026-03-02T09:00:00.000Z'),
    });
    const order = {
      orderId: 'o',
      order: 'stop',
      accountId: 'acme',
      generation: 1,
      reason: 'case acme.1',
    } as const;
    outcomes.push(await platform.order(order));
    await platform.close();
  }
  process.stdout.write(JSON.stringify(outcomes));
};

void main(process.argv.slice(2));
