import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

// Required before a process and each of its threads: leaves a CPU profile of each in BENCH_PROFILE. (`--cpu-prof` cannot be
// given to a process that somebody else starts: NODE_OPTIONS does not take it.)

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.start');
process.once('exit', () =>
  session.post('Profiler.stop', (error, stopped) => {
    const path = join(process.env['BENCH_PROFILE']!, `${process.pid}-${threadId}.cpuprofile`);
    if (!error) writeFileSync(path, JSON.stringify(stopped.profile));
  }),
);
