import fc from 'fast-check';
import { meaningOf } from './meaning';
import type { Blocklist } from './schema';

const zen: Blocklist['codes'] = [
  { code: '127.0.0.2', means: 'listed', name: 'SBL' },
  { code: '127.0.0.4', means: 'listed', name: 'XBL' },
  { code: '127.0.0.10', means: 'policy-range', name: 'PBL' },
  { code: '127.255.255.254', means: 'error', name: 'public resolver' },
];
const sums: Blocklist['codes'] = [
  { bit: 1, means: 'error', name: 'refused' },
  { bit: 8, means: 'listed', name: 'phishing' },
  { bit: 64, means: 'policy-range', name: 'grey' },
];
const listed = (severity: string, ...codes: string[]) => ({ state: 'listed', severity, codes });
const unknown = (why: string, refuses = false) => ({ state: 'unknown', why, refuses });

describe('an answer', () => {
  it.each([
    [['127.0.0.2'], listed('listed', 'SBL')],
    [['127.0.0.10'], listed('policy-range', 'PBL')],
    [['127.0.0.10', '127.0.0.4', '127.0.0.2'], listed('listed', 'PBL', 'SBL', 'XBL')],
    [['127.0.0.99', '127.0.0.2'], listed('listed', 'SBL')],
    [['127.0.0.99'], unknown('codes that its file does not name: 127.0.0.99')],
    [['127.255.255.254'], unknown('the list refuses: public resolver', true)],
    [['127.255.255.252'], unknown('the list refuses: 127.255.255.252', true)],
    [['127.255.255.255', '127.0.0.2'], unknown('the list refuses: 127.255.255.255', true)],
    [['127.0.0.1'], unknown('the list refuses: 127.0.0.1', true)],
    [['192.0.2.80'], unknown('an answer outside 127.0.0.0/8')],
    [['127.0.0.2', '198.51.100.1'], unknown('an answer outside 127.0.0.0/8')],
    [['not an address'], unknown('an answer outside 127.0.0.0/8')],
    [[], unknown('an answer without an address')],
    [undefined, unknown('an answer without an address')],
    ['127.0.0.2', unknown('an answer without an address')],
    [Array<string>(65).fill('127.0.0.2'), unknown('an answer of 65 addresses')],
  ])('of %j means this', (answers, meaning) => expect(meaningOf(answers, zen)).toEqual(meaning));

  it.each([
    [['127.0.0.8'], listed('listed', 'phishing')],
    [['127.0.0.72'], listed('listed', 'grey', 'phishing')],
    [['127.0.0.64'], listed('policy-range', 'grey')],
    [['127.0.0.2'], unknown('codes that its file does not name: 127.0.0.2')],
    [['127.0.0.1'], unknown('the list refuses: refused', true)],
    [['127.0.0.9'], unknown('the list refuses: refused', true)],
    [['127.255.255.254'], unknown('the list refuses: 127.255.255.254', true)],
  ])('of %j means this where a list sums up in bits', (answers, meaning) =>
    expect(meaningOf(answers, sums)).toEqual(meaning),
  );

  it('that is not wholly in 127.0.0.0/8, or refuses, is never a listing', () => {
    const odd = fc.oneof(
      fc.ipV4().filter((address) => !address.startsWith('127.')),
      fc.integer({ min: 0, max: 255 }).map((n) => `127.255.255.${n}`),
    );
    fc.assert(
      fc.property(odd, fc.array(fc.constantFrom('127.0.0.2', '127.0.0.10')), (one, others) => {
        expect(meaningOf([...others, one], zen).state).toBe('unknown');
        expect(meaningOf([one, ...others], sums).state).toBe('unknown');
      }),
    );
  });
});
