import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeReport, parseReport } from '@app/examination';

/** Real messages of others, under their own licences: they stay outside this repository. */
const CORPUS = join(__dirname, '../../shared/corpus');

type Expected = Readonly<Record<string, unknown>>;
type Described = Readonly<Record<string, unknown>>;

/** Asserted keys that are not compared, and why. */
const UNCOMPARED: Readonly<Record<string, string>> = {
  _note: 'for people',
};

/** How an asserted key is looked up in what `cli parse` prints. */
const ACTUAL: Readonly<Record<string, (d: Described) => unknown>> = {
  isReport: (d) => d['kind'] !== 'not-a-complaint' && d['kind'] !== 'unreadable',
  mustParse: (d) => d['kind'] !== 'unreadable' && d['format'] === 'xarf',
  recipientCount: (d) => d['complaints'],
  incidentCount: (d) => (d['kind'] === 'incident' ? d['incidentCount'] : d['complaints']),
};

const same = (asserted: unknown, actual: unknown): boolean => {
  if (asserted === null) return actual === undefined;
  if (Array.isArray(asserted)) return JSON.stringify(asserted) === JSON.stringify(actual ?? []);
  if (typeof asserted !== 'object') return asserted === actual;
  const sorted = (o: object) => JSON.stringify(Object.entries(o).sort(([a], [b]) => (a < b ? -1 : 1)));
  return typeof actual === 'object' && actual !== null && sorted(asserted) === sorted(actual);
};

const folders = existsSync(CORPUS)
  ? readdirSync(CORPUS).filter((folder) => existsSync(join(CORPUS, folder, 'expected.json')))
  : [];

describe('the corpus', () => {
  if (folders.length === 0) {
    it.skip(`is not there: ${CORPUS} holds the sample messages of others, which are no part of this repository`, () =>
      undefined);
    return;
  }

  const scores: string[] = Object.entries(UNCOMPARED).map(([key, why]) => `not compared: ${key} (${why})`);
  afterAll(() => process.stdout.write(`${scores.join('\n')}\n`));

  it.each(folders)('%s is read as its source reads it', (folder) => {
    const expected = JSON.parse(readFileSync(join(CORPUS, folder, 'expected.json'), 'utf8')) as Record<
      string,
      Expected
    >;
    const wrong: string[] = [];
    let asserted = 0;
    for (const [file, values] of Object.entries(expected)) {
      const described = describeReport(parseReport(readFileSync(join(CORPUS, folder, file))));
      for (const [key, value] of Object.entries(values)) {
        if (key in UNCOMPARED) continue;
        asserted++;
        const actual = (ACTUAL[key] ?? ((d) => d[key]))(described);
        if (!same(value, actual))
          wrong.push(`${file} ${key}: asserted ${JSON.stringify(value)}, read ${JSON.stringify(actual)}`);
      }
    }
    scores.push(`${folder}: ${asserted - wrong.length} of ${asserted}`);
    expect(wrong).toEqual([]);
  });

  it('is read without a single exception, and nothing in it is unreadable that is a mail', () => {
    const mails = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.eml'),
    );
    const unreadable = mails.filter(
      (file) => describeReport(parseReport(readFileSync(join(CORPUS, file))))['kind'] === 'unreadable',
    );
    expect(unreadable).toEqual([]);
    expect(mails.length).toBeGreaterThan(100);
  });
});
