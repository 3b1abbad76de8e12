import { openLoop } from './guard-load';
import { LISTS, listId, waits } from './guard-lists';

// A process of its own, so that whoever sends the reports delays no call: `node guard-caller.js URL PER-SECOND MS`. Prints the
// latencies as JSON. Ends with 1 when an answer is not what it has to be.

const [url, perSecond, during] = process.argv.slice(2) as [string, string, string];
const paths = Array.from({ length: LISTS }, (_, i) => `/v1/lists/${listId(i)}/sendable`);
const mayBe = paths.map((_, i) => `"sendable":${!waits(i)}`);
const said = new Map(paths.map((path, i) => [path, mayBe[i]!]));

openLoop(url, paths, Number(perSecond), Number(during), (body, path) => body.includes(said.get(path)!)).then(
  (latencies) => process.stdout.write(`${JSON.stringify(latencies)}\n`),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
