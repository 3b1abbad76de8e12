import { openSync, writeSync } from 'node:fs';
import { caseOf } from './cases';
import { Fault, keyOf } from './fault';
import { minimise } from './minimise';
import type { Found, FromFuzzer, Progress, Work } from './protocol';
import { loadSeeds } from './seeds';
import { openTargets, type Target, type Told } from './targets';

// The process that tries the cases, forked by main.ts: whatever an input does, it does it here.

const TELL_EVERY = 500; // ms
const WEIGH_EVERY = 5_000; // ms
const MOST_MINIMISED = 50; // kinds of faults
const MIB = 1_048_576;

const say = (message: FromFuzzer): void => void process.send?.(message);
const gc = (globalThis as { gc?: () => void }).gc;

const pristine = Object.getOwnPropertyNames(Object.prototype).join();
const tryCase = async (target: Target, bytes: Buffer): Promise<Told> => {
  const told = await target.check(bytes);
  if (Object.getOwnPropertyNames(Object.prototype).join() !== pristine || Object.keys({}).length > 0)
    throw new Fault('prototype', 'Object.prototype was changed');
  return told;
};

const described = (target: Target, thrown: unknown): Pick<Found, 'oracle' | 'message' | 'key' | 'stack'> => {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const oracle = error instanceof Fault ? error.oracle : 'throws';
  const [message, stack = ''] = [error.message, error.stack];
  return { oracle, message, stack, key: keyOf(target.name, oracle, message, stack) };
};

class Tally {
  private tried: Record<string, number> = {};
  private counts: Record<string, number> = {};
  private bytes = 0;
  private slowest = 0;
  private signatures: string[] = [];
  private readonly known = new Set<string>();
  private told = Date.now();
  private weighed = 0;

  add({ name }: Target, length: number, { signature, count, cpu }: Told & { readonly cpu?: number }): void {
    this.tried[name] = (this.tried[name] ?? 0) + 1;
    this.bytes += length;
    this.slowest = Math.max(this.slowest, cpu ?? 0);
    if (count !== undefined) this.counts[count] = (this.counts[count] ?? 0) + 1;
    if (signature === undefined || this.known.has(signature) || this.known.size > 20_000) return;
    this.known.add(signature);
    this.signatures.push(signature);
  }

  tell(number: number, last: boolean): void {
    const now = Date.now();
    if (!last && now - this.told < TELL_EVERY) return;
    const weigh = gc !== undefined && (last || now - this.weighed > WEIGH_EVERY);
    if (weigh) gc();
    const { heapUsed, rss } = process.memoryUsage();
    const { tried, counts, bytes, signatures, slowest } = this;
    const progress: Progress = { number, tried, counts, bytes, signatures, slowest, rss: rss / MIB, ...(weigh ? { heap: heapUsed / MIB } : {}) }; // prettier-ignore
    say({ progress });
    if (weigh) this.weighed = now;
    this.told = now;
    [this.tried, this.counts, this.bytes, this.signatures, this.slowest] = [{}, {}, 0, [], 0];
  }
}

const fuzz = async ({ seed, from, until, most, current }: Work): Promise<void> => {
  const seeds = loadSeeds();
  const targets = await openTargets(seeds);
  const file = openSync(current, 'w');
  const tally = new Tally();
  const seen = new Set<string>();
  let number = from;
  for (; number < from + most && Date.now() < until; number++) {
    const { target, bytes } = caseOf(seed, number, targets, seeds);
    const head = Buffer.from(`${JSON.stringify({ number, target: target.name, length: bytes.length })}\n`);
    writeSync(file, Buffer.concat([head, bytes]), 0, head.length + bytes.length, 0);
    let told: Told = {};
    try {
      told = await tryCase(target, bytes);
      if (told.suspect !== undefined) say({ suspect: { number, what: told.suspect } });
    } catch (error) {
      const fault = described(target, error);
      const fails = (shorter: Buffer): Promise<boolean> =>
        tryCase(target, shorter).then(
          () => false,
          (again: unknown) => described(target, again).key === fault.key,
        );
      const fresh = !seen.has(fault.key) && seen.size < MOST_MINIMISED;
      seen.add(fault.key);
      const small = fresh && !target.whole ? await minimise(bytes, fails) : bytes;
      say({ found: { ...fault, number, target: target.name, bytes: fresh ? small.toString('base64') : '' } });
    }
    tally.add(target, bytes.length, told);
    tally.tell(number + 1, false);
  }
  tally.tell(number, true);
  for (const target of targets) await target.close?.();
};

void fuzz(JSON.parse(process.argv[2]!) as Work).then(() => process.disconnect());
