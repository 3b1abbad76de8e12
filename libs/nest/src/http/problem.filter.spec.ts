import type { ArgumentsHost } from '@nestjs/common';
import { sql, StoreBusy, StoreClosed, StoreFailed, StoreFull } from '@app/kernel';
import { LostRace } from '@app/read-store';
import type { AuditTrail } from '../audit/audit-trail';
import type { Logger } from '../observability/logger';
import { ProblemFilter } from './problem.filter';

const answeredWith = async (error: Error): Promise<{ status: number; retryAfter: unknown }> => {
  const answer = { status: 0, retryAfter: undefined as unknown };
  const reply = {
    raw: {},
    status: (code: number) => ((answer.status = code), reply),
    headers: (headers: Record<string, string>) => ((answer.retryAfter = headers['retry-after']), reply),
    type: () => reply,
    send: () => reply,
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
  expect(await answeredWith(error)).toEqual({ status, retryAfter: expect.any(String) as string }),
);
