import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirInUse, OperationRefused, requests, type Operations } from '@app/nest';
import { Instant } from '@app/kernel';
import { SettingsError } from '@app/settings';
import { run } from './cli';
import type { Surroundings } from './command';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cli-'));
  writeFileSync(join(dir, 'a.eml'), 'Subject: a\r\n\r\n');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const at = Instant('2026-03-01T10:00:00.000Z');
const asked: [string, unknown][] = [];

/** What an operator sees of one command line. */
const cli = async (line: string[], answers: Partial<Operations> = {}, open?: () => Promise<Operations>) => {
  let out = '';
  let err = '';
  asked.length = 0;
  const operations = Object.fromEntries(
    Object.keys(requests).map((name) => [
      name,
      (request: object, running: never) => {
        asked.push([name, request]);
        const act = answers[name as keyof Operations] as
          ((r: object, n: never) => Promise<unknown>) | undefined;
        return act ? act(request, running) : Promise.resolve({});
      },
    ]),
  ) as unknown as Operations;
  const world: Surroundings = {
    out: (text) => (out += text),
    err: (text) => (err += text),
    terminal: false,
    workingDir: dir,
    signal: new AbortController().signal,
    operations: open ?? (() => Promise.resolve(operations)),
    history: () => Promise.reject(new Error('not in this test')),
    describe: (raw) => ({ kind: 'not-a-complaint', size: raw.length }),
  };
  return { code: await run(line, world), out, err };
};

describe('the command line', () => {
  it('explains itself, as a whole and each command', async () => {
    const { code, out } = await cli(['--help']);
    expect(code).toBe(0);
    for (const name of [
      'parse',
      'import',
      'keys create',
      'timeline case',
      'rebuild',
      'parked skip',
      'verify',
      'simulate',
    ])
      expect(out).toContain(`  ${name} `);
    const help = await cli(['parked', 'skip', '--help']);
    expect([help.code, help.out]).toEqual([0, expect.stringContaining('parked skip ID --reason TEXT')]);
    expect((await cli([])).code).toBe(2);
  });

  it.each<[string[], RegExp]>([
    [['pasre', 'x'], /there is no command "pasre"/],
    [['keys'], /which one: keys create, keys list, keys revoke\?/],
    [['keys', 'create', '--role', 'agent'], /--name is missing\nUsage: keys create/],
    [['keys', 'create', '--role', 'boss', '--name', 'x'], /--role is one of viewer, agent/],
    [['keys', 'revoke'], /ID is missing/],
    [['keys', 'revoke', 'a', 'b'], /"b" is one argument too many/],
    [['keys', 'list', '--jsno'], /--jsno/],
    [['parked', 'skip', 'x/1'], /--reason is missing/],
    [['parse'], /FILE is missing/],
    [['import', 'nowhere.mbox'], /there is no .*nowhere\.mbox/],
  ])('answers %j with 2 and what is wrong', async (line, said) => {
    const { code, out, err } = await cli(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(asked).toEqual([]);
  });

  it('parses files into one JSON object a line, and goes on after one that cannot be opened', async () => {
    const { code, out, err } = await cli(['parse', 'a.eml', 'none.eml', join(dir, 'a.eml')]);
    expect(
      out
        .split('\n')
        .slice(0, 2)
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { file: 'a.eml', kind: 'not-a-complaint', size: 14 },
      { file: join(dir, 'a.eml'), kind: 'not-a-complaint', size: 14 },
    ]);
    expect([code, err]).toEqual([1, expect.stringMatching(/^none\.eml cannot be opened/)]);
    expect((await cli(['parse', 'a.eml'])).code).toBe(0);
  });

  it('imports whole paths, and sums up for people and for programs', async () => {
    const summary = { read: 5, accepted: 3, duplicates: 1, failed: 1, failures: ['a.eml: too large'] };
    const importing = { importPaths: () => Promise.resolve(summary) };
    const { code, out, err } = await cli(['import', 'a.eml', '--archive', '--json'], importing);
    expect(asked).toEqual([['importPaths', { paths: [join(dir, 'a.eml')], archive: true, suppress: false }]]);
    expect([code, JSON.parse(out), err]).toEqual([
      1,
      { read: 5, accepted: 3, duplicates: 1, failed: 1 },
      'a.eml: too large\n',
    ]);
    expect((await cli(['import', '.'], importing)).out).toBe(
      '5 read: 3 accepted, 1 were there already, 1 failed\n',
    );
  });

  it('prints a new key alone, for scripts, and what it is beside it', async () => {
    const made = { createKey: () => Promise.resolve({ id: 'abc', key: 'mk_abc_def' }) };
    const line = ['keys', 'create', '--role', 'agent', '--name', 'Night shift'];
    expect(await cli(line, made)).toEqual({
      code: 0,
      out: 'mk_abc_def\n',
      err: 'key abc of role agent: keep it, it is not shown again\n',
    });
    expect(JSON.parse((await cli([...line, '--json'], made)).out)).toEqual({
      id: 'abc',
      role: 'agent',
      name: 'Night shift',
      key: 'mk_abc_def',
    });
  });

  it('lists keys with times that people read', async () => {
    const keys = [
      { id: 'k1', role: 'admin', name: 'first start', createdAt: at, revokedAt: null, source: null },
      { id: 'k2', role: 'agent', name: 'x\u001b[2J', createdAt: at, revokedAt: at, source: null },
    ] as const;
    const { out } = await cli(['keys', 'list'], { listKeys: () => Promise.resolve(keys) });
    expect(out.split('\n')).toEqual([
      'ID  ROLE   NAME         CREATED                   REVOKED',
      'k1  admin  first start  2026-03-01T10:00:00.000Z',
      'k2  agent  x\\u001b[2J   2026-03-01T10:00:00.000Z  2026-03-01T10:00:00.000Z',
      '',
    ]);
  });

  it('shows a timeline, and says when there is none', async () => {
    const entry = {
      at: '2026-03-01T10:00:00.000Z',
      stream: 'account-A-1',
      revision: 3,
      event: 'AccountWarned',
      data: { caseId: 'A-1.1' },
      because: 'rule first-complaint',
    };
    const { out } = await cli(['timeline', 'account', 'A-1'], { timeline: () => Promise.resolve([entry]) });
    expect(asked).toEqual([['timeline', { of: 'account', id: 'A-1' }]]);
    expect(out).toContain('2026-03-01T10:00:00.000Z  AccountWarned  {"caseId":"A-1.1"}');
    expect(out).toContain('account-A-1 3, because rule first-complaint');
    const none = await cli(['timeline', 'case', 'C'], { timeline: () => Promise.resolve([]) });
    expect(none).toEqual({ code: 1, out: '', err: 'nothing is known of case C\n' });
  });

  it('rebuilds all read models, or those that are named', async () => {
    const rebuilding = {
      rebuild: ({ projections }: { projections: string[] }) => Promise.resolve({ projections, events: 7 }),
    };
    expect((await cli(['rebuild', 'cases', 'queues'], rebuilding)).out).toBe(
      'cases, queues: rebuilt from 7 events\n',
    );
    await cli(['rebuild'], rebuilding);
    expect(asked).toEqual([['rebuild', { projections: [] }]]);
  });

  it('lists, shows, retries and skips what is parked', async () => {
    const item = {
      id: 'casework/A-1',
      kind: 'instance',
      process: 'casework',
      instance: 'A-1',
      error: 'Error: boom\n at x',
      since: at,
      waiting: 2,
    } as const;
    const { out } = await cli(['parked', 'list'], { parkedList: () => Promise.resolve([item]) });
    expect(out).toContain('casework/A-1  2026-03-01T10:00:00.000Z  2        Error: boom\n');
    await cli(['parked', 'retry', 'casework/A-1']);
    expect(asked).toEqual([['parkedRetry', { id: 'casework/A-1' }]]);
    await cli(['parked', 'skip', 'casework/A-1', '--reason', 'tested by hand']);
    expect(asked).toEqual([['parkedSkip', { id: 'casework/A-1', reason: 'tested by hand' }]]);
  });

  it('ends with 1 when verifying finds something, and names the places', async () => {
    const verdict = (problems: string[]) => ({
      verify: () => Promise.resolve({ events: 9, auditRows: 4, problems }),
    });
    expect(await cli(['verify'], verdict([]))).toEqual({
      code: 0,
      out: '9 events and 4 rows of the audit: all as they were written\n',
      err: '',
    });
    const found = await cli(['verify'], verdict(['case-C 3: no such event']));
    expect([found.code, found.out.split('\n')[0]]).toEqual([1, 'case-C 3: no such event']);
  });

  it.each<[Error, number, string]>([
    [new OperationRefused('there is no key x'), 1, 'there is no key x\n'],
    [
      new DataDirInUse('/d', { pid: 7, what: 'cli', since: 'now' }),
      1,
      expect.stringContaining('process 7') as string,
    ],
    [
      new SettingsError([{ path: 'http.port', problem: 'is not allowed' }]),
      2,
      expect.stringContaining('http.port') as string,
    ],
    [new Error('EIO'), 1, 'it failed: EIO\n'],
  ])('says why it could not be done: %p', async (error, code, err) =>
    expect(await cli(['keys', 'list'], {}, () => Promise.reject(error))).toEqual({ code, out: '', err }),
  );

  it('makes a key for a platform to sign with, and prints it once', async () => {
    const made = await cli(['trace-keys', 'create', 'esp1'], {
      createTraceKey: ({ id }) => Promise.resolve({ id, key: 'c2VjcmV0' }),
    });
    expect(made).toMatchObject({
      code: 0,
      out: 'c2VjcmV0\n',
      err: expect.stringContaining('esp1') as string,
    });
    expect(asked).toEqual([['createTraceKey', { id: 'esp1' }]]);
    const listed = await cli(['trace-keys', 'list'], {
      listTraceKeys: () =>
        Promise.resolve([
          { id: '1', signs: true },
          { id: 'esp1', signs: false },
        ]),
    });
    expect(listed.out).toMatch(/1 +the desk signs with it\nesp1 +verifies/);
    await cli(['trace-keys', 'retire', 'esp1']);
    expect(asked).toEqual([['retireTraceKey', { id: 'esp1' }]]);
  });
});
