import { between, momentInWords, spanInWords, type Instant, type Locale } from '@app/kernel';
import { evidenceForm, evidenceProblemSummary, evidenceReceived } from './evidence/form';
import { answerForm, objectionForm, problemSummary } from './form';
import { framed } from './frame';
import { markup, type Html } from './html';
import type { AnswerPage, CampaignShown, FieldProblem, StatementShown } from './page';
import { words, type Words } from './words';

interface View {
  readonly say: Words;
  readonly locale: Locale;
  readonly page: AnswerPage;
  readonly moment: (at: Instant, exact?: boolean) => string;
}

/** The customer's page. Pure: making it changes nothing, so that a link scanner or a mail program that opens it does nothing
 *  either. With `problems` it is what a form that was not accepted comes back to: what was typed (`page.input`) stands in it. */
export const renderAnswerPage = (
  page: AnswerPage,
  locale: Locale,
  problems: readonly FieldProblem[] = [],
): string => {
  const say = words[locale];
  const moment = (at: Instant, exact = false) => momentInWords(at, page.brand.timeZone, locale, exact);
  const view: View = { say, locale, page, moment };
  const title = say.title[page.state];
  const { evidence, brand } = page;
  const wrong = evidence?.problems ?? [];
  return framed({
    locale,
    locales: page.locales,
    title: problems.length + wrong.length > 0 ? `${say.error}: ${title}` : title,
    brand: brand.name,
    caseId: page.caseId,
    content: markup`${problems.length > 0 && problemSummary(problems, say, locale)}
      ${wrong.length > 0 && evidenceProblemSummary(wrong, locale)}
      <h1>${title}</h1>
      ${say.intro[page.state].map((text) => markup`<p>${text}</p>`)}
      ${page.rejection && page.rejection.reason !== '' && rejection(page.rejection.reason, say)}
      ${page.stopBy !== undefined && time(say.stopBy, page.stopBy, view)}
      ${page.deadline !== undefined && time(say.deadline, page.deadline, view)}
      ${page.asks.length > 0 && answerForm(page, problems, say, locale)}
      ${evidence && evidenceForm(evidence, brand.timeZone, locale)}
      ${page.campaigns.length > 0 && happened(view)}
      ${page.statement && statement(page.statement, view)} ${objecting(view, problems)}
      ${received(view)} ${evidenceReceived(page.evidenceReceived ?? [], brand.timeZone, locale)}`,
  });
};

const rejection = (reason: string, say: Words): Html =>
  markup`<h2>${say.rejection}</h2>
    <blockquote>${reason}</blockquote>`;

const SOON = 600_000; // ms: with less than that left, seconds are said too

/** The end of the customer's time, and what is left of it: an instant alone is easily misread in another zone. */
const time = (said: (moment: string) => string, at: Instant, { say, locale, page, moment }: View): Html => {
  const left = between(page.now, at);
  const exact = left < SOON;
  const now = moment(page.now, exact);
  const rest = left > 0 ? say.remaining(spanInWords(left, locale), now) : say.passed(now);
  return markup`<div class="time">
    <p><strong>${said(moment(at, exact))}</strong></p>
    <p>${rest}</p>
  </div>`;
};

const happened = ({ say, page, moment }: View): Html => {
  const one = ({ campaignId, complaints, first, last, providers }: CampaignShown) =>
    markup`<h3>${campaignId ? say.campaign(campaignId) : say.noCampaign}</h3>
      <dl>
        <dt>${say.complaints}</dt>
        <dd>${complaints}</dd>
        <dt>${say.received}</dt>
        <dd>${first === last ? moment(first) : say.fromTo(moment(first), moment(last))}</dd>
        <dt>${say.passedOnBy}</dt>
        <dd>
          ${providers.map(({ provider, complaints: n }) => `${provider || say.unnamed} (${n})`).join(', ') || say.unnamed}
        </dd>
      </dl>`;
  return markup`<section aria-labelledby="happened">
    <h2 id="happened">${say.happened}</h2>
    ${page.campaigns.map(one)}
    <p>${say.unknownComplainants}</p>
  </section>`;
};

const VERSION = 12; // hex digits of a policy's hash: enough to tell two versions of one policy apart

const statement = (of: StatementShown, { say: { statement: say }, moment }: View): Html => {
  const policy = say.version(of.policy.name, of.policy.version.slice(0, VERSION));
  const link = of.policy.url !== undefined && /^https?:\/\//.test(of.policy.url);
  return markup`<section aria-labelledby="statement">
    <h2 id="statement">${say.heading}</h2>
    <dl>
      <dt>${say.measure}</dt>
      <dd>${say.measures[of.measure][of.scope]}</dd>
      <dt>${say.since}</dt>
      <dd>${moment(of.since)}</dd>
      <dt>${say.until}</dt>
      <dd>${say.untils[of.measure]}</dd>
      <dt>${say.ground}</dt>
      <dd>${say.grounds[of.ground]}</dd>
      ${
        of.remarks !== undefined &&
        markup`<dt>${say.remarks}</dt>
          <dd><blockquote>${of.remarks}</blockquote></dd>`
      }
      <dt>${say.detection}</dt>
      <dd>${say.found[of.automated.detection ? 'byMachine' : 'byPerson']}</dd>
      <dt>${say.decision}</dt>
      <dd>${say.decided[of.automated.decision ? 'byMachine' : 'byPerson']}</dd>
      <dt>${say.policy}</dt>
      <dd>${link ? markup`<a href="${of.policy.url}">${policy}</a>` : policy}</dd>
      ${
        of.clauses.length > 0 &&
        markup`<dt>${say.clauses}</dt>
          ${of.clauses.map(({ id, text }) => markup`<dd>${text ? `${id}: ${text}` : id}</dd>`)}`
      }
      <dt>${say.redress}</dt>
      <dd>${say.redresses[of.measure]}</dd>
    </dl>
  </section>`;
};

const objecting = (
  { say, page, locale, moment }: View,
  problems: readonly FieldProblem[],
): Html | undefined => {
  const { objection, objected } = page;
  if (objection) return objectionForm(page, moment(objection.until), problems, say, locale);
  if (!objected) return undefined;
  const { at, dueAt, rejected } = objected;
  return markup`<section aria-labelledby="object">
    <h2 id="object">${say.objection.heading}</h2>
    <p>${rejected ? say.objection.rejected(moment(at)) : say.objection.lodged(moment(at), moment(dueAt))}</p>
  </section>`;
};

const received = ({ say, page, moment }: View): Html | undefined => {
  if (!page.received || page.received.length === 0) return undefined;
  const items = page.received.map(({ at, fields }) => {
    const labels = fields.map((field) => say.label[field]).join(', ');
    return markup`<li>${say.answered(moment(at), labels)}</li>`;
  });
  return markup`<section aria-labelledby="answers">
    <h2 id="answers">${say.answers}</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
};
