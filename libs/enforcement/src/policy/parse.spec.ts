import { hours } from '@app/kernel';
import { policyFile } from '@app/testing';
import { canonicalJson } from './canonical';
import { parsePolicy, PolicyError } from './parse';
import { looksAt } from './settings';

interface Content {
  [key: string]: unknown;
  settings: Record<string, Record<string, unknown>>;
  rules: Record<string, unknown>[];
}
const spotler = (): Content => policyFile('spotler') as Content;
const problems = (content: unknown) => {
  try {
    parsePolicy(content);
    return [];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.message.split('\n');
  }
};
const changed = (change: (content: Content) => void) => {
  const content = spotler();
  change(content);
  return problems(content);
};
const demand = (content: Content) => content.rules.find((r) => r['id'] === 'demand')!;

describe('a policy', () => {
  it.each(['spotler', 'iconneqt'] as const)('%s is one, and cites only sentences of its text', (id) => {
    const policy = parsePolicy(policyFile(id));
    expect(policy.id).toBe(id);
    const prefixes = { spotler: /^SP-/, iconneqt: /^I[EN]-/ } as Record<string, RegExp>;
    for (const rule of policy.rules) for (const cite of rule.cites) expect(cite).toMatch(prefixes[id]!);
  });

  it('says durations in words, and a day is 24 hours', () => {
    const policy = parsePolicy(spotler());
    const [measure] = policy.rules.find((r) => r.id === 'demand')!.then;
    expect(measure).toMatchObject({ within: hours(24) });
  });

  it('tells what its rules look at', () => {
    const iconneqt = parsePolicy(policyFile('iconneqt'));
    expect(looksAt(iconneqt, 'campaignRecipients')).toBe(true);
    expect(looksAt(iconneqt, 'rate')).toBe(true); // within `any`
    expect(looksAt(parsePolicy(spotler()), 'campaignRecipients')).toBe(false);
  });

  it('says at what complaint rate too much is complained', () => {
    const rate = (given: object) => parsePolicy({ ...spotler(), rate: given }).rate;
    expect(rate({ threshold: '3/1000', comparator: '>=' }).threshold).toEqual({
      ppm: 3_000,
      comparator: '>=',
    });
    const usual = { threshold: { ppm: 1_000, comparator: '>' } };
    expect(rate({})).toMatchObject(usual);
    expect(parsePolicy(spotler()).rate).toMatchObject(usual);
    const { rate: _, ...older } = spotler();
    expect(parsePolicy(older).rate).toEqual(parsePolicy(spotler()).rate); // a version from before stays readable
  });

  it('puts the value of a setting wherever a rule refers to it', () => {
    const content = spotler();
    content.settings['unanswered']!['value'] = 'auto';
    const rule = parsePolicy(content).rules.find((r) => r.id === 'unanswered')!;
    expect(rule.then[0]).toMatchObject({ mode: 'auto', lapsesAfter: hours(1) });
  });

  it.each<[string, (content: Content) => void, string]>([
    [
      'a value that a setting cannot have',
      (c) => (c.settings['unanswered']!['value'] = 'maybe'),
      'settings.unanswered.value is "maybe": one of "propose", "auto", "off"',
    ],
    ...['0.1%', '1/3000', '2/1', '1/0'].map((threshold): [string, (content: Content) => void, string] => [
      `a rate of ${threshold}`,
      (c) => (c['rate'] = { threshold }),
      `rate.threshold is "${threshold}": a fraction of at most 1 in whole millionths: 1/1000, 3/1000, 1/20000`,
    ]),
    [
      'a duration that is none',
      (c) => ((demand(c)['then'] as Record<string, unknown>[])[0]!['within'] = '1 day'),
      'rules.2.then.0.within is "1 day": a whole number and s, m, h or d: 24h, 15m, 90s, 30d',
    ],
    [
      'a measure that there is not',
      (c) => ((demand(c)['then'] as Record<string, unknown>[])[0]!['measure'] = 'fine'),
      'rules.2.then.0.measure is "fine"',
    ],
    ['a field that there is not', (c) => (c['colour'] = 'red'), 'colour: no such field here'],
    [
      'a setting that there is not',
      (c) => (demand(c)['when'] = { given: { demandWhy: ['literal'] } }),
      'rules.2.when.given.demandWhy is "demandWhy": no such setting; there are demandWhen',
    ],
    [
      'a reference to a setting that there is not',
      (c) => ((demand(c)['then'] as Record<string, unknown>[])[0]!['within'] = { setting: 'span' }),
      'rules.2.then.0.within is "span": no such setting',
    ],
    [
      'a condition on a value that the setting cannot have',
      (c) => (demand(c)['when'] = { given: { demandWhen: ['sometimes'] } }),
      'rules.2.when.given.demandWhen is "sometimes": one of "literal", "recommended"',
    ],
    ['two rules of one id', (c) => (c.rules[1]!['id'] = 'demand'), 'rules is "demand": the id of two rules'],
    [
      'a condition by another name',
      (c) => (demand(c)['when'] = { channels: ['direct'] }),
      'rules.2.when.channels: no such field here',
    ],
    ['no rules', (c) => (c.rules = []), 'rules is []'],
  ])('is refused with path, value and what is allowed: %s', (_, change, message) =>
    expect(changed(change).join('\n')).toContain(message),
  );

  it('says everything that is wrong at once', () =>
    expect(
      changed((c) => {
        c['title'] = '';
        c['orders'] = {};
      }),
    ).toHaveLength(2));

  it.each([null, [], 'spotler', 7])('is an object, not %j', (content) =>
    expect(problems(content)).toEqual([expect.stringContaining('an object is expected')]),
  );

  it('is not fooled by names that every object has', () =>
    expect(
      changed(
        (c) => ((demand(c)['then'] as Record<string, unknown>[])[0]!['within'] = { setting: 'constructor' }),
      ).join(),
    ).toContain('no such setting'));
});

describe('the canonical content', () => {
  it('does not depend on the order of keys, and does on that of lists', () => {
    expect(canonicalJson({ b: [1, { d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[1,{"c":null,"d":1}]}');
    expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
  });
  it('knows no difference between absent and undefined', () =>
    expect(canonicalJson({ a: undefined })).toBe(canonicalJson({})));
});
