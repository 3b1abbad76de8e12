import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSources, SourcesError } from './load';

const shipped = join(__dirname, '../../../../config/sources');

describe('the feedback sources that ship', () => {
  const registry = loadSources(shipped);

  it('are these', () =>
    expect(registry.sources.map(({ id }) => id)).toEqual([
      'amazon-ses',
      'csa',
      'fastmail',
      'kumomta',
      'local',
      'microsoft-jmrp',
      'spamklacht',
      'validity',
      'yahoo',
    ]));

  it.each([
    ['feedback@arf.mail.yahoo.com', 'yahoo'],
    ['Feedback@ARF.mail.yahoo.com', 'yahoo'],
    ['jan@arf.mail.yahoo.com', undefined],
    ['staff@hotmail.com', 'microsoft-jmrp'],
    ['jan@hotmail.com', undefined],
    ['feedbackloop@coxfbl.senderscore.net', 'validity'],
    ['fbl@evilsenderscore.net', undefined],
    ['feedbackloop@fbl.fastmail.com', 'fastmail'],
    ['klacht@acm.nl', 'spamklacht'],
    ['klacht@post.acm.nl', 'spamklacht'],
    ['any@fbl.test', 'local'],
    ['jan@people.test', undefined],
  ])('are claimed by %s: %s', (from, id) => expect(registry.claimedBy(from)?.id).toBe(id));

  it.each([
    ['jan@yahoo.co.uk', 'yahoo'],
    ['jan@mail.yahoo.com', 'yahoo'],
    ['jan@outlook.com', 'microsoft'],
    ['jan@notyahoo.com', undefined],
    ['jan@com', undefined],
  ])('know the mailbox provider of %s: %s', (address, name) =>
    expect(registry.providerOf(address)).toBe(name),
  );
});

describe('a folder of feedback sources', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sources-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const faults = (files: Record<string, string>): readonly string[] => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    try {
      loadSources(folder);
      return [];
    } catch (error) {
      return (error as SourcesError).faults;
    }
  };
  const good =
    'id: a\nname: A\nidentity: { from: ["@a.example"], dkim: [a.example] }\nalwaysSigned: true\nchannel: feedback-loop\n';

  it('is taken when all is well', () =>
    expect(faults({ 'a.yaml': good, 'readme.txt': 'no source' })).toEqual([]));

  it('says everything that is wrong, by file and place, and what is allowed', () =>
    expect(
      faults({
        'a.yaml': good.replace('feedback-loop', 'fbl').replace('[a.example]', '[A.example.]'),
        'b.yaml': good,
        'c.yaml': 'id: [',
        'd.yaml': `${good.replace('id: a', 'id: d')}weight: 3\n`,
        'e.yaml': good.replace('id: a', 'id: e').replace(', dkim: [a.example]', ''),
      }),
    ).toEqual([
      'a.yaml: identity.dkim.0: "A.example."; a domain in lower case, without a dot at the end',
      expect.stringMatching(/^a\.yaml: channel: "fbl"; .*feedback-loop/),
      'b.yaml: id: a is not the name of the file; make them the same',
      expect.stringMatching(/^c\.yaml: no YAML: /),
      expect.stringMatching(/^d\.yaml: weight: no such field; there are id, name, identity/),
      expect.stringMatching(/^e\.yaml: identity: .*name at least one domain under dkim or envelope/),
    ]));

  it('may not have two sources claim one address', () =>
    expect(faults({ 'a.yaml': good, 'b.yaml': good.replace('id: a', 'id: b') })).toEqual([
      'a.yaml, b.yaml: identity.from: @a.example is claimed by each; only one may have it',
    ]));

  it('must hold one', () => expect(faults({})[0]).toContain('no .yaml file there'));

  it('must be there', () =>
    expect(() => loadSources(join(folder, 'nowhere'))).toThrow('set MELDKAMER_SOURCES_DIR'));
});
