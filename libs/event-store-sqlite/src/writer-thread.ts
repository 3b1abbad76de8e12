import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Writer, type Append, type WriterOptions } from './writer';

// An append that waits for a group to fill up waits too long: at 5 ms the group is committed, full or not.
const MAX_GROUP = 256; // events
const MAX_GROUP_MS = 5;

/** Runs in a thread of its own: an fsync waited for there holds up nobody else. */
const port = parentPort!;
const writer = new Writer(workerData as WriterOptions);
port.postMessage('open');

type Message = readonly Append[] | 'close';
const received = (): Message | undefined => {
  const envelope: { message: Message } | undefined = receiveMessageOnPort(port);
  return envelope?.message;
};
const sizeOf = (appends: readonly Append[]) => appends.reduce((sum, { events }) => sum + events.length, 0);

port.on('message', (message: Message) => {
  let waiting: Message | undefined = message;
  while (waiting !== undefined && waiting !== 'close') {
    const until = performance.now() + MAX_GROUP_MS;
    let events = 0;
    const outcomes = writer.write(() => {
      waiting ??= received();
      if (waiting === undefined || waiting === 'close') return undefined;
      const size = sizeOf(waiting);
      if (events > 0 && (events + size > MAX_GROUP || performance.now() > until)) return undefined;
      events += size;
      const appends = waiting;
      waiting = undefined;
      return appends;
    });
    port.postMessage(outcomes);
    waiting ??= received();
  }
  if (waiting === 'close') {
    writer.close();
    port.close();
  }
});
