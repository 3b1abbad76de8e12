import { Instant } from '@app/kernel';
import { correlated } from './correlation';
import { createLogger } from './logger';
import { NestLogger } from './nest-logger';

const logged = (act: (logger: ReturnType<typeof createLogger>) => void): string[] => {
  const lines: string[] = [];
  act(
    createLogger({
      level: 'trace',
      now: () => Instant('2026-03-01T10:00:00.000Z'),
      write: (line) => lines.push(line),
    }),
  );
  return lines;
};

describe('the log', () => {
  it('is one JSON object a line, with the time, the level and the correlation ids', () => {
    const [line] = logged((logger) =>
      correlated({ correlationId: 'c-1', commandId: 'k-1' }, () =>
        logger.info({ revision: 3 }, 'decided\nin two lines'),
      ),
    );
    expect(line!.indexOf('\n')).toBe(line!.length - 1);
    expect(JSON.parse(line!)).toEqual({
      level: 'info',
      at: '2026-03-01T10:00:00.000Z',
      correlationId: 'c-1',
      commandId: 'k-1',
      revision: 3,
      msg: 'decided\nin two lines',
    });
  });

  it('keeps the ids over awaits, apart for calls that run at once', async () => {
    const lines: string[] = [];
    const logger = createLogger({
      level: 'info',
      now: () => 0 as Instant,
      write: (line) => lines.push(line),
    });
    await Promise.all(
      ['a', 'b'].map((correlationId) =>
        correlated({ correlationId }, async () => {
          await Promise.resolve();
          logger.info(correlationId);
        }),
      ),
    );
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ correlationId: (JSON.parse(line) as { msg: string }).msg });
  });

  it.each<[string, (logger: ReturnType<typeof createLogger>) => void]>([
    ['in the message', (l) => l.info('notice to Jan.Jansen+x@example.nl could not be sent')],
    ['in angle brackets', (l) => l.info('550 5.1.1 <jansen@example.nl>: Recipient address rejected')],
    ['quoted', (l) => l.info('rcpt "jan jansen"@example.nl refused')],
    ['encoded in a URL', (l) => l.info('GET /unsubscribe?e=jansen%40example.nl')],
    ['in a VERP address', (l) => l.info('bounces+jansen=40example.nl@esp.example')],
    [
      'in an error, its stack and its cause',
      (l) => l.error(new Error('jansen@example.nl', { cause: new Error('for jansen@example.nl') })),
    ],
    [
      'in a field of an error',
      (l) => l.error({ err: Object.assign(new Error('x'), { recipient: 'jansen' }) }, 'failed'),
    ],
    [
      'in fields',
      (l) =>
        l.info({
          recipient: 'jansen',
          report: { originalRcptTo: ['jansen'], 'Original-Mail-From': 'jansen' },
        }),
    ],
    ['in a list', (l) => l.info({ seen: ['jansen@example.nl'] })],
    ['in a map', (l) => l.info({ seen: new Map([['email', 'jansen']]) })],
    ['in bytes', (l) => l.info({ chunk: Buffer.from('jansen@example.nl') })],
    ['in a child logger', (l) => l.child({ sender: 'jansen', about: 'jansen@example.nl' }).info('x')],
    ['not in ASCII', (l) => l.info('jånsen@exämple.nl and jansen@例え.jp')],
    [
      'in what Nest logs',
      (l) => new NestLogger(l).error('no jansen@example.nl', 'Error: jansen@example.nl\n at x', 'Context'),
    ],
  ])('holds no address or name of a person %s', (_, act) => {
    const lines = logged(act);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/j[aå]nsen/i);
    expect(() => JSON.parse(lines[0]!) as unknown).not.toThrow();
  });

  it('holds no key, token or password', () => {
    const lines = logged((l) =>
      l.info({
        headers: { authorization: 'Bearer hush' },
        token: 'hush',
        settings: { adminKey: 'hush', platform: { secret: 'hush' } },
      }),
    );
    expect(lines[0]).not.toContain('hush');
  });

  it('comes to an end on a hostile line', () => {
    const [line] = logged((l) => l.info(`${'a'.repeat(1_000_000)}%40${'=40'.repeat(100_000)}`));
    expect(line).toContain('[address]');
  });
});
