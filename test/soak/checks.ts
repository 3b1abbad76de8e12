import type { DeskApi } from '../support/desk-api';
import type { LogReader } from './log-reader';
import type { Sent } from './sender';

interface Report {
  readonly state: string;
  readonly kind?: string;
  readonly complaints: readonly { readonly id: string; readonly account: string | null }[];
}

const AT_ONCE = 8;

/** What was answered 250 is in the log once, and nothing else is. */
export const onceInLog = (
  sent: Iterable<Sent>,
  log: Pick<LogReader, 'received' | 'examined'>,
): { lost: string[]; doubled: string[] } => {
  const lost: string[] = [];
  const doubled: string[] = [];
  const told = new Set<string>();
  for (const { shape, ids, kept, known } of sent) {
    const place = `a ${shape} message, report ${[...ids].join(' and ')},`;
    if (ids.size === 0) lost.push(`a ${shape} message was answered 250 without the id of a report`);
    if (ids.size > 1) doubled.push(`${place} was answered with ${ids.size} ids`);
    if (kept !== 1) doubled.push(`${place} was new ${kept} times and known ${known} times`);
    for (const id of ids) {
      if (told.has(id)) lost.push(`${place} was answered with the id of another message`);
      told.add(id);
      const times = log.received.get(id) ?? 0;
      if (times === 0) lost.push(`${place} is not in the log`);
      if (times > 1) doubled.push(`${place} was taken in ${times} times`);
    }
  }
  for (const id of log.received.keys())
    if (!told.has(id)) doubled.push(`report ${id} is in the log, and nobody was told that it was kept`);
  for (const [id, times] of log.examined)
    if (times !== 1) doubled.push(`report ${id} was examined ${times} times`);
  return { lost, doubled };
};

/** Asks the API for each report: examined, and of a delivery that somebody complained of the one complaint, traced to who
 *  sent it. */
export const examinedOverApi = async (
  api: DeskApi,
  sent: Iterable<Sent>,
): Promise<{ wrong: string[]; kinds: Map<string, number> }> => {
  const wrong: string[] = [];
  const kinds = new Map<string, number>();
  const complaints = new Map<string, string>(); // id → report that made it
  const queue = [...sent];
  const ask = async ({ shape, accountId, ids }: Sent) => {
    for (const id of ids) {
      const { status, body } = await api.call<Report>('GET', `/v1/reports/${id}`);
      const place = `report ${id}, a ${shape} message,`;
      if (status !== 200) wrong.push(`${place} is answered ${status}`);
      else if (body.state !== 'examined') wrong.push(`${place} is ${body.state}`);
      else if (accountId !== undefined && body.complaints.length !== 1)
        wrong.push(`${place} made ${body.complaints.length} complaints`);
      else if (accountId !== undefined && body.complaints[0]?.account !== accountId)
        wrong.push(`${place} was traced to ${body.complaints[0]?.account}, and is about ${accountId}`);
      kinds.set(body.kind ?? 'none', (kinds.get(body.kind ?? 'none') ?? 0) + 1);
      for (const complaint of accountId === undefined ? [] : (body.complaints ?? [])) {
        const other = complaints.get(complaint.id);
        if (other !== undefined) wrong.push(`${place} made complaint ${complaint.id}, as ${other} did`);
        complaints.set(complaint.id, id);
      }
    }
  };
  const worker = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) await ask(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { wrong, kinds };
};
