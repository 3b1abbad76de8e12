import { dirname } from 'node:path';
import { describeReport, loadSources, parseReport, type Registry } from '@app/examination';
import { loadSettings } from '@app/settings';
import { run } from './cli';
import { openHistory } from './history';
import { openOwnDesk } from './own-desk';
import { reachDesk, type OpenedOperations } from './reach-desk';

/** npm runs scripts in the package's folder and says where it was called from; people mean their files from there. */
const calledFrom = (): string => {
  const { INIT_CWD, npm_lifecycle_event: event, npm_package_json: manifest } = process.env;
  const byNpm = event === 'cli' && manifest !== undefined && dirname(manifest) === process.cwd();
  return byNpm && INIT_CWD ? INIT_CWD : process.cwd();
};

/** Which source a report claims to come from is said too; whether it does is for an examination to find out. */
const describing = () => {
  let sources: Registry | undefined;
  return (raw: Buffer) => {
    sources ??= loadSources(settingsHere().sourcesDir);
    const report = parseReport(raw);
    const claimed = report.header.from.map((from) => sources?.claimedBy(from)).find(Boolean);
    return describeReport(report, claimed?.id ?? null);
  };
};

const settingsHere = () => loadSettings({ environment: process.env, workingDir: process.cwd() });

const main = async (): Promise<void> => {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interrupted.abort(new Error('interrupted')));
  let opened: Promise<OpenedOperations> | undefined;
  const open = () => {
    const settings = settingsHere();
    return reachDesk(settings.dataDir, () => openOwnDesk(settings));
  };
  process.exitCode = await run(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    workingDir: calledFrom(),
    signal: interrupted.signal,
    operations: async () => (await (opened ??= open())).operations,
    history: () => new Promise((resolve) => resolve(openHistory(settingsHere()))), // a throw in here rejects
    describe: describing(),
  });
  await opened?.then(
    (desk) => desk.close(),
    () => undefined, // it was never opened, and `run` has said why
  );
};

// `parse x | head -1`: whoever read has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
void main();
