import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { verify } from '@app/event-store';
import { SqliteEventStore } from '@app/event-store-sqlite';
import { Catalogue, Versioned, type Instant } from '@app/kernel';
import { z } from 'zod';
import { spawnSource } from '../support/spawn-source';
import { seeded } from './random';

const KILLS = 6;
const catalogue = new Catalogue({ Happened: new Versioned(1, z.strictObject({})) });

/** Answers what the writer said was acknowledged, all of it: what lies in the pipe when it dies was said before. */
const killedAfter = async (path: string, acknowledgements: number): Promise<string[]> => {
  const writer = spawnSource('test/crash/append-until-killed.ts', path);
  const said: string[] = [];
  for await (const line of createInterface({ input: writer.stdout! }))
    if (said.push(line) === acknowledgements) writer.kill('SIGKILL');
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
  expect(writer.signalCode).toBe('SIGKILL');
  return said;
};

it('keeps every acknowledged event exactly once, whenever the writer is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  const path = join(folder, 'events.db');
  const random = seeded(7);
  const said: string[] = [];
  for (let kill = 0; kill < KILLS; kill++)
    said.push(...(await killedAfter(path, 1 + Math.floor(random() * 3_000))));

  const store = await SqliteEventStore.open(path, { now: () => 0 as Instant });
  const stored = new Map<string, number>();
  for (let at = store.start, end = ''; at !== end;) {
    const { events, next, head } = await store.readAll(at, 1_000);
    for (const { stream, revision, id } of events) {
      const place = `${stream} ${revision} ${id}`;
      stored.set(place, (stored.get(place) ?? 0) + 1);
    }
    [at, end] = [next, head];
  }
  expect(said.filter((place) => stored.get(place) !== 1)).toEqual([]);
  expect(said.length).toBeGreaterThan(KILLS);
  expect(await verify(store, catalogue)).toMatchObject({ events: stored.size, streams: 32, found: 0 });
  await store.close();
  rmSync(folder, { recursive: true });
}, 60_000);
