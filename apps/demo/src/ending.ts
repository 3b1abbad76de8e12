import { readdirSync } from 'node:fs';
import type { Customer } from './customer';
import type { DemoDesk } from './demo-desk';

type Out = (line: string) => void;

/** What was delivered today, so that there is something to divide by. */
export const volumes = async (
  desk: DemoDesk,
  bakery: Customer,
  gadgets: Customer,
  pills: Customer,
): Promise<void> => {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Amsterdam' }).format(new Date());
  const delivered = (accountId: string, provider: string, n: number) => ({
    accountId,
    provider,
    day,
    delivered: n,
    revision: 1,
  });
  await desk.call('POST', '/v1/delivery-volumes', [
    delivered(bakery.id, 'yahoo', 25_000),
    delivered(pills.id, 'yahoo', 4_000),
    delivered(gadgets.id, 'microsoft', 400),
    delivered(gadgets.id, 'comcast', 300),
    delivered(gadgets.id, 'fastmail', 100),
  ]);
};

/** Standing and complaint rate of each. */
export const tellStandings = async (
  desk: DemoDesk,
  everybody: readonly Customer[],
  out: Out,
): Promise<void> => {
  for (const one of everybody)
    out(`${one.id.padEnd(8)}  ${(await one.standing()).padEnd(10)} ${await rateOf(desk, one.id)}`);
};

const rateOf = async (desk: DemoDesk, account: string): Promise<string> => {
  const { rate, breached, actionable } = await desk.get<{
    rate: string | null;
    breached: boolean;
    actionable: boolean;
  }>(`/v1/accounts/${account}/complaint-rate?window=30d`);
  if (rate === null) return 'complaint rate unknown: nobody told how much was delivered';
  const verdict = breached
    ? `above 0.1 %${actionable ? '' : ', of too little mail to act on'}`
    : 'no breach of 0.1 %';
  const { baseline } = await desk.get<{ baseline: string | null }>(`/v1/accounts/${account}`);
  const since = baseline === null ? '' : '; what was sent before the accepted answer counts no more';
  return `complaint rate ${rate}, ${verdict}${since}`;
};

const QUEUES: Readonly<Record<string, string>> = {
  security: 'who forges reports, and in whose name',
  reports: 'reports that only a person can read',
  unqualified: 'complaints that prove too little to move anything',
  'approve-measure': 'measures that people have to approve of',
};

/** What waits for a person. */
export const tellQueues = async (desk: DemoDesk, out: Out): Promise<void> => {
  const { items } = await desk.get<{ items: readonly { queue: string; count: number }[] }>('/v1/queues');
  for (const { queue, count } of items)
    if (count > 0) out(`${`${count}`.padStart(3)}  ${queue.padEnd(16)} ${QUEUES[queue] ?? ''}`.trimEnd());
};

/** Where somebody goes to see for themselves. */
export const tellAddresses = async (desk: DemoDesk, asked: Customer, out: Out): Promise<void> => {
  out(`the page of ${asked.id}   ${await asked.page()}`);
  out(`the API               ${desk.url}/v1   key ${desk.adminKey}`);
  out(`its documentation     ${desk.url}/docs`);
  out(`notices that went out ${desk.outboxFolder} (${readdirSync(desk.outboxFolder).length} files)`);
};
