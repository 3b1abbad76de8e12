import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { SqliteEventStore } from '@app/event-store-sqlite';
import type { Instant } from '@app/kernel';

/** Appends to the log named by its argument until it is killed, 32 callers at once, one to three events at a time, and
 *  says on its standard output what was acknowledged: `<stream> <revision> <id>` for each event. */
const CALLERS = 32;

const call = async (store: SqliteEventStore, stream: string, caller: number): Promise<never> => {
  let revision = 0;
  for await (const event of store.read(stream)) revision = event.revision;
  for (let turn = caller; ; turn++) {
    const events = Array.from({ length: (turn % 3) + 1 }, () => {
      const id = randomUUID();
      const meta = { commandId: id, correlationId: id, causationId: id };
      return { id, type: 'Happened', version: 1, data: {}, meta };
    });
    await store.append(stream, revision || 'none', events);
    // Synchronously: what was acknowledged must be heard of before the process can be killed for it.
    say(events.map(({ id }) => `${stream} ${++revision} ${id}\n`).join(''));
  }
};

/** A reader that is slow on a busy machine leaves the pipe full: EAGAIN, and no reason to die of. */
const say = (text: string): void => {
  let rest = Buffer.from(text);
  while (rest.length > 0)
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
};

const main = async (path: string) => {
  const store = await SqliteEventStore.open(path, { now: () => Date.now() as Instant });
  await Promise.all(Array.from({ length: CALLERS }, (_, caller) => call(store, `s-${caller}`, caller)));
};
void main(process.argv[2]!);
