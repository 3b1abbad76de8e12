import fc from 'fast-check';
import { Instant, type Instant as At } from '@app/kernel';
import { unzip } from '@app/testing';
import { zip, type ZipEntry } from './zip';

const at = Instant('2026-03-03T09:41:58.000Z');
const made = async (entries: readonly ZipEntry[], when: At = at): Promise<Buffer> => {
  // eslint-disable-next-line @typescript-eslint/require-await -- as a reader of stores is
  async function* all() {
    yield* entries;
  }
  const parts: Buffer[] = [];
  for await (const part of zip(all(), when)) parts.push(part);
  return Buffer.concat(parts);
};

describe('an archive', () => {
  it('holds what was put in, byte for byte', () =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}(\/[a-z0-9 -]{1,8}){0,2}\.txt$/), fc.uint8Array(), {
          maxKeys: 6,
        }),
        async (files) => {
          const archive = await made(Object.entries(files).map(([name, bytes]) => ({ name, bytes })));
          const found = [...unzip(archive)].map(([name, bytes]) => [name, [...bytes]]);
          expect(found).toEqual(Object.entries(files).map(([name, bytes]) => [name, [...bytes]]));
        },
      ),
    ));

  it('is the same for the same files and time, and says the time in UTC', async () => {
    const entries = [{ name: 'a.txt', bytes: Buffer.from('a') }];
    const archive = await made(entries);
    expect(await made(entries)).toEqual(archive);
    const [time, date] = [archive.readUInt16LE(10), archive.readUInt16LE(12)];
    expect([time >> 11, (time >> 5) & 63, (time & 31) * 2]).toEqual([9, 41, 58]);
    expect([(date >> 9) + 1980, (date >> 5) & 15, date & 31]).toEqual([2026, 3, 3]);
  });

  it.each(['../etc/passwd', '/etc/passwd', 'a//b', 'a/..', '', 'a\\b', 'é.txt'])(
    'takes no file called "%s", which might be unpacked elsewhere',
    async (name) => {
      await expect(made([{ name, bytes: Buffer.from('x') }])).rejects.toThrow(RangeError);
    },
  );
});
