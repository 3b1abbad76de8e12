import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBlocklists, type BlocklistsError } from './load';

describe('the blocklists that ship', () => {
  const lists = loadBlocklists(join(__dirname, '../../../config/blocklists'));

  it('are these', () =>
    expect(lists.map(({ id }) => id)).toEqual(['spamcop', 'spamhaus-dbl', 'spamhaus-zen', 'surbl']));
  it('are asked by nobody until whoever runs the desk has read their terms', () =>
    expect(lists.filter(({ enabled }) => enabled)).toEqual([]));
});

describe('a folder of blocklists', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'blocklists-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const faults = (files: Record<string, string>): readonly string[] => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    try {
      loadBlocklists(folder);
      return [];
    } catch (error) {
      return (error as BlocklistsError).faults;
    }
  };
  const good = `id: a
name: A
enabled: true
zone: bl.a.example
of: ip
codes: [{ code: 127.0.0.2, means: listed, name: spam }]
perSecond: 10
atOnce: 2
delisting: null
terms: none
`;

  it('is taken when all is well, and may hold none', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ 'a.yaml': good, 'readme.txt': 'no list' })).toEqual([]);
    expect(loadBlocklists(folder)).toMatchObject([{ id: 'a', ipv6: false }]);
  });

  it('says everything that is wrong, by file and place, and what is allowed', () =>
    expect(
      faults({
        'a.yaml': good.replace('of: ip', 'of: url').replace('enabled: true', ''),
        'b.yaml': good,
        'c.yaml': 'id: [',
        'd.yaml': `${good.replace('id: a', 'id: d')}weight: 3\n`,
        'e.yaml': good.replace('id: a', 'id: e').replace('127.0.0.2', '128.0.0.2'),
        'f.yaml': good.replace('id: a', 'id: f').replace('127.0.0.2', '127.255.255.254'),
        'g.yaml': good.replace('id: a', 'id: g').replace('means: listed', 'means: error'),
        'h.yaml': `${good.replace('id: a', 'id: h')}test: { listed: shop.example, absent: 127.0.0.1 }\n`,
        'j.yaml': good.replace('id: a', 'id: j').replace('{ code: 127.0.0.2, ', '{ '),
        'i.yaml': good.replace('id: a', 'id: i').replace('delisting: null', 'delisting: "javascript:x"'),
      }),
    ).toEqual([
      expect.stringMatching(/^a\.yaml: enabled: is missing; /),
      expect.stringMatching(/^a\.yaml: of: "url"; .*"ip"\|"domain"/),
      'b.yaml: id: a is not the name of the file; make them the same',
      expect.stringMatching(/^c\.yaml: no YAML: /),
      expect.stringMatching(/^d\.yaml: weight: no such field; there are id, name, enabled, zone/),
      'e.yaml: codes.0.code: "128.0.0.2"; an address in 127.0.0.0/8',
      'f.yaml: codes.0.means: "listed"; 127.255.255.254 is what a list answers that refuses: it can mean error only',
      'g.yaml: codes: one at least must mean a listing',
      'h.yaml: test.listed: "shop.example"; must be an address',
      expect.stringMatching(/^i\.yaml: delisting: "javascript:x"; /),
      expect.stringMatching(
        /^j\.yaml: codes\.0: must be \{ code: 127\.0\.0\.2, means: listed \| policy-range/,
      ),
    ]));

  it('does not show a zone that is wrong: the key of a registration may stand in it', () =>
    expect(faults({ 'a.yaml': good.replace('bl.a.example', 'SECRET.bl.a.example') })).toEqual([
      'a.yaml: zone: a domain in lower case, without a dot at the end',
    ]));

  it('must be there', () =>
    expect(() => loadBlocklists(join(folder, 'nowhere'))).toThrow('set MELDKAMER_BLOCKLISTS_DIR'));
});
