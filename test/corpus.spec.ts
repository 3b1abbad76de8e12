import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeReport, parseReport } from '@app/examination';

/** Real messages of others, under their own licences: they stay outside this repository. */
const CORPUS = join(__dirname, '../../shared/corpus');

type Expected = Readonly<Record<string, unknown>>;
type Described = Readonly<Record<string, unknown>>;

/** Notes for people stand among the values. */
const UNCOMPARED: ReadonlySet<string> = new Set(['_note']);

/** Where we read something else than the source asserts, and mean to: `folder/file key` and why. */
const DISAGREEMENTS: Readonly<Record<string, string>> = {};

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

  const scores: string[] = [];
  const total = { asserted: 0, right: 0 };
  afterAll(() => {
    for (const [where, why] of Object.entries(DISAGREEMENTS)) scores.push(`justified: ${where}: ${why}`);
    process.stdout.write(`${scores.join('\n')}\nall: ${total.right} of ${total.asserted}\n`);
  });

  it.each(folders)('%s is read as its source reads it', (folder) => {
    const expected = JSON.parse(readFileSync(join(CORPUS, folder, 'expected.json'), 'utf8')) as Record<
      string,
      Expected
    >;
    const wrong: string[] = [];
    let asserted = 0;
    let disagreed = 0;
    for (const [file, values] of Object.entries(expected)) {
      const described = describeReport(parseReport(readFileSync(join(CORPUS, folder, file))));
      for (const [key, value] of Object.entries(values)) {
        if (UNCOMPARED.has(key)) continue;
        asserted++;
        const actual = (ACTUAL[key] ?? ((d) => d[key]))(described);
        const agrees = same(value, actual);
        if (`${folder}/${file} ${key}` in DISAGREEMENTS) {
          // One that came to agree is none any more.
          if (agrees) wrong.push(`${file} ${key}: agrees by now, and is listed as a disagreement`);
          else disagreed++;
        } else if (!agrees)
          wrong.push(`${file} ${key}: asserted ${JSON.stringify(value)}, read ${JSON.stringify(actual)}`);
      }
    }
    const right = asserted - disagreed - wrong.length;
    scores.push(`${folder}: ${right} of ${asserted}${disagreed > 0 ? `, ${disagreed} justified` : ''}`);
    total.asserted += asserted;
    total.right += right;
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
