import { days, minutes } from '@app/kernel';
import { policyFile } from '@app/testing';
import { direct, walking } from './scenes';

const walk = walking(policyFile('aino'));

describe('Aino', () => {
  it('AI-28: passes complaints on to who sent the mail', () => {
    const w = walk();
    w.complains();
    w.complains(direct);
    w.passes(minutes(15));
    expect(w.notices().map(({ kind }) => kind)).toEqual(['forward']);
    expect(w.notices()[0]!.facts.due).toBeNull(); // and asks nothing
  });

  it('AI-28: keeps them to itself when that is how the text is read', () => {
    const w = walk({ forwarding: 'off' });
    w.complains();
    w.passes(days(1));
    expect(w.notices()).toEqual([]);
  });

  it('stops nobody, and sets nobody a time, whatever comes', () => {
    const w = walk();
    for (let n = 0; n < 40; n++) w.complains(direct);
    w.signals({
      kind: 'rate-breached',
      window: '30d',
      grade: 'actionable',
      complaints: 300,
      delivered: 9_000,
    });
    w.signals({ kind: 'blocklisted', list: 'zen', subject: '192.0.2.7' });
    w.passes(days(90));
    expect(w.measures).toEqual([]);
    expect(w.deadlines).toEqual([]);
    expect(w.refuses({ decision: 'confirm-unwanted' })).toBe('no-rule');
  });

  it('leaves what has to be stopped to a person', () => {
    const w = walk();
    w.complains();
    w.decides({ decision: 'impose', measure: 'hold' });
    expect(w.measures).toEqual(['hold taken']);
  });
});
