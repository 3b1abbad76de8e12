import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { BEGINNING, Manifest } from './manifest';

const of = (files: readonly (readonly [string, Uint8Array])[]): Manifest => {
  const manifest = new Manifest();
  for (const [name, bytes] of files) manifest.add(name, bytes);
  return manifest;
};

describe('the manifest', () => {
  it('chains each file to those before it, as anybody can count after', () => {
    const { lines, head } = of([
      ['a', Buffer.from('1')],
      ['b', Buffer.from('2')],
    ]);
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const first = sha256(`${BEGINNING}\na\n${sha256('1')}`);
    const second = sha256(`${first}\nb\n${sha256('2')}`);
    expect(lines.map(({ chain }) => chain)).toEqual([first, second]);
    expect(head).toBe(second);
  });

  const files = fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), fc.uint8Array()), {
    minLength: 1,
    maxLength: 6,
  });

  it('ends otherwise when a file is changed, renamed, left out, added or moved', () =>
    fc.assert(
      fc.property(files, fc.nat(), (all, n) => {
        const i = n % all.length;
        const [name, bytes] = all[i]!;
        const { head } = of(all);
        const others = [
          all.with(i, [name, Buffer.concat([bytes, Buffer.from('x')])]),
          all.with(i, [`${name}x`, bytes]),
          all.toSpliced(i, 1),
          [...all, ['z', Buffer.from('')] as const],
        ];
        for (const other of others) expect(of(other as typeof all).head).not.toBe(head);
      }),
    ));
});
