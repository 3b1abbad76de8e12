import { minutes, plus, type Instant as At } from '@app/kernel';
import type { AccountCommand } from './commands';
import { id, at, of, apply, after, tell } from './scene';

describe('what the platform sees the account do', () => {
  const saw = (
    state: 'scheduled' | 'held' | 'refused' | 'sent',
    when: At,
    more: object = {},
  ): AccountCommand => ({
    type: 'RecordInjections',
    accountId: id,
    at: when,
    injections: [{ campaignId: null, stream: 'bulk', at: when, state, ...more }],
  });
  const later = plus(at, minutes(5));

  it('leaves no trace while nothing keeps it from sending', () =>
    expect(after(saw('sent', at)).types).toEqual([]));
  it('after it was told to stop is told to the case', () =>
    expect(after(apply('stop', 'm1'), saw('refused', later)).types.at(-1)).toBe('InjectionsObserved'));
  it('before it was told to stop, or with what is not bulk, proves nothing', () => {
    const stopped = apply('stop', 'm1', { at: later });
    expect(after(stopped, saw('refused', at)).types).not.toContain('InjectionsObserved');
    expect(after(stopped, saw('refused', later, { stream: 'transactional' })).types).not.toContain(
      'InjectionsObserved',
    );
  });
  it('past a confirmed hold is a leak of the platform', () => {
    const { events } = after(apply('hold', 'm1'), tell(1, 'confirmed'), saw('sent', later));
    expect(events.at(-1)).toMatchObject({
      type: 'HoldLeaked',
      data: { orderId: 'shop.1', caseId: 'shop.1' },
    });
  });
  it('past a hold that is not confirmed is none, nor are password resets under a hold of bulk', () => {
    expect(after(apply('hold', 'm1'), saw('sent', later)).types).not.toContain('HoldLeaked');
    const resets = saw('sent', later, { stream: 'transactional' });
    expect(after(apply('hold', 'm1'), tell(1, 'confirmed'), resets).types).not.toContain('HoldLeaked');
  });
  it('a hundred thousand times in a batch is said once for each campaign and state', () => {
    const injections = Array.from({ length: 100_000 }, (_, n) => ({
      campaignId: null,
      stream: 'bulk' as const,
      at: plus(later, minutes(n % 7)),
      state: 'refused' as const,
    }));
    const { events } = after(apply('stop', 'm1'), { type: 'RecordInjections', ...of, injections });
    expect(events.at(-1)).toMatchObject({ data: { injections: [{ at: plus(later, minutes(6)) }] } });
  });
});
