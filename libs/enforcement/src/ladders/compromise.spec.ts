import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { adopted, direct, unregistered, warned } from './scenes';
import { Walk } from './walk';

const walk = (id: 'spotler' | 'iconneqt') =>
  new Walk(adopted(parse(readFileSync(`config/policies/${id}.yaml`, 'utf8'))));
const fraud = { feedbackTypes: ['fraud' as const] };

describe.each(['spotler', 'iconneqt'] as const)('phishing or malware, under the policy of %s', (id) => {
  it('is no ground to hold on one report that nobody vouches for, whatever else is complained of', () => {
    const w = walk(id);
    w.complains();
    w.complains();
    w.complains({ ...fraud, ...unregistered });
    expect(w.measure('hold')).toMatchObject({ status: 'proposed', because: 'trust' });
    w.complains();
    expect(w.measure('hold').status).toBe('proposed');
  });

  it('is, when two persons report it over channels that are vouched for', () => {
    const w = walk(id);
    w.complains(fraud);
    expect(w.measure('hold').status).toBe('proposed');
    w.complains({ feedbackTypes: ['virus'] });
    expect(w.measure('hold').status).toBe('taken');
  });
});

describe('a measure that rests on complaints', () => {
  const content: unknown = parse(readFileSync('config/policies/iconneqt.yaml', 'utf8'));

  it('is only proposed when the one that asks for it may not carry it itself', () => {
    const w = warned(new Walk(adopted(content)));
    w.complains(); // over a feedback loop: enough to count, and no ground to close
    w.complains(unregistered);
    expect(w.measures).toEqual(['warn taken', 'hold proposed', 'close proposed']);
    w.complains();
    expect(w.measure('hold').status).toBe('proposed');
  });

  it('is told with its own ground, although the same waits on another', () => {
    const w = warned(new Walk(adopted(content)));
    w.complains(fraud);
    w.complains(direct);
    expect(w.state.measures.map((m) => [m.measure, m.status, m.why.ground])).toEqual([
      ['warn', 'taken', 'complaint'],
      ['hold', 'dropped', 'compromise'],
      ['hold', 'taken', 'new-complaint'],
      ['close', 'proposed', 'new-complaint'],
    ]);
    expect(w.tasks).toContain('compromise'); // still somebody's work
  });

  it('is taken once a person’s word lifts that one', () => {
    const w = warned(new Walk(adopted(content)));
    const weak = w.complaint(unregistered);
    w.tells(weak);
    expect(w.measure('hold').status).toBe('proposed');
    w.tells({ ...weak, may: ['forward', 'propose', 'enforce'] });
    expect(w.measure('hold').status).toBe('taken');
  });

  it('is taken when another one asks for it that may', () => {
    const w = warned(new Walk(adopted(content)));
    w.complains(unregistered);
    w.complains(direct);
    expect(w.measure('hold').status).toBe('taken');
  });
});
