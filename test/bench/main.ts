import { append } from './append';
import { command } from './command';
import { deadlines } from './deadlines';
import { examine } from './examine';
import { guard } from './guard';
import { runBenches } from './harness';
import { rates } from './rate';
import { raw } from './raw';
import { replay } from './replay';
import { road } from './road';
import { simulate } from './simulate';
import { start } from './start';

// npm run bench [-- --json] [NAME…]. One file a subject, exporting its benches; add yours to the list.
const benches = [
  ...append,
  ...replay,
  ...command,
  ...deadlines,
  ...examine,
  ...guard,
  ...rates,
  ...raw,
  ...road,
  ...simulate,
  ...start,
];

void runBenches(benches, process.argv.slice(2)).then((code) => (process.exitCode = code));
