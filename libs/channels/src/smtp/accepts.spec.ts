import fc from 'fast-check';
import { accepts } from './accepts';

it.each([
  [['*'], 'anybody@anywhere.example', true],
  [['abuse@example.org'], 'Abuse@Example.ORG', true],
  [['abuse@example.org'], 'xabuse@example.org', false],
  [['*@example.org'], 'x@example.org', true],
  [['*@example.org'], 'x@example.org.evil.example', false],
  [['answer+*@*.example.org'], 'answer+token@nl.example.org', true],
  [['answer+*@*.example.org'], 'answer@nl.example.org', false],
  [['a*a'], 'a', false],
  [['ab*bc'], 'abc', false],
  [['*aa*a'], 'aaa', true],
  [['nobody@example.org', 'x@*'], 'x@y', true],
  [[], 'x@y', false],
])('%j for %s: %s', (patterns, address, expected) => expect(accepts(patterns)(address)).toBe(expected));

it('agrees with the regular expression that it stands for', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
  fc.assert(
    fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, text) => {
      expect(accepts([pattern])(text)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text));
    }),
    { numRuns: 500 },
  );
});
