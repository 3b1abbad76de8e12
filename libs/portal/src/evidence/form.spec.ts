import { Instant } from '@app/kernel';
import { renderAnswerPage } from '../answer-page';
import { samplePage } from '../sample-page';
import { EVIDENCE_FIELDS } from './fields';
import { renderEvidenceReceived } from './form';
import { readEvidenceForm } from './read-form';
import { evidenceWords } from './words';

const asked = {
  recipients: ['d1', 'd2'],
  questions: ['Who is <Bob>?'],
  deadline: Instant('2026-03-03T09:00:00.000Z'),
};
const page = (evidence: object = {}) =>
  renderAnswerPage(samplePage({ evidence: { ...asked, ...evidence } }), 'en');
const labelled = (html: string, name: string) =>
  new RegExp(`<label for="evidence-${name}"`).test(html) && html.includes(`id="evidence-${name}"`);

describe('the questionnaire on the page', () => {
  it('is not there when nobody asked for evidence', () =>
    expect(renderAnswerPage(samplePage(), 'en')).not.toContain('multipart/form-data'));

  it.each([
    ['SP-38', ['collected', 'how']],
    ['SP-39', ['collectedAt']],
    ['SP-40', ['kind', 'party']],
    ['SP-41 SP-43', ['by']],
    ['SP-45', ['url']],
    ['SP-46', ['ip']],
    ['SP-47', ['optIn']],
    ['SP-48', ['confirmedAt']],
    ['SP-49', ['explicitStatement']],
    ['SP-50', ['statementText', 'coRegistrationPartners']],
    ['SP-51', ['couldConsent']],
    ['SP-53', ['relation']],
    ['SP-54', ['informedHow', 'couldObject']],
  ])('%s: has a field with a label for %p', (_, names) => {
    for (const name of names) expect([name, labelled(page(), name)]).toEqual([name, true]);
  });

  it('SP-42 SP-44 SP-52: offers online, an existing customer, word of mouth or paper, and a third party', () => {
    for (const way of ['online', 'existing-customer', 'offline', 'third-party'])
      expect(page()).toContain(`<option value="${way}"`);
  });

  it('names recipients by the platform’s own ids, until when, and what staff ask besides', () => {
    expect(page()).toContain('<option value="d2">d2</option>');
    expect(page()).toContain('Tuesday 3 March 2026, 10:00 (Europe/Amsterdam, UTC+1)');
    expect(page()).toContain('Who is &lt;Bob&gt;?');
  });

  it('gives back what was typed with what is wrong, each problem leading to its field', () => {
    const html = page({
      input: { collected: 'online', url: '"><script>', about: 'd2' },
      problems: [
        { field: 'url', problem: 'wrong' },
        { field: 'files', problem: 'file-unknown-type' },
      ],
    });
    expect(html).toContain('<title>Error: ');
    expect(html).toContain('href="#evidence-url"');
    expect(html).toContain('href="#evidence-files"');
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;"');
    expect(html).not.toContain('<script');
    expect(html).toContain('<option value="online" selected>');
    expect(html).toContain('<option value="d2" selected>');
    expect(html).toContain('Your files were not kept');
  });

  it('says everything in each language', () => {
    for (const say of Object.values(evidenceWords))
      for (const { name, options = [] } of EVIDENCE_FIELDS) {
        expect(say.label[name]).not.toBe('');
        for (const option of options) expect(say.option[option]).not.toBe('');
      }
  });

  it('has another label for each field: what is missing is told by them', () => {
    for (const { label } of Object.values(evidenceWords))
      expect(new Set(Object.values(label)).size).toBe(Object.values(label).length);
  });

  it('says what came in, and what is missing, and nothing of how it was scored', () => {
    const html = renderEvidenceReceived(
      {
        brand: { name: 'Spotler', timeZone: 'Europe/Amsterdam' },
        locales: ['en'],
        caseId: 'c1',
        at: Instant('2026-03-03T09:00:00.000Z'),
        answered: 8,
        asked: 10,
        missing: ['ip', 'confirmedAt'],
        files: 1,
      },
      'en',
    );
    expect(html).toContain('8 of 10 questions are answered, with 1 file.');
    expect(html).toContain('<li>IP address of the owner of the mail address</li>');
  });
});

describe('what is read of it', () => {
  const read = (body: Record<string, string>) => readEvidenceForm(body, 'Europe/Amsterdam', ['d1']);

  it('is typed: moments by the zone, yes and no, one name to a line; what is empty is left out', () =>
    expect(
      read({
        collected: 'third-party',
        collectedAt: '2026-01-05T11:00',
        explicitStatement: 'no',
        couldConsent: 'yes',
        coRegistrationPartners: 'Bol & Co\r\n\r\n  Zalm  ',
        how: ' ',
        about: 'd1',
        unheardOf: 'x',
      }),
    ).toEqual({
      given: {
        collected: 'third-party',
        collectedAt: '2026-01-05T10:00:00.000Z',
        explicitStatement: false,
        couldConsent: true,
        coRegistrationPartners: ['Bol & Co', 'Zalm'],
      },
      about: 'd1',
      input: {
        collected: 'third-party',
        collectedAt: '2026-01-05T11:00',
        explicitStatement: 'no',
        couldConsent: 'yes',
        coRegistrationPartners: 'Bol & Co\n\n  Zalm',
        about: 'd1',
      },
      problems: [],
    }));

  it.each([
    [{}, { field: 'collected', problem: 'choose' }],
    [{ collected: 'bought' }, { field: 'collected', problem: 'wrong' }],
    [
      { collected: 'online', collectedAt: 'in May' },
      { field: 'collectedAt', problem: 'moment' },
    ],
    [
      { collected: 'online', couldConsent: 'maybe' },
      { field: 'couldConsent', problem: 'wrong' },
    ],
  ])('has a problem with %j', (body, problem) =>
    expect(read(body as Record<string, string>).problems).toContainEqual(problem),
  );

  it('is about nobody who was not offered', () => expect(read({ about: 'd7' }).about).toBeUndefined());
});
