import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Instant } from '@app/kernel';
import { StaleFacts } from '../case/facts';
import { adopted, direct, warned } from './scenes';
import { Walk } from './walk';

const content: unknown = parse(readFileSync('config/policies/iconneqt.yaml', 'utf8'));
const walk = (settings?: Record<string, unknown>) => new Walk(adopted(content, settings));

describe('a case', () => {
  it('is decided by the policy version it was opened under, and by no other', () => {
    const w = warned(walk());
    w.facts = { ...w.facts, policy: { ...w.facts.policy, version: 'v2' } };
    const [name, dueAt] = ['warning-expiry', w.at] as const;
    expect(() => w.tries({ type: 'ReachDeadline', name, dueAt, firedAt: dueAt })).toThrow(
      'case shop.1 is pinned to iconneqt v1, and was given v2: look it up again',
    );
    expect(() => w.complains(direct)).toThrow(StaleFacts);
  });

  it('does not exist before a signal opens it', () =>
    expect(walk().refuses({ decision: 'close' })).toBe('no-such-case'));

  it('is not decided on facts of another complaint', () => {
    const w = walk();
    expect(() =>
      w.tries({ type: 'RaiseSignal', signal: { kind: 'complaint', complaintId: 'c9' } }, w.complaint()),
    ).toThrow(StaleFacts);
  });

  it('with automation off proposes what it would have done, the notices too', () => {
    const w = walk();
    w.facts = { ...w.facts, automation: { auto: false, because: 'desk' } };
    w.complains(direct);
    expect(w.measures).toEqual(['warn proposed']);
    w.decides({ decision: 'approve', measureId: w.measure('warn').measureId });
    expect(w.notices().map((n) => n.kind)).toEqual(['warning']);
    expect(w.state.stage).toBe('warned');
  });

  it('remembers a bounded number of complaints, and passes every one on', () => {
    const w = walk();
    for (let i = 0; i < 400; i++) w.complains({ sent: { at: 0 as Instant, estimated: false } });
    expect(w.state.complaints).toHaveLength(256);
    expect(w.state.total).toBe(400);
  });
});
