import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeReport, parseReport } from '@app/examination';
import type { Operations } from '@app/nest';
import { feedbackReport } from '@app/testing';
import { run } from './cli';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'cli-hostile-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** One command line over the parser itself. */
const cli = async (line: string[], operations: Partial<Operations> = {}) => {
  let out = '';
  let err = '';
  const code = await run(line, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    terminal: false,
    workingDir: dir,
    signal: new AbortController().signal,
    operations: () => Promise.resolve(operations as Operations),
    history: () => Promise.reject(new Error('not in this test')),
    describe: (raw) => describeReport(parseReport(raw)),
  });
  return { code, out, err };
};

/** What a terminal obeys, or shows in another order than it is written: all but the end of a line. */
const OBEYED = /[\p{Cc}\p{Bidi_Control}]/u;
const obeyed = (text: string) => text.split('\n').filter((line) => OBEYED.test(line));

const TRICKS: Readonly<Record<string, string>> = {
  'clears the screen': '\u001b[2J\u001b[H',
  'sets the title': '\u001b]0;owned\u0007',
  'links elsewhere than it says':
    '\u001b]8;;https://evil.example/\u001b\\https://bank.example\u001b]8;;\u001b\\',
  'begins a sequence in one character': '\u009b2J',
  'turns the writing round': 'invoice\u202efdp.exe',
  'isolates a direction': '\u2066a\u2069\u061c',
  'hides what stands before it': 'safe\b\b\b\bevil',
  'has a NUL': 'a\u0000b',
  deletes: 'a\u007fb',
};
/** A spreadsheet would compute them. Nothing here writes one: they come out as they are, inside the quotes of JSON. */
const CELLS = ['=HYPERLINK("https://evil.example")', '+1+1', '-1+1', '@SUM(1)', '\t=1'];

const encoded = (text: string) => `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`;
const reported = (text: string) =>
  feedbackReport(
    {
      messageId: 'm1@shop.example',
      date: 'Tue, 3 Mar 2026 09:00:00 +0000',
      from: 'news@shop.example',
      to: 'jan@people.example',
      subject: encoded(text),
    },
    { from: 'fbl@fbl.example', userAgent: text.replace(/[\r\n]/g, '') },
    'r1',
  );

describe('a report that would command a terminal', () => {
  it.each(Object.entries(TRICKS))('%s, and does not when it is parsed', async (_, trick) => {
    writeFileSync(join(dir, 'a.eml'), reported(`x${trick}y`));
    const { code, out, err } = await cli(['parse', 'a.eml']);
    expect([code, err, obeyed(out)]).toEqual([0, '', []]);
    expect(JSON.parse(out)).toMatchObject({
      originalSubject: `x${trick}y`,
      userAgent: expect.stringContaining('x') as string,
    });
  });

  it.each(CELLS)('%j comes out as it is', async (cell) => {
    writeFileSync(join(dir, 'a.eml'), reported(cell));
    const { out } = await cli(['parse', 'a.eml']);
    expect(obeyed(out)).toEqual([]);
    expect(out).toMatch(/^\{"file":"a\.eml",/);
    expect(JSON.parse(out)).toMatchObject({ originalSubject: cell });
  });

  it.each(Object.entries(TRICKS))('%s, and does not where people read lists, timelines and errors', async (_, trick) => {
    const item = { id: `casework/${trick}`, kind: 'instance', process: 'casework', instance: trick, error: `Error: ${trick}`, since: null, waiting: 1 } as const; // prettier-ignore
    const entry = { at: '2026-03-01T10:00:00.000Z', stream: `case-${trick}`, revision: 1, event: 'CaseOpened', data: { subject: trick }, because: trick }; // prettier-ignore
    const shown = [
      await cli(['parked', 'list'], { parkedList: () => Promise.resolve([item]) }),
      await cli(['parked', 'list', '--json'], { parkedList: () => Promise.resolve([item]) }),
      await cli(['parked', 'show', 'x'], { parkedShow: () => Promise.resolve({ ...item, kind: 'effect', target: trick, command: trick, attempts: 1 }) }),
      await cli(['timeline', 'case', 'x'], { timeline: () => Promise.resolve([entry]) }),
      await cli(['timeline', 'case', 'x', '--json'], { timeline: () => Promise.resolve([entry]) }),
      await cli(['timeline', 'case', trick], { timeline: () => Promise.resolve([]) }),
      await cli(['verify'], { verify: () => Promise.resolve({ events: 1, auditRows: 1, problems: [trick] }) }),
      await cli(['parked', 'list'], { parkedList: () => Promise.reject(new Error(trick)) }),
      await cli(['import', trick.replaceAll('\0', '')]),
      await cli(['parse', trick]),
      await cli([trick]),
      await cli(['keys', 'list', `--${trick}`]),
    ];
    for (const { out, err } of shown) {
      expect(out + err).not.toBe('');
      expect(obeyed(out + err)).toEqual([]);
    }
  }); // prettier-ignore
});

describe('parse is given', () => {
  const refused = async (file: string, said: RegExp) => {
    const { code, out, err } = await cli(['parse', file]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(said);
  };

  it('a file that is not there, and says where to look', () =>
    refused('none.eml', /^none\.eml cannot be opened: there is no such file: look at its name/));

  it('a path through a file, and says so', async () => {
    writeFileSync(join(dir, 'a.eml'), '');
    await refused('a.eml/b.eml', /^a\.eml\/b\.eml cannot be opened: a part of its path is a file/);
  });

  it('a folder, and says what to do with it', async () => {
    mkdirSync(join(dir, 'inbox'));
    await refused('inbox', /^inbox cannot be opened: it is a folder: name the files in it, or import it\n$/);
  });

  it('a name with a NUL, or one longer than any', async () => {
    await refused('a\0b', /^a\\u0000b cannot be opened: /);
    await refused('a'.repeat(300), /cannot be opened: its name is too long/);
  });

  it('an empty file, which is a result: nothing can be read in it', async () => {
    writeFileSync(join(dir, 'a.eml'), '');
    const { code, out, err } = await cli(['parse', 'a.eml']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ file: 'a.eml', kind: 'unreadable', problems: ['it is empty'] });
  });

  it('something without an end, and reads its beginning', async () => {
    const { code, out, err } = await cli(['parse', '/dev/zero']);
    expect([code, err]).toEqual([0, expect.stringContaining('/dev/zero is more than a message')]);
    expect(JSON.parse(out)).toMatchObject({ kind: 'unreadable' });
  });

  it('a pipe, with a report or with nothing in it', async () => {
    for (const [name, text] of [['full', reported('x')], ['empty', '']] as const) {
      execFileSync('mkfifo', [join(dir, name)]);
      const parsed = cli(['parse', name]);
      writeFileSync(join(dir, name), text);
      expect(JSON.parse((await parsed).out)).toMatchObject({ kind: text === '' ? 'unreadable' : 'complaint' });
    }
  }); // prettier-ignore

  it('60 MB, and says how much of it was read and what takes more', async () => {
    const path = join(dir, 'big.mbox');
    writeFileSync(path, reported('x'));
    truncateSync(path, 60_000_000);
    const { code, out, err } = await cli(['parse', 'big.mbox', 'none.eml']);
    expect(JSON.parse(out)).toMatchObject({ kind: 'complaint', originalSubject: 'x', problems: expect.arrayContaining(['only the first 33554432 bytes were read']) as string[] });
    expect(err).toMatch(/^big\.mbox is more than a message: its first 33554432 bytes are read; import takes mbox files apart\n/);
    expect(code).toBe(1); // for the other one
  }); // prettier-ignore
});
