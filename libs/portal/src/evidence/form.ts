import { momentInWords, type Locale } from '@app/kernel';
import { framed } from '../frame';
import { markup, type Html } from '../html';
import { words } from '../words';
import { EVIDENCE_FORM, type EvidenceField } from './fields';
import type { EvidenceAsked, EvidenceProblem, EvidenceReceivedPage, EvidenceShown } from './page';
import { evidenceWords, type EvidenceWords } from './words';

// Ids begin with `evidence-`: the other form of the page has fields of its own. No `required`, no pattern: a browser would
// keep back half an answer, which is one.

/** Posts to the address it came from, language and token included, as another kind of body than the other form. */
export const evidenceForm = (asked: EvidenceAsked, zone: string, locale: Locale): Html => {
  const say = evidenceWords[locale];
  const { recipients, questions, input, problems = [] } = asked;
  const inputOf = (field: EvidenceField) => one(field, input?.[field.name] ?? '', problems, say);
  return markup`<section aria-labelledby="evidence">
    <h2 id="evidence">${say.heading}</h2>
    ${asked.deadline !== undefined && markup`<p><strong>${say.deadline(momentInWords(asked.deadline, zone, locale))}</strong></p>`}
    ${say.intro.map((text) => markup`<p>${text}</p>`)}
    <p class="hint">${say.zone(zone)}</p>
    ${
      questions.length > 0 &&
      markup`<h3>${say.questions}</h3>
        <ul>
          ${questions.map((question) => markup`<li>${question}</li>`)}
        </ul>`
    }
    <form method="post" enctype="multipart/form-data" novalidate>
      ${
        recipients.length > 0 &&
        markup`<label for="evidence-about">${say.about}</label>
          ${select('about', [['', say.aboutAll], ...recipients.map((id) => [id, id] as const)], input?.about ?? '', '')}`
      }
      ${EVIDENCE_FORM.map(
        ({ group, fields }) =>
          markup`<fieldset>
            <legend>${say.legend[group]}</legend>
            ${fields.map(inputOf)}
          </fieldset>`,
      )}
      ${files(problems, input !== undefined, say)}
      <p class="hint">${words[locale].onlySent}</p>
      <button type="submit">${say.send}</button>
    </form>
  </section>`;
};

const one = (
  { name, kind, options = [] }: EvidenceField,
  value: string,
  problems: readonly EvidenceProblem[],
  say: EvidenceWords,
): Html => {
  const id = `evidence-${name}`;
  const problem = problems.find((p) => p.field === name);
  const described = [say.hint[name] && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  const more = attributes(described, problem !== undefined);
  return markup`<label for="${id}">${say.label[name]}</label>
    ${say.hint[name] && markup`<p class="hint" id="${id}-hint">${say.hint[name]}</p>`}
    ${problem && markup`<p class="problem" id="${id}-problem">${sentence(problem, say)}</p>`}
    ${control()}`;

  function control(): Html {
    switch (kind) {
      case 'choice':
        return select(
          name,
          [['', say.unanswered], ...options.map((option) => [option, say.option[option]] as const)],
          value,
          more,
        );
      case 'yes-no':
        return select(
          name,
          [
            ['', say.unanswered],
            ['yes', say.yes],
            ['no', say.no],
          ],
          value,
          more,
        );
      case 'moment':
        return markup`<input type="datetime-local" id="${id}" name="${name}" value="${value}"${more} />`;
      case 'line':
        return markup`<input type="text" id="${id}" name="${name}" value="${value}" autocomplete="off"${more} />`;
      case 'lines':
      case 'text':
        return markup`<textarea id="${id}" name="${name}" rows="4"${more}>
${value}</textarea>`;
    }
  }
};

const attributes = (described: string, wrong: boolean): Html =>
  markup`${described !== '' && markup` aria-describedby="${described}"`}${wrong && markup` aria-invalid="true"`}`;

const select = (
  name: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen: string,
  more: Html | '',
): Html =>
  markup`<select id="evidence-${name}" name="${name}"${more}>
    ${options.map(
      ([value, label]) =>
        markup`<option value="${value}"${value === chosen && markup` selected`}>${label}</option>`,
    )}
  </select>`;

const files = (problems: readonly EvidenceProblem[], again: boolean, say: EvidenceWords): Html => {
  const wrong = problems.filter(({ field }) => field === 'files');
  const described = `evidence-files-hint${wrong.length > 0 ? ' evidence-files-problem' : ''}`;
  return markup`<label for="evidence-files">${say.label.files}</label>
    <p class="hint" id="evidence-files-hint">${say.hint.files} ${again && say.filesAgain}</p>
    ${wrong.length > 0 && markup`<p class="problem" id="evidence-files-problem">${wrong.map((p) => `${sentence(p, say)}. `)}</p>`}
    <input
      type="file"
      id="evidence-files"
      name="files"
      multiple
      accept=".pdf,.png,.jpg,.jpeg,.txt,.csv,.eml"${attributes(described, wrong.length > 0)}
    />`;
};

/** Has the focus when the page opens; each line leads to its field. */
export const evidenceProblemSummary = (problems: readonly EvidenceProblem[], locale: Locale): Html => {
  const say = evidenceWords[locale];
  const lines = new Map(problems.map((problem) => [sentence(problem, say), problem.field]));
  return markup`<div class="wrong" role="alert" aria-labelledby="evidence-problems" tabindex="-1" autofocus>
    <h2 id="evidence-problems">${say.errors}</h2>
    <ul>
      ${Array.from(lines, ([text, field]) => markup`<li><a href="#evidence-${field}">${text}</a></li>`)}
    </ul>
  </div>`;
};

const sentence = ({ field, problem }: EvidenceProblem, say: EvidenceWords): string =>
  say.problem[problem](say.label[field]);

/** What came in so far. */
export const evidenceReceived = (
  received: readonly EvidenceShown[],
  zone: string,
  locale: Locale,
): Html | undefined => {
  if (received.length === 0) return undefined;
  const say = evidenceWords[locale];
  return markup`<section aria-labelledby="evidence-received">
    <h2 id="evidence-received">${say.received}</h2>
    <ul>
      ${received.map(({ at, answered, asked, files: count }) => markup`<li>${momentInWords(at, zone, locale)}: ${say.counted(answered, asked, count)}</li>`)}
    </ul>
  </section>`;
};

/** After a questionnaire was taken in. How it was scored beyond what is missing is for staff. */
export const renderEvidenceReceived = (page: EvidenceReceivedPage, locale: Locale): string => {
  const say = evidenceWords[locale];
  const { missing } = page;
  return framed({
    locale,
    locales: [locale], // the address is the form's: asking for it in another language would not show this page again
    title: say.thanks,
    brand: page.brand.name,
    caseId: page.caseId,
    content: markup`<h1>${say.thanks}</h1>
      <p>${words[locale].receivedAt(momentInWords(page.at, page.brand.timeZone, locale))}</p>
      <p>${say.counted(page.answered, page.asked, page.files)}</p>
      ${missing.length === 0 && markup`<p>${say.complete}</p>`}
      ${
        missing.length > 0 &&
        markup`<p><strong>${say.missing}</strong></p>
          <ul>
            ${missing.map((name) => markup`<li>${say.label[name]}</li>`)}
          </ul>`
      }
      <p><a href="?lang=${locale}">${words[locale].back}</a></p>`,
  });
};
