import fc from 'fast-check';
import { mailToken, readMailToken } from './mail-token';
import { keys } from './sample-mail';

const ID = '2f5e9a51-0d8d-5e5f-9a11-7f1c2c1e2f0b';
const purpose = fc.constantFrom('bounce' as const, 'answer' as const);
const domain = '@answers.example';

describe('an address made for one mail', () => {
  it('leads back to it, in whatever case it comes', () => {
    fc.assert(
      fc.property(fc.uuid(), purpose, fc.boolean(), (id, what, upper) => {
        const local = mailToken(keys(), what, id);
        expect(local.length).toBeLessThanOrEqual(64);
        expect(local).toMatch(/^(bounce|answer)\+[a-z0-9.]+$/);
        const address = `${local}${domain}`;
        expect(readMailToken(keys(), what, upper ? address.toUpperCase() : address)).toBe(id);
        expect(readMailToken(keys(), what, `<${address}>`)).toBe(id);
      }),
    );
  });

  it('is the same each time, so that a retry has the same return path', () =>
    expect(mailToken(keys(), 'bounce', ID)).toBe('bounce+1.2f5e9a510d8d5e5f9a117f1c2c1e2f0b.' + mac()));
  const mac = () => mailToken(keys(), 'bounce', ID).split('.')[2]!;

  it('is for one purpose only', () => {
    expect(readMailToken(keys(), 'answer', mailToken(keys(), 'bounce', ID) + domain)).toBeUndefined();
    const renamed = mailToken(keys(), 'bounce', ID).replace('bounce', 'answer');
    expect(readMailToken(keys(), 'answer', renamed + domain)).toBeUndefined();
  });

  it('cannot be made or changed by others', () => {
    const local = mailToken(keys(), 'bounce', ID);
    fc.assert(
      fc.property(fc.integer({ min: 9, max: local.length - 1 }), fc.constantFrom(...'a2f7.'), (at, char) => {
        fc.pre(local[at] !== char);
        const changed = local.slice(0, at) + char + local.slice(at + 1);
        expect(readMailToken(keys(), 'bounce', changed + domain)).toBeUndefined();
      }),
    );
  });

  it('works until its key is retired', () => {
    const address = mailToken(keys('1'), 'bounce', ID) + domain;
    expect(readMailToken(keys('2'), 'bounce', address)).toBe(ID);
    expect(readMailToken(keys('2', ['2']), 'bounce', address)).toBeUndefined();
  });

  it.each(['', '@', 'bounce+@x', 'bounce+1..@x', `${'x'.repeat(100_000)}@x`, 'bounce+1.zz.aa@x'])(
    'is none as %.30j',
    (address) => expect(readMailToken(keys(), 'bounce', address)).toBeUndefined(),
  );

  it('is refused for an id that is no UUID, and under a key whose name would not fit', () => {
    expect(() => mailToken(keys(), 'bounce', 'acme.1.n1')).toThrow(/no UUID/);
    expect(() => mailToken(keys('9'), 'bounce', ID)).toThrow(/no key 9/);
    expect(() => mailToken(keys('Platform', ['Platform']), 'bounce', ID)).toThrow(/at most 7 lower-case/);
  });
});
