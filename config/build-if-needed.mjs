// Builds when a source is newer than what was built, so that `npm start` after `npm ci` or `git pull` just works.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const built = `${root}dist/apps/desk/src/main.js`;

const newest = (dir) =>
  readdirSync(`${root}${dir}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .reduce((latest, entry) => Math.max(latest, statSync(`${entry.parentPath}/${entry.name}`).mtimeMs), 0);

const sources = Math.max(...['apps', 'libs', 'test'].map(newest));
if (!existsSync(built) || statSync(built).mtimeMs < sources) {
  const { status } = spawnSync('npx', ['nest', 'build', '--all'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.exit(status ?? 1);
}
