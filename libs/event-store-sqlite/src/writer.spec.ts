import { randomUUID } from 'node:crypto';
import { once, Writer, type Append, type EventRow } from './writer';

const row = (id: string = randomUUID()): EventRow => [id, 'Happened', 1, '{}', '{}', 0];
const append = (stream: string, expected = 0, ...events: EventRow[]): Append => ({
  stream,
  expected,
  events: events.length > 0 ? events : [row()],
});
const open = () => new Writer({ path: ':memory:' });
const count = (writer: Writer) =>
  (writer.db.prepare('select count(*) from events').raw().all() as [[number]])[0][0];
const failing = (code: string) => ({
  run: () => {
    throw Object.assign(new Error('it failed'), { code });
  },
});

describe('a group of appends', () => {
  it('is one transaction, in which each sees the earlier ones', () => {
    const writer = open();
    const twice = row();
    const pieces = [
      [append('s'), append('s', 1), append('s', 1)],
      [append('s', 2, row(), row()), append('t', 0, twice)],
      [append('t', 0, twice), append('t', 3)],
    ];
    expect(writer.write(() => pieces.shift())).toEqual([1, 2, { conflict: 2 }, 4, 1, 1, { conflict: 1 }]);
    expect(count(writer)).toBe(5);
  });

  it('is on disk before it is answered: every commit is synced', () =>
    expect(open().db.prepare('pragma synchronous').all()).toMatchObject([{ synchronous: 2 }]));

  it('loses only the one that cannot be stored, whatever the reason', () => {
    const writer = open();
    writer.db.exec(`create trigger no_poison before insert on events when new.stream = 'poison'
      begin select raise(abort, 'poison'); end`);
    const group = [
      append('s'),
      append('s', 1),
      append('poison'),
      append('s', 2),
      append('t', 0, row(), row()),
    ];
    expect(writer.write(once(group))).toEqual([
      1,
      2,
      { refused: expect.stringContaining('poison') as string },
      3,
      2,
    ]);
    expect(count(writer)).toBe(5);
  });

  it('is refused whole when there is no room, and the next one is tried', () => {
    const writer = open();
    const { commit } = writer as unknown as { commit: object };
    Object.assign(writer, { commit: failing('SQLITE_FULL') });
    expect(writer.write(once([append('s'), append('t')]))).toEqual([{ full: true }, { full: true }]);
    expect(count(writer)).toBe(0);
    Object.assign(writer, { commit });
    expect(writer.write(once([append('s')]))).toEqual([1]);
  });

  it('whose COMMIT fails fails whole, and so does all that follows: what is on disk is unknown', () => {
    const writer = open();
    const { commit } = writer as unknown as { commit: object };
    Object.assign(writer, { commit: failing('SQLITE_IOERR_FSYNC') });
    const fatal = { fatal: 'SQLITE_IOERR_FSYNC: it failed' };
    expect(writer.write(once([append('s'), append('t')]))).toEqual([fatal, fatal]);
    Object.assign(writer, { commit });
    expect(writer.write(once([append('u')]))).toEqual([fatal]);
  });

  it('cannot begin while another process writes: refused, and tried anew the next time', () => {
    const writer = open();
    const { begin } = writer as unknown as { begin: object };
    Object.assign(writer, { begin: failing('SQLITE_BUSY') });
    expect(writer.write(once([append('s')]))).toEqual([{ refused: 'SQLITE_BUSY: it failed' }]);
    Object.assign(writer, { begin });
    expect(writer.write(once([append('s')]))).toEqual([1]);
  });
});
