import { onceInLog } from './checks';
import type { Sent } from './sender';

const sent = (more: Partial<Sent> = {}): Sent => ({
  shape: 'yahoo',
  accountId: 'shop-1',
  ids: new Set(['r1']),
  kept: 1,
  known: 0,
  ...more,
});
const log = (received: Record<string, number>, examined = received) => ({
  received: new Map(Object.entries(received)),
  examined: new Map(Object.entries(examined)),
});

describe('of what was answered 250', () => {
  it('nothing is wrong when each content is one report', () => {
    const twice = sent({ ids: new Set(['r2']), known: 1 });
    expect(onceInLog([sent(), twice], log({ r1: 1, r2: 1 }))).toEqual({ lost: [], doubled: [] });
  });

  it.each<[string, Sent[], ReturnType<typeof log>]>([
    ['is not in the log', [sent()], log({})],
    ['has the id of another', [sent(), sent()], log({ r1: 1 })],
    ['names no report', [sent({ ids: new Set() })], log({})],
  ])('one that %s is lost', (_, messages, kept) =>
    expect(onceInLog(messages, kept).lost).toEqual([expect.stringContaining('a yahoo message')]),
  );

  it.each<[string, Sent[], ReturnType<typeof log>]>([
    ['is new when it comes again', [sent({ kept: 2 })], log({ r1: 1 })],
    ['is known when it first comes', [sent({ kept: 0, known: 1 })], log({ r1: 1 })],
    ['is two reports', [sent({ ids: new Set(['r1', 'r2']) })], log({ r1: 1, r2: 1 })],
    ['is taken in twice', [sent()], log({ r1: 2 }, { r1: 1 })],
    ['is examined twice', [sent()], log({ r1: 1 }, { r1: 2 })],
    ['nobody was told of', [sent()], log({ r1: 1, r2: 1 })],
  ])('one that %s is doubled', (_, messages, kept) =>
    expect(onceInLog(messages, kept).doubled).toHaveLength(1),
  );
});
