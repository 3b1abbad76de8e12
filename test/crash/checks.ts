import type { DeskApi } from '../support/desk-api';
import type { ListedCase } from './customers';
import type { Accepted } from './load';
import type { Witnessed } from './witness';

interface ListedComplaint {
  readonly id: string;
  readonly account: string | null;
  readonly state: string;
  readonly may: readonly string[];
  readonly suppression: string;
  readonly reports: readonly { readonly id: string }[];
}
interface Entry {
  readonly type: string;
  readonly stream: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a check counted, and each place where something is wrong. */
export interface Verdict {
  readonly counted: Readonly<Record<string, number | string>>;
  readonly wrong: readonly string[];
}

const AT_ONCE = 8;

const grouped = <T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

/** Every accepted report is there exactly once, as the one report of exactly one complaint; and nothing else is. */
export const reportsOnce = async (api: DeskApi, accepted: readonly Accepted[]): Promise<Verdict> => {
  const wrong: string[] = [];
  const complaints = await api.all<ListedComplaint>('/v1/complaints');
  const ofReport = grouped(
    complaints.flatMap((complaint) => complaint.reports.map(({ id }) => ({ id, complaint }))),
    ({ id }) => id,
  );
  const queue = [...accepted];
  const known = new Set<string>();
  const check = async ({ report, via, reportId }: Accepted) => {
    const place = `the report about ${report.delivery.deliveryId}, accepted over ${via},`;
    const again = await api.submit(report.raw);
    if (again.status !== 202) return wrong.push(`${place} is answered ${again.status} when it comes again`);
    const { reportId: id, duplicate } = again.body;
    known.add(id);
    if (!duplicate) wrong.push(`${place} was lost: ${id} is news when it comes again`);
    if (reportId !== undefined && reportId !== id) wrong.push(`${place} was ${reportId}, and is now ${id}`);
    const of = ofReport.get(id) ?? [];
    if (of.length !== 1) wrong.push(`${place} ${id}, made ${of.length} complaints`);
    const account = of[0]?.complaint.account;
    if (of[0] && account !== report.delivery.accountId)
      wrong.push(`${place} ${id}, was traced to ${account}, and is about ${report.delivery.accountId}`);
    return;
  };
  const worker = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) await check(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const { id, reports } of complaints)
    if (reports.length !== 1) wrong.push(`complaint ${id} has ${reports.length} reports, and one was sent`);
  for (const id of ofReport.keys())
    if (!known.has(id)) wrong.push(`report ${id} is there, and nobody was told that it was accepted`);
  return { counted: { complaints: complaints.length }, wrong };
};

/** One key for each thing ordered; no suppression that was never ordered. */
export const ordersOnce = (orders: readonly Witnessed[], accepted: readonly Accepted[]): Verdict => {
  const wrong: string[] = [];
  for (const { key, orderId } of orders)
    if (key !== orderId) wrong.push(`order ${orderId} came with Idempotency-Key ${key}`);
  const thing = (o: Witnessed) =>
    o.order === 'suppress'
      ? `suppression of ${o.deliveryId ?? o.messageId}`
      : `${o.order} of ${o.accountId}, generation ${o.generation}`;
  const things = grouped(orders, thing);
  for (const [name, group] of things) {
    const ids = new Set(group.map(({ orderId }) => orderId));
    if (ids.size > 1) wrong.push(`the ${name} was ordered under ${ids.size} ids: ${[...ids].join(', ')}`);
  }
  for (const { report } of accepted) {
    const name = `suppression of ${report.delivery.deliveryId}`;
    if (!things.has(name)) wrong.push(`the ${name} was never ordered`);
  }
  return { counted: { orders: things.size, 'order attempts': orders.length }, wrong };
};

/** One mail a notice, one Message-ID a mail. */
export const noticesOnce = (outbox: ReadonlyMap<string, string>, entries: readonly Entry[]): Verdict => {
  const wrong: string[] = [];
  const idOf = (mail: string) => /^Message-ID:\s*(\S+)/im.exec(mail)?.[1] ?? 'none';
  for (const [id, files] of grouped(outbox, ([, mail]) => idOf(mail)))
    if (files.length > 1 || id === 'none')
      wrong.push(`Message-ID ${id} is that of ${files.map(([name]) => name).join(', ')}`);
  const accepted = entries.filter(({ type }) => type === 'NoticeAccepted');
  for (const [name, times] of grouped(
    accepted,
    ({ stream, data }) => `${stream} ${String(data['noticeId'])}`,
  ))
    if (times.length > 1) wrong.push(`notice ${name} was accepted ${times.length} times`);
  if (accepted.length !== outbox.size)
    wrong.push(`${outbox.size} mails went out for ${accepted.length} accepted notices`);
  return { counted: { notices: outbox.size }, wrong };
};

/** Each time a deadline is set it fires once at most: two complaints of one instant may set the same one twice, one after
 *  the other. */
export const deadlinesOnce = (entries: readonly Entry[]): Verdict => {
  const name = ({ stream, data }: Entry) => `${stream} ${String(data['name'])} of ${String(data['dueAt'])}`;
  const of = (type: string) =>
    grouped(
      entries.filter((entry) => entry.type === type),
      name,
    );
  const set = of('DeadlineSet');
  const reached = [...of('DeadlineReached')];
  const wrong = reached
    .filter(([deadline, times]) => times.length > (set.get(deadline)?.length ?? 0))
    .map(
      ([deadline, times]) =>
        `the deadline ${deadline} fired ${times.length} times, and was set ${set.get(deadline)?.length ?? 0} times`,
    );
  return { counted: { deadlines: reached.length }, wrong };
};

/** Everything that happened in every case; undefined where the desk has no cases. */
export const caseEntries = async (
  api: DeskApi,
): Promise<{ cases: readonly ListedCase[]; entries: readonly Entry[] } | undefined> => {
  if ((await api.call('GET', '/v1/cases')).status === 404) return undefined;
  const cases = await api.all<ListedCase>('/v1/cases');
  const entries: Entry[] = [];
  for (const { id } of cases) {
    const { items } = await api.get<{ items: Entry[] }>(
      `/v1/cases/${encodeURIComponent(id)}/timeline?limit=10000`,
    );
    entries.push(...items);
  }
  return { cases, entries };
};
