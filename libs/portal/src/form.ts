import type { Locale } from '@app/kernel';
import { markup, type Html } from './html';
import { ANSWER_LIMIT, type AnswerPage, type FieldProblem, type FormField } from './page';
import type { Words } from './words';

// No maxlength: a browser cuts off what is pasted without a word, and the end of an answer would be lost unseen.
// No autocomplete="off" either: no browser suggests text for a textarea, and Firefox would forget what was typed on a reload.

/** Posts to the address it came from, language and token included. */
export const answerForm = (
  { asks, input }: AnswerPage,
  problems: readonly FieldProblem[],
  say: Words,
  locale: Locale,
): Html =>
  markup`<section aria-labelledby="form">
    <h2 id="form">${say.form}</h2>
    <p>${say.formIntro[asks.includes('prevention') ? 'remediation' : 'answer']}</p>
    <form method="post" novalidate>
      ${asks.map((name) => field(name, input, problems, say, locale))}
      <p class="hint">${say.onlySent}</p>
      <button type="submit">${say.send}</button>
    </form>
  </section>`;

/** Posts to the same address; the name of its one field tells which form it was. */
export const objectionForm = (
  { input }: AnswerPage,
  until: string,
  problems: readonly FieldProblem[],
  say: Words,
  locale: Locale,
): Html =>
  markup`<section aria-labelledby="object">
    <h2 id="object">${say.objection.heading}</h2>
    <p>${say.objection.intro(until)}</p>
    <form method="post" novalidate>
      ${field('objection', input, problems, say, locale)}
      <button type="submit">${say.objection.send}</button>
    </form>
  </section>`;

const field = (
  name: FormField,
  input: AnswerPage['input'],
  problems: readonly FieldProblem[],
  say: Words,
  locale: Locale,
): Html => {
  const problem = problems.find((p) => p.field === name);
  const described = problem ? `${name}-hint ${name}-problem` : `${name}-hint`;
  return markup`<label for="${name}">${say.label[name]}</label>
    <p class="hint" id="${name}-hint">${say.hint[name]} ${say.limit(counted(ANSWER_LIMIT, locale))}</p>
    ${problem && markup`<p class="problem" id="${name}-problem">${sentence(problem, say, locale)}</p>`}<textarea
      id="${name}"
      name="${name}"
      rows="6"
      aria-describedby="${described}"
      ${problem && markup` aria-invalid="true"`}
    >
${input?.[name] ?? ''}</textarea>`;
};

/** Has the focus when the page opens, so that it is heard first; each line leads to its field. */
export const problemSummary = (problems: readonly FieldProblem[], say: Words, locale: Locale): Html => {
  const line = (problem: FieldProblem) =>
    markup`<li><a href="#${problem.field}">${sentence(problem, say, locale)}</a></li>`;
  return markup`<div class="wrong" role="alert" aria-labelledby="problems" tabindex="-1" autofocus>
    <h2 id="problems">${say.errors}</h2>
    <ul>
      ${problems.map(line)}
    </ul>
  </div>`;
};

const sentence = ({ field, problem, length }: FieldProblem, say: Words, locale: Locale): string =>
  problem === 'empty'
    ? say.empty[field]
    : say.tooLong(
        say.label[field],
        counted(length ?? ANSWER_LIMIT + 1, locale),
        counted(ANSWER_LIMIT, locale),
      );

const counted = (characters: number, locale: Locale): string =>
  new Intl.NumberFormat(locale === 'nl' ? 'nl-NL' : 'en-GB').format(characters);
