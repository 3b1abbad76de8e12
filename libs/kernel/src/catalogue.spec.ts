import { z } from 'zod';
import { Catalogue, InvalidEvent, Versioned } from './catalogue';
import { sealed, unsealed } from './sealed';
import { instant, Instant } from './values';

const shape = z.strictObject({ caseId: z.string(), at: instant, because: z.string(), by: sealed<string>() });
const cases = new Catalogue({
  CaseOpened: new Versioned(3, shape, {
    1: (one) => ({ ...one, because: 'complaints' }),
    2: ({ author, ...two }) => ({ ...two, by: author }),
  }),
  CaseClosed: new Versioned(1, z.strictObject({ caseId: z.string() })),
});
const envelope = { k: 'subject-7', iv: 'AAEC', ct: '3q2+7w==', tag: 'AAEC' };
const data = { caseId: 'C-1', at: '2026-03-01T10:00:00.000Z', because: 'regulator', by: envelope };
const opened = cases.decode({ type: 'CaseOpened', version: 3, data });

describe('a catalogue', () => {
  it('lifts every older version step by step, and moves sealed fields without reading them', () => {
    const { because, by, ...older } = data;
    expect(because).toBe('regulator');
    const one = { type: 'CaseOpened', version: 1, data: { ...older, author: by } };
    const two = { type: 'CaseOpened', version: 2, data: { ...older, because, author: by } };
    expect(cases.decode(two)).toEqual(opened);
    expect(cases.decode(one).data).toEqual({ ...opened.data, because: 'complaints' });
  });

  it('reads what it has written', () => {
    expect(opened.data).toMatchObject({ at: Instant('2026-03-01T10:00:00.000Z') });
    expect(cases.encode(opened)).toEqual({ type: 'CaseOpened', version: 3, data });
  });

  it.each([
    ['an unknown field', { ...data, extra: 1 }, /the whole: Unrecognized key/],
    ['a missing field', { ...data, because: undefined }, / because: /],
    ['a day that does not exist', { ...data, at: '2026-02-30T10:00:00.000Z' }, / at: /],
    ['personal data in the clear', { ...data, by: 'ann@example.org' }, / by: /],
  ])('refuses %s, and says of what and where', (_, bad, where) => {
    const read = () => cases.decode({ type: 'CaseOpened', version: 3, data: bad });
    expect(read).toThrow(InvalidEvent);
    expect(read).toThrow(/^CaseOpened version 3: /);
    expect(read).toThrow(where);
  });

  it('refuses to write what it could not read', () => {
    const bad = { ...opened, data: { ...opened.data, because: 1 } } as unknown as typeof opened;
    expect(() => cases.encode(bad)).toThrow(InvalidEvent);
  });

  it('has no other names than its own, not even those every object has', () => {
    for (const type of ['Unheard', 'constructor', '__proto__'])
      expect(() => cases.decode({ type, version: 1, data: {} })).toThrow(`${type} is no event`);
  });

  it('says that newer code wrote an event which it does not know yet', () =>
    expect(() => cases.decode({ type: 'CaseClosed', version: 2, data: {} })).toThrow(/newer code.* knows 1/));

  it('demands a step from every version to the next', () =>
    expect(() => new Versioned(3, shape, { 2: (two) => two })).toThrow('no upcast from version 1'));

  it('hands unsealed personal data on as it is: sealing it needs the id of the event', () => {
    const by = unsealed<string>('subject-7', 'ann@example.org');
    const encoded = cases.encode({ ...opened, data: { ...opened.data, by } } as typeof opened);
    expect(encoded.data.by).toBe(by);
    expect(() => JSON.stringify(encoded)).toThrow('must be sealed');
  });

  it('takes the erased form wherever personal data stood', () => {
    const erased = { type: 'CaseOpened', version: 3, data: { ...data, by: { erased: true } } };
    expect(cases.encode(cases.decode(erased))).toEqual(erased);
  });

  it('offers a part of itself, and joins others that share no name with it', () => {
    expect(cases.only('CaseClosed').types).toEqual(['CaseClosed']);
    expect(() => cases.union(cases.only('CaseClosed'))).toThrow('CaseClosed is the name of two events');
    const other = new Catalogue({ AccountWarned: new Versioned(1, z.strictObject({})) });
    expect(cases.union(other).types).toEqual(['CaseOpened', 'CaseClosed', 'AccountWarned']);
  });
});
