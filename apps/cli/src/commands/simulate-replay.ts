import type { AdoptedPolicy } from '@app/enforcement';
import type { BrandId, Instant } from '@app/kernel';
import type { Running } from '@app/nest';
import {
  historic,
  Replay,
  REPLAYED,
  Survey,
  SURVEYED,
  type AccountDifferences,
  type Historic,
} from '@app/simulation';
import type { History } from '../history';

const PAGE = 1_000;

export interface Replayed {
  readonly accounts: readonly AccountDifferences[];
  readonly accountsSeen: number;
  /** Of the log, read or passed over. */
  readonly events: number;
}

interface Asked {
  readonly policy: AdoptedPolicy;
  readonly brand: BrandId | undefined;
  readonly since: Instant | undefined;
}

/** Reads the log twice: first for what must be known beforehand. Rejects when it is interrupted, and with InvalidEvent. */
export const replayHistory = async (
  { log, brands, providers }: History,
  { policy, brand, since }: Asked,
  running: Running,
): Promise<Replayed> => {
  const survey = new Survey();
  await read(log, SURVEYED, running, (event) => survey.take(event), 0);
  const replay = new Replay(
    {
      policy,
      brands: Object.fromEntries(
        Object.entries(brands).map(([id, { enforcement, staffedHours, timeZone }]) => [
          id,
          { enforcement, timeZone, staffed: staffedHours ? { timeZone, hours: staffedHours } : null },
        ]),
      ),
      coverage: providers.map((provider) => ({ provider, from: null })),
      ...(brand !== undefined && { brand }),
      ...(since !== undefined && { since }),
    },
    survey,
  );
  let last = 0 as Instant;
  const events = await read(
    log,
    REPLAYED,
    running,
    (event) => {
      last = event.at;
      replay.take(event);
    },
    1,
  );
  return { accounts: replay.finish(last), accountsSeen: replay.accountsSeen, events };
};

/** `turn`: the first or the second reading, each of which is half of the progress. */
const read = async (
  log: History['log'],
  types: readonly string[],
  { progress, signal }: Running,
  take: (event: Historic) => void,
  turn: 0 | 1,
): Promise<number> => {
  for (let at = log.start; ;) {
    const page = log.readAll(at, PAGE, types);
    for (const recorded of page.events) take(historic(recorded));
    const { done, total } = page;
    progress({ done: Math.round((turn * total + done) / 2), total });
    if (page.next === page.head) return total;
    at = page.next;
    await new Promise(setImmediate); // an interruption comes in between
    signal.throwIfAborted();
  }
};
