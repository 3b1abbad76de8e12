import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Instant, type ReportId } from '@app/kernel';
import type { Submission, Submit } from '../submit';
import { importPaths, type ImportOptions } from './import-paths';

const now = () => Instant('2026-03-01T10:00:00.000Z');
const SEPARATOR = 'From x@example.org Fri Jul  8 12:08:34 2011\n';
let dir: string;
let submitted: Submission[];
const submit: Submit = (raw) => {
  const duplicate = submitted.some(({ bytes }) => bytes.equals(raw.bytes));
  submitted.push(raw);
  return Promise.resolve({ reportId: 'r' as ReportId, duplicate });
};
const put = (name: string, content: string) => {
  const path = join(dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};
const run = (paths = [dir], options: Partial<ImportOptions> = {}) =>
  importPaths(paths, submit, { now, ...options });
const texts = () => submitted.map(({ bytes }) => String(bytes)).sort();
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'import-'));
  submitted = [];
});
afterEach(() => rmSync(dir, { recursive: true }));

it('finds .eml files, mboxes and Maildirs in folders of them, and nothing else', async () => {
  put('a.eml', 'a');
  put('deep/er/B.EML', 'b');
  put('all.mbox', `${SEPARATOR}c\n\n${SEPARATOR}d\n`);
  put('Inbox', `${SEPARATOR}e\n`); // an mbox as most programs name theirs
  put('box/cur/1.host:2,S', 'f');
  put('box/new/2.host', 'g');
  put('box/tmp/3.host', 'half delivered');
  put('box/.Junk/cur/4.host', 'h');
  mkdirSync(join(dir, 'box/.Junk/new'));
  put('notes.txt', 'not mail');
  put('README', 'not mail either');
  put('.hidden.eml', 'hidden');
  put('.git/x.eml', 'hidden too');
  expect(await run()).toEqual({ read: 8, accepted: 8, duplicates: 0, failed: 0, failures: [] });
  expect(texts()).toEqual(['a', 'b', 'c\n', 'd\n', 'e\n', 'f', 'g', 'h']);
});

it('takes a file named outright for what it holds', async () => {
  expect(await run([put('report.txt', 'a'), put('old', `${SEPARATOR}b\n`)])).toMatchObject({ accepted: 2 });
  expect(texts()).toEqual(['a', 'b\n']);
});

it('says how they came, and what may follow', async () => {
  await run([put('a.eml', 'a')], { archive: true, suppress: true });
  expect(submitted).toEqual([
    {
      bytes: Buffer.from('a'),
      channel: 'import',
      receivedAt: now(),
      envelope: { mailFrom: '', rcptTo: [] },
      archive: true,
      suppress: true,
    },
  ]);
});

it('may be repeated: what is there already is a duplicate', async () => {
  put('a.eml', 'a');
  put('b.eml', 'a');
  expect(await run()).toMatchObject({ accepted: 1, duplicates: 1 });
  expect(await run()).toMatchObject({ accepted: 0, duplicates: 2 });
});

it('counts what fails, says where and why, and goes on', async () => {
  const absent = join(dir, 'absent');
  const big = put('big.eml', 'x'.repeat(101));
  const mbox = put('m.mbox', `${SEPARATOR}${'y'.repeat(101)}\n\n${SEPARATOR}fine\n`);
  const refused = put('refused.eml', 'refuse me');
  const refusing: Submit = (raw) =>
    String(raw.bytes) === 'refuse me' ? Promise.reject(new Error('the disk is full')) : submit(raw);
  const { failures, ...counts } = await importPaths([dir, absent], refusing, { now, limit: 100 });
  expect(counts).toEqual({ read: 5, accepted: 1, duplicates: 0, failed: 4 });
  expect(failures.map(({ path, why }) => `${path}: ${why}`).sort()).toEqual([
    expect.stringMatching(`^${absent}: ENOENT`),
    `${big}: is over the limit of 100 bytes`,
    `${mbox} (message 1): is over the limit of 100 bytes`,
    `${refused}: the disk is full`,
  ]);
});

it('counts a file that may not be read as failed', async () => {
  const path = put('secret.eml', 'x');
  chmodSync(path, 0o000);
  if (process.getuid?.() === 0) return; // root may read everything
  expect(await run()).toMatchObject({ read: 1, failed: 1 });
});

it('ends in a circle of links', async () => {
  put('a.eml', 'a');
  symlinkSync(dir, join(dir, 'again'));
  symlinkSync(join(dir, 'a.eml'), join(dir, 'b.eml'));
  expect(await run()).toEqual({ read: 2, accepted: 1, duplicates: 1, failed: 0, failures: [] });
});

it('knows the total before the first, and tells of each', async () => {
  put('a.eml', 'a');
  put('b.mbox', `${SEPARATOR}b\n\n${SEPARATOR}c\n`);
  const told: unknown[] = [];
  await run([dir], { onProgress: (progress) => told.push(progress) });
  expect(told).toEqual([1, 2, 3].map((done) => ({ done, total: 3 })));
});

it('hands over no more at once than it may, and reads on as they are taken', async () => {
  put('all.mbox', Array.from({ length: 50 }, (_, i) => `${SEPARATOR}${i}\n\n`).join(''));
  let [under, most] = [0, 0];
  const slow: Submit = async (raw) => {
    most = Math.max(most, ++under);
    await new Promise(setImmediate);
    under--;
    return submit(raw);
  };
  expect(await importPaths([dir], slow, { now, atOnce: 4 })).toMatchObject({ accepted: 50 });
  expect(most).toBe(4);
});

it('stops when told to, and waits for what is under way', async () => {
  put('all.mbox', Array.from({ length: 50 }, (_, i) => `${SEPARATOR}${i}\n\n`).join(''));
  const stop = new AbortController();
  const { read, accepted } = await run([dir], {
    atOnce: 1,
    signal: stop.signal,
    onProgress: ({ done }) => done === 5 && stop.abort(),
  });
  expect(accepted).toBe(read);
  expect(read).toBeLessThan(10);
});
