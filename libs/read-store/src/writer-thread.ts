import { parentPort, workerData } from 'node:worker_threads';
import { Writer, type List } from './writer';

/** Runs in a thread of its own: an fsync waited for there holds up nobody else. */
const port = parentPort!;
const writer = new Writer(workerData as string);
port.postMessage('open');
port.on('message', (group: readonly List[] | 'close') => {
  if (group !== 'close') return port.postMessage(writer.write(group));
  writer.close();
  port.close();
});
