import { simulateWorld } from './world';
import { variant } from './variants';
const [name = 'reference', seed = '1', accounts = '100', days = '30', changed = '{}', direct = '0'] =
  process.argv.slice(2);
const began = performance.now();
const { figures } = simulateWorld({
  policy: variant(name, JSON.parse(changed) as object as Record<string, unknown>).policy,
  seed: Number(seed),
  accounts: Number(accounts),
  days: Number(days),
  direct: Number(direct),
});
process.stdout.write(
  `${name} ${seed} ${Math.round(performance.now() - began)} ms ${JSON.stringify(figures)} rss ${Math.round(process.memoryUsage().rss / 1e6)}\n`,
);
