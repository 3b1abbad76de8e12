import { decodeCharset, decodeTransfer, decodeWords } from './decode';

const binary = (text: string) => Buffer.from(text).toString('latin1');

describe('decoding', () => {
  it.each([
    ['=?UTF-8?Q?Ren=C3=A9_est_l=C3=A0?=', 'René est là'],
    ['=?utf-8?B?UmVuw6k=?= =?iso-8859-1?q?_fran=E7ais?=', 'René français'], // the space between two words is none
    ['=?UTF-8*nl?Q?beste?= klant', 'beste klant'],
    ['=?broken', '=?broken'],
    ['=?UTF-8?X?abc?=', '=?UTF-8?X?abc?='],
    ['=?UTF-8?Q?open', '=?UTF-8?Q?open'],
    ['=?nonsense-charset?Q?caf=C3=A9?=', 'café'],
    ['plain', 'plain'],
  ])('reads the words of %s', (value, expected) => expect(decodeWords(value)).toBe(expected));

  it('takes eight-bit header values for UTF-8, or else for latin1', () => {
    expect(decodeWords(binary('René'))).toBe('René');
    expect(decodeWords('Ren\u00e9')).toBe('René');
  });

  it('undoes base64 and quoted-printable, and leaves the rest', () => {
    expect(decodeTransfer('SGVs\nbG8=\n', 'BASE64', 100)).toBe('Hello');
    expect(decodeTransfer('caf=C3=A9 =\nau lait =3D', 'quoted-printable', 100)).toBe(
      binary('café au lait ='),
    );
    expect(decodeTransfer('as it stands', 'x-unknown', 100)).toBe('as it stands');
  });

  it('never decodes more than it is allowed to', () => {
    expect(decodeTransfer('QUFB'.repeat(1_000_000), 'base64', 10)).toBe('AAAAAAAAAA');
    expect(decodeTransfer('=41'.repeat(1_000_000), 'quoted-printable', 10).length).toBeLessThanOrEqual(10);
  });

  it('knows other character sets', () =>
    expect(decodeCharset('\x92t is zo', 'windows-1252')).toBe('’t is zo'));
});
