import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';
import { twice } from './sample-thread-part';

// For the spec: it uses a package, and a file beside it.
const port = parentPort!;
if (workerData === 'broken') throw new Error('it cannot begin');
const [row] = new Database(':memory:').prepare('select 1 as one').all() as [{ one: number }];
port.postMessage({ row, said: workerData as unknown });
port.on('message', (message: number | 'close' | 'die') => {
  if (message === 'die') throw new Error('it died');
  if (message === 'close') port.close();
  else port.postMessage(twice(message));
});
