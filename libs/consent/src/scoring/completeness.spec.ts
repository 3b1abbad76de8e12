import fc from 'fast-check';
import { Instant } from '@app/kernel';
import { questionnaire, type Questionnaire } from '../evidence/questionnaire';
import { completenessOf } from './completeness';

const collectedAt = Instant('2026-01-05T10:00:00.000Z');
const missing = (given: Questionnaire) => completenessOf(given).missing;

const online: Questionnaire = {
  collected: 'online',
  collectedAt,
  how: 'They asked for the newsletter on our page.',
  by: 'newsletter',
  url: 'https://shop.example/news',
  ip: '8.8.8.8',
  optIn: 'single',
  explicitStatement: true,
  statementText: 'Yes, send me the newsletter of The Shop.',
  couldConsent: true,
};

describe('completeness', () => {
  it('SP-37: of nothing is counted exactly, and says what to ask for', () =>
    expect(completenessOf({ collected: 'existing-customer' })).toEqual({
      answered: 0,
      asked: 5,
      missing: ['collectedAt', 'how', 'relation', 'informedHow', 'couldObject'],
    }));

  it('SP-36: of everything that was asked is whole', () =>
    expect(completenessOf(online)).toEqual({ answered: 9, asked: 9, missing: [] }));

  it.each(['online', 'existing-customer', 'offline', 'third-party'] as const)(
    'SP-38 SP-39: wants to know of %s when the address was collected, and how',
    (collected) => expect(missing({ collected })).toEqual(expect.arrayContaining(['collectedAt', 'how'])),
  );

  it('SP-40: of a third party wants to know which, and of what kind', () =>
    expect(missing({ collected: 'third-party' })).toEqual(expect.arrayContaining(['kind', 'party'])));

  it('SP-41 SP-43: of what was collected online wants to know by a newsletter’s form or otherwise', () =>
    expect(missing({ ...online, by: undefined })).toEqual(['by']));

  it('SP-42 SP-53 SP-54: of an existing customer wants the relationship, how they were told, and the chance to object', () =>
    expect(missing({ collected: 'existing-customer', collectedAt, how: 'At the till.' })).toEqual([
      'relation',
      'informedHow',
      'couldObject',
    ]));

  it('SP-44 SP-45 SP-46 SP-47: of what was collected online wants the page, the address of the machine and the opt-in', () =>
    expect(missing({ ...online, url: undefined, ip: undefined, optIn: undefined })).toEqual([
      'url',
      'ip',
      'optIn',
    ]));

  it('SP-44: does not ask for a page of what was said or written on paper', () =>
    expect(missing({ collected: 'offline' })).not.toEqual(expect.arrayContaining(['url'])));

  it('SP-48: asks when it was confirmed of a double opt-in, and of no other', () => {
    expect(missing({ ...online, optIn: 'double' })).toEqual(['confirmedAt']);
    expect(missing({ ...online, optIn: 'single' })).toEqual([]);
  });

  it('SP-49 SP-50 SP-51: wants the statement, its words, and whether the recipient could give it', () => {
    const {
      explicitStatement: _,
      statementText: __,
      couldConsent: ___,
      ...rest
    } = online as never as {
      explicitStatement: boolean;
      statementText: string;
      couldConsent: boolean;
      collected: 'online';
    };
    expect(missing(rest)).toEqual(['explicitStatement', 'statementText', 'couldConsent']);
  });

  it('SP-50: wants the partners of a co-registration by name', () => {
    const third: Questionnaire = { collected: 'third-party', coRegistrationPartners: [] };
    expect(missing(third)).toContain('coRegistrationPartners');
    expect(missing({ ...third, coRegistrationPartners: ['Bol & Co'] })).not.toContain(
      'coRegistrationPartners',
    );
  });

  it('SP-52: without a statement asks for the relationship instead', () =>
    expect(
      missing({ ...online, explicitStatement: false, statementText: undefined, couldConsent: undefined }),
    ).toEqual(['relation', 'informedHow', 'couldObject']));

  const answers = fc.record(
    {
      collected: fc.constantFrom('online' as const),
      collectedAt: fc.constant(collectedAt),
      how: fc.constant('so'),
      url: fc.constant('https://shop.example/'),
      ip: fc.constant('8.8.8.8'),
      optIn: fc.constantFrom('single' as const, 'double' as const),
      confirmedAt: fc.constant(collectedAt),
      explicitStatement: fc.boolean(),
      statementText: fc.constant('yes'),
      couldConsent: fc.boolean(),
      relation: fc.constant('customer'),
      informedHow: fc.constant('in words'),
      couldObject: fc.boolean(),
    },
    { requiredKeys: ['collected'] },
  );

  it('counts what is answered and what is missing to what is asked, whatever was answered', () =>
    fc.assert(
      fc.property(answers, (given) => {
        const { answered, asked, missing } = completenessOf(given);
        expect(answered + missing.length).toBe(asked);
        expect(new Set(missing).size).toBe(missing.length);
        for (const one of missing) expect(given).not.toHaveProperty(one);
      }),
    ));

  it('is whole once what it says is missing is answered, again and again', () => {
    const whole = { ...online, confirmedAt: collectedAt, relation: 'r', informedHow: 'i', couldObject: true };
    fc.assert(
      fc.property(answers, (given) => {
        let now: Questionnaire = given;
        for (let left = 20; left > 0 && missing(now).length > 0; left--) {
          const [one] = missing(now);
          now = { ...now, [one!]: whole[one as keyof typeof whole] };
        }
        expect(missing(now)).toEqual([]);
      }),
    );
  });
});

describe('the questionnaire', () => {
  const read = (given: unknown) => questionnaire.safeParse(given);
  it('takes half an answer', () => expect(read({ collected: 'offline' }).success).toBe(true));
  it.each([
    ['of another branch', { collected: 'existing-customer', url: 'https://shop.example/' }],
    ['that is no page', { collected: 'online', url: 'javascript:alert(1)' }],
    ['that is no address of a machine', { collected: 'online', ip: '300.1.1.1' }],
    ['of no branch', { how: 'somehow' }],
    ['without end', { collected: 'online', how: 'x'.repeat(5_001) }],
  ])('refuses what is %s', (_, given) => expect(read(given).success).toBe(false));
});
