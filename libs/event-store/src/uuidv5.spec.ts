import { uuidv5 } from './uuidv5';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

it('makes the ids of RFC 9562, appendix A.4', () =>
  expect(uuidv5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2'));

it.each(['', 'c-1', DNS.slice(1), `${DNS}0`, DNS.replace('6', 'g')])(
  'makes none of "%s", which is no UUID',
  (bad) => expect(() => uuidv5(bad, '0')).toThrow('is no UUID'),
);
