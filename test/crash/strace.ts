/** One system call, and where in the trace it began and ended: another thread's may stand between. */
export interface Call {
  readonly text: string; // `fdatasync(27</data/events.db-wal>) = 0`
  readonly begins: number;
  readonly ends: number;
}

/** The calls of a trace written by `strace -f -o`, in the order in which they began, each put together again where it was
 *  printed in two parts. */
export const callsOf = (trace: string): Call[] => {
  const calls: Call[] = [];
  const begun = new Map<string, { text: string; begins: number }>();
  trace.split('\n').forEach((line, at) => {
    const [, thread, text] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (thread === undefined || text === undefined) return;
    const first = /^(.*) <unfinished \.\.\.>$/.exec(text);
    if (first) return void begun.set(thread, { text: first[1]!, begins: at });
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(text);
    const before = rest && begun.get(thread);
    if (before) calls.push({ text: before.text + rest[1]!, begins: before.begins, ends: at });
    else if (!rest) calls.push({ text, begins: at, ends: at });
    begun.delete(thread);
  });
  return calls.sort((a, b) => a.begins - b.begins);
};
