import { hours } from '@app/kernel';
import { policyFile } from '@app/testing';
import { direct, walking, warned } from './scenes';
import type { Walk } from './walk';

const walk = walking(policyFile('iconneqt'));

const auto = { closure: 'auto', closureNeedsTwo: false };

describe('iConneqt: closed automatically, as the text literally says', () => {
  it('on two complaints of independent complainants from different sources', () => {
    const w = warned(walk(auto));
    w.facts = { ...w.facts, campaignRecipients: 500 };
    w.complains(direct);
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close taken']);
    expect(w.state.stage).toBe('closed');
  });

  it('never when nobody knows how many got the mail', () => {
    const w = warned(walk(auto));
    w.complains(direct);
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
    expect(w.all('MeasureProposed').map((m) => m.because)).toEqual(['uncertain']);
  });

  it.each([
    [
      'a natural person’s account',
      (w: Walk) => (w.account = { ...w.account, legalForm: 'natural-person' }),
      'natural-person',
    ],
    [
      'an account of which nobody said whose it is',
      (w: Walk) => (w.account = { ...w.account, legalForm: null }),
      'legal-form-unknown',
    ],
    ['a protected account', (w: Walk) => (w.account = { ...w.account, protected: true }), 'protected'],
    [
      'while automation is off',
      (w: Walk) => (w.facts = { ...w.facts, automation: { auto: false } }),
      'halted',
    ],
  ] as const)('never %s', (_, change, because) => {
    const w = warned(walk(auto));
    w.facts = { ...w.facts, campaignRecipients: 500 };
    change(w);
    w.complains(direct);
    expect(w.measure('close').status).toBe('proposed');
    expect(w.all('MeasureProposed').at(-1)!.because).toBe(because);
  });

  it('never on the word of one source, however many it names', () => {
    const w = warned(walk(auto), { channels: ['direct'], source: 'regulator' });
    w.facts = { ...w.facts, campaignRecipients: 500 };
    w.complains({ channels: ['direct'], source: 'regulator' });
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });

  it('never on complaints that only a person’s word lifted', () => {
    const lifted = { ...direct, trust: 'C' as const, may: ['forward', 'propose', 'enforce'] as never };
    const w = warned(walk(auto), lifted);
    w.facts = { ...w.facts, campaignRecipients: 500 };
    w.complains(lifted);
    expect(w.measures).toEqual(['warn taken', 'hold taken', 'close proposed']);
  });
});

describe('a brand in shadow', () => {
  it('notes what it would have done, and does nothing', () => {
    const w = walk(auto);
    w.facts = { ...w.facts, enforcement: 'shadow', campaignRecipients: 500 };
    w.complains(direct);
    w.passes(hours(3));
    w.complains(direct);
    w.complains(direct);
    expect(w.all('MeasureShadowed').map((m) => [m.measure, m.would])).toEqual([
      ['warn', 'take'],
      ['hold', 'take'],
      ['close', 'take'],
    ]);
    for (const type of ['MeasureTaken', 'MeasureProposed', 'NoticeOrdered'] as const)
      expect(w.all(type)).toEqual([]);
  });

  it('that goes live holds nobody to a warning they never got', () => {
    const w = walk();
    w.facts = { ...w.facts, enforcement: 'shadow' };
    w.complains(direct);
    w.facts = { ...w.facts, enforcement: 'live' };
    w.passes(hours(3));
    w.complains(direct);
    expect(w.measures).toEqual(['warn shadowed', 'warn taken']);
  });

  it('notes a person’s decisions too, and orders nothing', () => {
    const w = walk();
    w.complains(direct);
    w.facts = { ...w.facts, enforcement: 'shadow' };
    w.decides({ decision: 'impose', measure: 'suspend' });
    expect(w.measures).toEqual(['warn taken', 'suspend shadowed']);
    expect(w.state.stage).toBe('warned');
  });
});
