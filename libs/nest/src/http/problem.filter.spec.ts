import type { ArgumentsHost } from '@nestjs/common';
import { sql, StoreBusy, StoreClosed, StoreFailed, StoreFull } from '@app/kernel';
import { LostRace } from '@app/read-store';
import type { AuditTrail } from '../audit/audit-trail';
import type { Logger } from '../observability/logger';
import { BrokenOff } from './problem';
import { ProblemFilter } from './problem.filter';

interface Answered {
  status: number;
  retryAfter: unknown;
  detail: string;
}

const answeredWith = async (error: Error): Promise<Answered> => {
  const answer: Answered = { status: 0, retryAfter: undefined, detail: '' };
  const reply = {
    raw: {},
    status: (code: number) => ((answer.status = code), reply),
    headers: (headers: Record<string, string>) => ((answer.retryAfter = headers['retry-after']), reply),
    type: () => reply,
    send: ({ detail }: { detail: string }) => ((answer.detail = detail), reply),
  };
  const http = { getRequest: () => ({ url: '/v1/things', method: 'POST' }), getResponse: () => reply };
  const logger = { error: () => undefined } as unknown as Logger;
  const filter = new ProblemFilter(logger, {} as AuditTrail);
  await filter.catch(error, { switchToHttp: () => http } as unknown as ArgumentsHost);
  return answer;
};

it.each([
  ['StoreBusy', 503, new StoreBusy('desk.db', 9)],
  ['StoreClosed', 503, new StoreClosed('desk.db')],
  ['StoreFailed', 503, new StoreFailed('desk.db', 'SQLITE_IOERR')],
  ['LostRace', 503, new LostRace(sql('update t set n = 1'))],
  ['StoreFull', 507, new StoreFull('desk.db')],
] as const)('%s is %i, and may be tried again', async (_, status, error) =>
  expect(await answeredWith(error)).toMatchObject({ status, retryAfter: expect.any(String) as string }),
);

it('a batch that broke off does not say that nothing was done', async () => {
  const { status, retryAfter, detail } = await answeredWith(new BrokenOff(new StoreFull('desk.db')));
  expect({ status, retryAfter }).toEqual({ status: 507, retryAfter: expect.any(String) as string });
  expect(detail).toBe(
    'the batch broke off, and part of it may have been taken: send it again whole, nothing is taken twice',
  );
});
