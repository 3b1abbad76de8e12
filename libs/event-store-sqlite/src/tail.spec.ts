import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Instant } from '@app/kernel';
import { draft } from '@app/testing';
import { Reader } from './reader';
import { position } from './rows';
import { openForReading } from './tables';
import { once, Writer } from './writer';

const folder = mkdtempSync(join(tmpdir(), 'tail-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** One who keeps the newest events in memory, the file behind it, and a way to append. */
const log = () => {
  const path = join(folder, `events-${files++}.db`);
  const writer = new Writer({ path });
  const reader = new Reader(openForReading(path));
  const revisions = new Map<string, number>();
  const append = (stream: string, n: number, filling = 0) => {
    const revision = revisions.get(stream) ?? 0;
    const at = Instant('2026-03-01T10:00:00.000Z');
    const events = Array.from({ length: n }, (_, i) => {
      const { id, type, meta } = draft(i % 2 ? 'Odd' : 'Even');
      return [id, type, 1, JSON.stringify('x'.repeat(filling)), JSON.stringify(meta), at] as const;
    });
    expect(writer.write(once([{ stream, expected: revision, events }]))).toEqual([revision + n]);
    revisions.set(stream, revision + n);
  };
  const anew = () => new Reader(openForReading(path));
  const close = () => [reader, writer].forEach((open) => open.close());
  return { reader, append, anew, close };
};
const all = async (reader: Reader, stream: string, after: number) => {
  const events = [];
  for await (const event of reader.read(stream, after)) events.push(event);
  return events;
};

/** What there is after a position, and where the reading ends: where its pages end is nobody's business. */
const onward = (reader: Reader, from: number, limit: number, types: readonly string[] | undefined) => {
  const events = [];
  for (let at = position(from); ;) {
    const page = reader.readAll(at, limit, types);
    events.push(...page.events);
    at = page.next;
    if (at === page.head) return { events, at };
  }
};

describe('the newest events in memory', () => {
  const stream = fc.constantFrom('a', 'b', 'c');
  const step = fc.oneof(
    fc.record({
      append: stream,
      n: fc.integer({ min: 1, max: 200 }),
      filling: fc.constantFrom(0, 0, 0, 60_000),
    }),
    fc.record({ read: stream, after: fc.nat(60) }),
    fc.record({
      from: fc.nat(500),
      limit: fc.integer({ min: 1, max: 1_000 }),
      types: fc.constantFrom(undefined, ['Odd'], ['None', 'Even']),
    }),
  );

  it(
    'are what a query finds, for whatever is asked and however much was appended',
    () =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const { reader, append, anew, close } = log();
          for (const step of steps)
            if ('append' in step) {
              append(step.append, step.n, step.filling);
              reader.grown();
            } else {
              const other = anew();
              if ('read' in step)
                expect(await all(reader, step.read, step.after)).toEqual(
                  await all(other, step.read, step.after),
                );
              else
                expect(onward(reader, step.from, step.limit, step.types)).toEqual(
                  onward(other, step.from, step.limit, step.types),
                );
              other.close();
            }
          close();
        }),
        { numRuns: 30 },
      ),
    60_000,
  );

  it('never take back what a query has shown already, though its append is not answered yet', async () => {
    const { reader, append, close } = log();
    append('a', 2);
    reader.grown();
    expect(await all(reader, 'a', 0)).toHaveLength(2);
    append('a', 1);
    expect(await all(reader, 'a', 0)).toHaveLength(2); // from memory
    append('b', 1);
    expect(await all(reader, 'b', 0)).toHaveLength(1); // by a query
    append('b', 1);
    reader.grown();
    expect(await all(reader, 'a', 0)).toHaveLength(3);
    expect(await all(reader, 'b', 1)).toHaveLength(1);
    close();
  });
});
