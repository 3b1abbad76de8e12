import { excessOf } from './excess';

const big = 'Subject: x\r\n\r\n';

describe('a message', () => {
  it.each([
    ['Subject: x\r\n\r\nbody', undefined],
    [`${'DKIM-Signature: v=1\r\n'.repeat(10)}\r\n`, undefined],
    [`${'DKIM-Signature: v=1\r\n'.repeat(11)}\r\n`, 'not verified: it carries over 10 signatures'],
    [`${'ARC-Seal: i=1\r\n'.repeat(21)}\r\n`, 'not verified: its ARC chain is too long'],
    [`H: x\r\n${' y\r\n'.repeat(2_001)}\r\n`, 'not verified: its header has over 2000 lines'],
    [`H: ${'x'.repeat(300_000)}`, 'not verified: its header is over 262144 bytes'],
    [`${big}${'x'.repeat(2_000_000)}`, 'not verified: its body has a line over 1048576 bytes'],
    [`${big}${' \r\n'.repeat(30_000)}`, 'not verified: its body has too many lines of nothing but blanks'],
    [`${big}${`${' \r\n'.repeat(1_000)}x\r\n`.repeat(100)}`, undefined],
    [`${big}${'\r\n'.repeat(300_000)}`, undefined],
    [`${big}${`${'x'.repeat(900_000)}\r\n`.repeat(3)}`, undefined],
  ])('costs no more to verify than it may (%#)', (text, expected) =>
    expect(excessOf(Buffer.from(text))).toBe(expected),
  );
});
