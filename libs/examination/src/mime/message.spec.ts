import { DEFAULT_BUDGET, Problems, type Budget } from './budget';
import { parseParameterised } from './content-type';
import { all, first } from './headers';
import { expand, leaves, openMessage, type Part } from './message';

const open = (text: string | Uint8Array, budget: Partial<Budget> = {}) => {
  const problems = new Problems();
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return { root: openMessage(bytes, { ...DEFAULT_BUDGET, ...budget }, problems), problems: problems.list };
};
const shape = (part: Part): string =>
  part.parts.length > 0
    ? `${part.type}(${part.parts.map(shape).join(' ')})`
    : part.message
      ? `${part.type}[${part.message.type}]`
      : part.type;
const lines = (...text: string[]) => text.join('\r\n');

const nested = lines(
  'From: a@b.example',
  'Content-Type: multipart/mixed; boundary=outer',
  '',
  'preamble',
  '--outer',
  'Content-Type: multipart/alternative; boundary="outer2"',
  '',
  '--outer2',
  '',
  'text',
  '--outer2',
  'Content-Type: text/html',
  '',
  '<p>',
  '--outer2--',
  '--outer',
  'Content-Type: message/rfc822',
  '',
  'From: c@d.example',
  'Content-Type: multipart/mixed; boundary=inner',
  '',
  '--inner',
  '',
  'x',
  '--inner--',
  '--outer--',
  'epilogue',
);

describe('the scanner', () => {
  it('finds the parts, one boundary being the beginning of another', () => {
    const { root, problems } = open(nested);
    expect(shape(root)).toBe(
      'multipart/mixed(multipart/alternative(text/plain text/html) message/rfc822[multipart/mixed])',
    );
    expect(problems).toEqual([]);
  });

  it('opens a message within only when it is told to', () => {
    const within = open(nested).root.parts[1]!.message!;
    expect(within.parts).toEqual([]);
    expect(shape(expand(within, DEFAULT_BUDGET, new Problems()))).toBe('multipart/mixed(text/plain)');
  });

  it.each([
    ['LF', nested.replaceAll('\r\n', '\n')],
    ['CR', nested.replaceAll('\r\n', '\r')],
    ['CR CR LF', nested.replaceAll('\r\n', '\r\r\n')],
    ['a mixture', nested.replace('preamble\r\n', 'preamble\n').replace('text\r\n', 'text\r')],
    ['CRLF, after a byte order mark', `\ufeff${nested}`],
  ])('reads lines that end with %s alike', (_, text) =>
    expect(shape(open(text).root)).toBe(shape(open(nested).root)),
  );

  it('unfolds header fields and keeps repeated ones in order', () => {
    const { root } = open('A: one\r\n two\r\n\tthree\r\na:  four \r\n\r\nbody');
    expect(all(root.headers, 'a')).toEqual(['one two three', 'four']);
    expect(root.body).toBe('body');
  });

  it('passes over an mbox line, and a line that is no field', () => {
    const { root, problems } = open(
      'From x@y Tue Mar  3 09:00:00 2026\nFrom: a@b\nnonsense\nTo: c@d\n\nbody',
    );
    expect([...root.headers.keys()]).toEqual(['from', 'to']);
    expect(problems).toEqual([
      'an mbox "From " line stands before the headers',
      'a line among the header fields is none',
    ]);
  });

  it('takes a field called __proto__ for a field', () => {
    const { root } = open('__proto__: x\r\nconstructor: y\r\n\r\n');
    expect(first(root.headers, '__proto__')).toBe('x');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each([
    ['no closing boundary', nested.replace('--outer--\r\nepilogue', '')],
    ['a multipart without a boundary parameter', nested.replace('; boundary=outer', '')],
    [
      'parts without a Content-Type that announces them',
      nested.replace(/Content-Type: multipart\/mixed; boundary=outer\r\n/, ''),
    ],
    [
      'the boundary of a multipart does not occur',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\nnothing',
    ],
  ])('says %s, and reads on', (problem, text) => {
    const { root, problems } = open(text);
    expect(problems).toEqual([problem]);
    if (!text.includes('nothing')) expect(shape(root)).toContain('message/rfc822');
  });

  it('stops at its budgets and says so', () => {
    const many = `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(10_001)}--b--`;
    const deep = Array.from(
      { length: 20 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
    ).join('');
    const wide = `${'H: x\n'.repeat(1_000)}\nbody`;
    const long = `H: ${'x'.repeat(100_000)}\n ${'y'.repeat(100_000)}\n\nbody`;
    expect(open(many).root.parts.length).toBe(100);
    expect(open(many).problems).toEqual(['more than 100 parts: the rest was left out']);
    expect([...leaves(open(deep).root)].length).toBe(9);
    expect(open(deep).problems).toContain('parts nested more than 8 deep: the inner ones were left out');
    expect(all(open(wide).root.headers, 'h').length).toBe(200);
    expect(open(wide).root.body).toBe('body');
    expect(first(open(long).root.headers, 'h')!.length).toBeLessThanOrEqual(8_192);
    expect(open(long).root.body).toBe('body');
    expect(open('H: x\n\n0123456789', { bytes: 10 }).root.body).toBe('0123');
  });

  it('takes linear time on what invites quadratic', () => {
    const rows = [
      '\r'.repeat(1_000_000),
      'nonsense\n'.repeat(200_000),
      'x'.repeat(1_000_000),
      `H: a\n${' \n'.repeat(500_000)}`,
      `Content-Type: multipart/mixed; boundary=b\n\n${'--bx\n'.repeat(200_000)}`,
      `Content-Type: ${'a=;'.repeat(300_000)}\n\n`,
    ];
    const before = process.cpuUsage();
    for (const row of rows) open(row);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(2_000); // milliseconds; quadratic, each takes minutes
  });
});

describe('a field with parameters', () => {
  it.each([
    [
      'multipart/report; report-type=feedback-report; boundary="a;b"',
      'multipart/report',
      { 'report-type': 'feedback-report', boundary: 'a;b' },
    ],
    [
      'Multipart/Report (a comment);; BOUNDARY=x (y) ; report-type="feed\\"back"',
      'multipart/report',
      { boundary: 'x', 'report-type': 'feed"back' },
    ],
    ['text/plain; charset="open', 'text/plain', { charset: 'open' }],
    ['text/plain; stray; charset=utf-8', 'text/plain', { charset: 'utf-8' }],
    ['', '', {}],
  ])('%s is read', (text, value, params) => {
    const read = parseParameterised(text);
    expect([read.value, Object.fromEntries(read.params)]).toEqual([value, params]);
  });
});
