import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { verify, type Verification } from '@app/event-store';
import { Catalogue, Instant, Versioned } from '@app/kernel';
import { draft, drafts } from '@app/testing';
import { z } from 'zod';
import { SqliteEventStore } from './sqlite-event-store';

const catalogue = new Catalogue({ Happened: new Versioned(1, z.strictObject({ n: z.int().optional() })) });
const folder = mkdtempSync(join(tmpdir(), 'verify-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** A sound log of 30 streams of 1 to 5 events, then `spoil` on the file itself, then what `verify` says. */
const verified = async (spoil: string, options = {}): Promise<Verification> => {
  const path = join(folder, `${files++}.db`);
  const now = () => Instant('2026-03-01T10:00:00.000Z');
  const store = await SqliteEventStore.open(path, { now });
  for (let i = 0; i < 30; i++) await store.append(`s-${i}`, 'none', drafts((i % 5) + 1));
  const db = new Database(path);
  if (spoil) db.exec(spoil);
  db.close();
  const verification = await verify(store, catalogue, options);
  await store.close();
  return verification;
};
const said = ({ findings }: Verification) =>
  findings.map(({ stream, revision, problem }) => `${stream} ${revision}: ${problem}`);

describe('verifying a log', () => {
  it('finds nothing in a sound one', async () =>
    expect(await verified('')).toEqual({ events: 90, streams: 30, found: 0, findings: [] }));

  it('finds nothing in an empty one', async () =>
    expect(await verified('delete from events')).toEqual({ events: 0, streams: 0, found: 0, findings: [] }));

  it.each([
    ['an unknown event', `type = 'Unheard'`, 's-4 3: Unheard is no event of this catalogue'],
    ['a version of newer code', 'version = 2', 's-4 3: Happened version 2: .*newer code'],
    ['data that is not what the schema says', `data = '{"n":"x"}'`, 's-4 3: Happened version 1: n: Invalid'],
    ['a field nobody knows', `data = '{"m":1}'`, 's-4 3: .*Unrecognized key'],
    [
      'an id stored twice',
      `id = (select id from events where stream = 's-4' and revision = 1)`,
      's-4 3: .*of revision 1',
    ],
  ])('finds %s, and where', async (_, change, finding) => {
    const spoilt = await verified(`update events set ${change} where stream = 's-4' and revision = 3`);
    expect(said(spoilt)).toEqual([expect.stringMatching(finding)]);
  });

  it('finds an event that is missing from the middle of its stream', async () =>
    expect(said(await verified(`delete from events where stream = 's-4' and revision = 3`))).toEqual([
      's-4 4: revision 3 should stand here: events are missing, or one is there twice',
    ]));

  it('finds a stream that has lost its beginning', async () =>
    expect(said(await verified(`delete from events where stream = 's-2' and revision = 1`))).toEqual(
      [2, 3].map((revision) => `s-2 ${revision}: its stream begins at revision 2: the beginning is missing`),
    ));

  it('finds an event that stands in the log before the one it follows', async () =>
    expect(
      said(await verified(`update events set position = 9000 where stream = 's-4' and revision = 2`)),
    ).toEqual(['s-4 3: stands in the log before revision 2, which it follows']));

  it('says how many it found, and names no more than it was asked for', async () => {
    const spoilt = await verified(`update events set type = 'Unheard'`, { mostFindings: 3 });
    expect([spoilt.found, spoilt.findings.length]).toEqual([90, 3]);
  });

  it('reads to where the log ended when it began, and no further', async () => {
    const store = SqliteEventStore.inMemory({ now: () => Instant('2026-03-01T10:00:00.000Z') });
    await store.append('s', 'none', drafts(3));
    const read: number[] = [];
    const readAll = store.readAll.bind(store);
    let late = 3;
    store.readAll = async (...of) => {
      const page = await readAll(...of);
      late = await store.append('s', late, [draft('Unheard')]); // the desk is at work meanwhile
      return page;
    };
    expect(await verify(store, catalogue, { onProgress: (n) => read.push(n) })).toMatchObject({
      events: 3,
      streams: 1,
      found: 0,
    });
    expect(read).toEqual([3]);
    await store.close();
  });
});
