import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, AuditUnavailable } from './audit-log';
import { chained, GENESIS, type AuditEntry } from './audit-row';
import { verifyAudit } from './verify-audit';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'audit-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const entry = (requestId: string, at = '2026-03-01T10:00:00.000Z'): AuditEntry => ({
  at,
  requestId,
  keyId: 'k1',
  role: 'agent',
  from: '192.0.2.0/24',
  method: 'POST',
  route: '/v1/cases/:id/decisions',
  ids: { id: 'C-1' },
  outcome: 'attempted',
});
const written = async (...requests: string[]) => {
  const log = await AuditLog.open(dir);
  for (const id of requests) await log.record(entry(id));
  await log.close();
  return log.head;
};
const file = () => join(dir, 'audit-2026-03.jsonl');
const lines = () => readFileSync(file(), 'utf8').split('\n').filter(Boolean);
const rewrite = (change: (rows: string[]) => string[]) =>
  writeFileSync(file(), change(lines()).join('\n') + '\n');

describe('the audit', () => {
  it('numbers and chains its rows, over a restart too', async () => {
    await written('r1', 'r2');
    const head = await written('r3');
    expect(await verifyAudit(dir)).toEqual({ rows: 3, head, problems: [] });
    expect(lines().map((line) => (JSON.parse(line) as AuditEntry).requestId)).toEqual(['r1', 'r2', 'r3']);
  });

  it('keeps the order of calls that come at once, and answers each with its row', async () => {
    const log = await AuditLog.open(dir);
    const rows = await Promise.all(Array.from({ length: 200 }, (_, i) => log.record(entry(`r${i}`))));
    await log.close();
    expect(rows.map(({ seq, requestId }) => `${seq} ${requestId}`)).toEqual(
      rows.map((_, i) => `${i + 1} r${i}`),
    );
    expect((await verifyAudit(dir)).problems).toEqual([]);
  });

  it('starts a file a month, and never goes back to an older one when the clock does', async () => {
    const log = await AuditLog.open(dir);
    await Promise.all([log.record(entry('r1')), log.record(entry('r2', '2026-04-01T00:00:00.000Z'))]);
    await log.record(entry('r3', '2026-03-31T23:59:59.999Z'));
    await log.close();
    await written('r4');
    expect(readdirSync(dir)).toEqual(['audit-2026-03.jsonl', 'audit-2026-04.jsonl']);
    expect(lines()).toHaveLength(1);
    expect(await verifyAudit(dir)).toMatchObject({ rows: 4, problems: [] });
  });

  it('cuts off what a crash left of a row that was never answered, however often', async () => {
    await written('r1');
    for (const half of ['{"seq":2,"prev":"ab', '{"seq":2}']) {
      appendFileSync(file(), half);
      await written('r');
    }
    expect(await verifyAudit(dir)).toMatchObject({ rows: 3, problems: [] });
  });

  it('is whole up to a row that is being written', async () => {
    await written('r1');
    appendFileSync(file(), '{"seq":2,"prev":"ab');
    expect(await verifyAudit(dir)).toMatchObject({ rows: 1, problems: [] });
  });

  it('refuses when it cannot be written, loses nothing, and goes on when it can again', async () => {
    await written('r1');
    const log = await AuditLog.open(dir);
    rmSync(dir, { recursive: true });
    await expect(log.record(entry('r2'))).rejects.toThrow(AuditUnavailable);
    expect(log.head.seq).toBe(1);
    await log.close();
    await expect(log.record(entry('r3'))).rejects.toThrow(/closed/);
    expect(existsSync(dir)).toBe(false);
  });
});

describe('a changed audit is found out', () => {
  beforeEach(() => written('r1', 'r2', 'r3', 'r4'));
  const problems = async () => (await verifyAudit(dir)).problems;

  it('when a row was changed', async () => {
    rewrite((rows) => rows.map((row) => row.replace('"r2"', '"r9"')));
    expect(await problems()).toEqual([`${file()}:2: was changed after it was written`]);
  });

  it('when a row was changed and hashed anew', async () => {
    rewrite((rows) => [JSON.stringify(chained(GENESIS, entry('other'))), ...rows.slice(1)]);
    expect(await problems()).toEqual([`${file()}:2: does not follow from the row before it`]);
  });

  it('when a row was taken out, put in or moved', async () => {
    const original = lines();
    for (const tampered of [
      [original[0], original[2], original[3]],
      [original[0], original[0], ...original.slice(1)],
      [original[1], original[0], original[2], original[3]],
    ]) {
      rewrite(() => tampered as string[]);
      expect((await problems()).length).toBeGreaterThan(0);
    }
  });

  it('when rows were cut off the end, against a head that was noted', async () => {
    const { head } = await verifyAudit(dir);
    rewrite((rows) => rows.slice(0, 2));
    expect(await problems()).toEqual([]);
    expect((await verifyAudit(dir, head)).problems).toEqual([
      'row 4, which was noted, is gone: the chain ends at 2',
    ]);
  });

  it('when a line is no row', async () => {
    rewrite((rows) => [...rows.slice(0, 3), 'gone', rows[3]!]);
    expect(await problems()).toEqual([`${file()}:4: is no row`]);
  });
});
