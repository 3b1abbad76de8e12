import fc from 'fast-check';
import { fileProblems, MOST_FILE_BYTES, safeName, typeOf } from './evidence-files';

const file = (bytes: Buffer | string) => ({ name: 'x', bytes: Buffer.from(bytes) });
const problems = (...files: (Buffer | string)[]) =>
  fileProblems(files.map(file)).map(({ file: n, problem }) => [n, problem]);

describe('what is handed in', () => {
  it.each([
    ['%PDF-1.7\n', 'application/pdf'],
    [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), 'image/png'],
    [Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0]), 'image/jpeg'],
    ['name;date\r\nJán;2026\n', 'text/plain'],
    ['<html>', 'text/plain'],
    ['MZ\x00\x90', undefined],
    ['PK\x03\x04', undefined],
    [Buffer.from([0xe9, 0x61]), undefined],
  ])('is what its bytes say: %p is %s', (bytes, type) =>
    expect(typeOf(Buffer.from(bytes as string))).toBe(type),
  );

  it('is bounded in number and size', () => {
    expect(problems('a', 'b', 'c', 'd', 'e')).toEqual([]);
    expect(problems('a', 'b', 'c', 'd', 'e', 'f')).toEqual([[5, 'too-many']]);
    expect(problems(Buffer.alloc(MOST_FILE_BYTES, 'a'))).toEqual([]);
    expect(problems(Buffer.alloc(MOST_FILE_BYTES + 1, 'a'))).toEqual([[0, 'too-large']]);
    expect(problems(...Array.from({ length: 3 }, () => Buffer.alloc(MOST_FILE_BYTES, 'a')))).toEqual([
      [2, 'too-large'],
    ]);
    expect(problems('', '\x00')).toEqual([
      [0, 'empty'],
      [1, 'unknown-type'],
    ]);
  });

  it('gets a name that is safe anywhere, and ends as its bytes say', () =>
    fc.assert(
      fc.property(fc.option(fc.string({ unit: 'binary' })), (name) =>
        expect(safeName(name, 'application/pdf', 'f1')).toMatch(/^[\w -]{1,80}\.pdf$/),
      ),
    ));

  it.each([
    ['..\\..\\form.exe', 'form.pdf'],
    ['/etc/passwd', 'passwd.pdf'],
    ['Formulier "Ján".pdf', 'Formulier Jan.pdf'],
    ['…', 'f1.pdf'],
    [null, 'f1.pdf'],
  ])('is called %p as %s', (name, safe) => expect(safeName(name, 'application/pdf', 'f1')).toBe(safe));
});
