import { hours, minutes } from '@app/kernel';
import { policyFile } from '@app/testing';
import { adopted } from './scenes';
import { Walk } from './walk';

const spotler = adopted(policyFile('spotler'));

/** Automation is off, and the demand waits for a person. */
const proposed = (): Walk => {
  const w = new Walk(spotler);
  w.facts = { ...w.facts, automation: { auto: false, because: 'switched off' } };
  w.complains();
  w.passes(minutes(15));
  expect(w.measures).toEqual(['demand proposed']);
  return w;
};
const resumed = (w: Walk): Walk => {
  w.facts = { ...w.facts, automation: { auto: true } };
  w.complains();
  w.passes(minutes(15));
  return w;
};
const kinds = (w: Walk) => w.notices().map(({ kind }) => kind);

describe('Spotler: a demand that waits for a person', () => {
  it('is sent by their approval', () => {
    const w = proposed();
    w.decides({ decision: 'approve', measureId: w.measure('demand').measureId });
    expect(kinds(w)).toEqual(['demand']);
    expect(w.state.stage).toBe('demanded');
  });

  it('is sent once: when automation is on again and it went out by itself, nobody is asked any more', () => {
    const w = resumed(proposed());
    expect(kinds(w)).toEqual(['demand']);
    expect(w.measures).toEqual(['demand dropped']);
    expect(w.tasks).toEqual([]);
    w.answers(['feedback', 'solution']);
    expect(w.refuses({ decision: 'approve', measureId: w.measure('demand').measureId })).toBe('not-proposed');
    w.passes(hours(72));
    expect(kinds(w)).toEqual(['demand']);
    expect(w.state.stage).toBe('answered');
  });

  it('when it is refused, the next complaint may lead to another one', () => {
    const w = proposed();
    w.decides({ decision: 'refuse', measureId: w.measure('demand').measureId });
    expect(w.state.stage).toBe('open');
    resumed(w);
    expect(kinds(w)).toEqual(['demand']);
    expect(w.state.stage).toBe('demanded');
  });

  it('falls when what it would ask is asked no more', () => {
    const w = proposed();
    w.decides({ decision: 'impose', measure: 'hold' });
    expect(w.measures).toEqual(['demand dropped', 'hold taken']);
    expect(w.state.demand?.status).toBe('cancelled');
  });
});

it('a demand that waits for a person falls once when no complaint is left', () => {
  const w = new Walk(spotler);
  w.facts = { ...w.facts, automation: { auto: false, because: 'switched off' } };
  const complaint = w.complaint();
  w.tells(complaint);
  w.passes(minutes(15));
  w.tells({ ...complaint, may: [] });
  expect(w.all('MeasureDropped')).toHaveLength(1);
  expect(w.tasks).toEqual([]);
});

/** Streams from before a demand that went out dropped its proposal have both. */
describe('a proposal that was left of a demand that runs', () => {
  const stale = (): Walk => {
    const w = resumed(proposed());
    w.without('MeasureDropped');
    return w;
  };

  it('cannot be approved', () => {
    const w = stale();
    w.answers(['feedback', 'solution']);
    expect(w.refuses({ decision: 'approve', measureId: w.measure('demand').measureId })).toBe('not-planned');
  });

  it('is refused, and the demand runs on', () => {
    const w = stale();
    w.decides({ decision: 'refuse', measureId: w.measure('demand').measureId });
    expect(w.state.demand?.status).toBe('running');
    expect(w.state.stage).toBe('demanded');
  });
});
