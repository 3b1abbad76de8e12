import { momentInWords, plus, spanInWords, type Instant, type Locale } from '@app/kernel';
import { campaignBlocks, linkBlocks, momentOf, statementBlocks, type Voice } from './blocks';
import { manyLines, oneLine, rendered, type Block } from './letter';
import type { Asked, BrandFace, Composed, Due, Links, Notice } from './notice';
import { words, type TimeGiven, type Words } from './words';

/** Puts a notice into words. Pure: the same in, the same out. A time that starts with the notice (`{within}`) is counted from
 *  `now`, which is never later than the relay's acceptance, from which it really runs: what the customer reads is at worst a
 *  little too early. Throws when a link is not http or https. */
export const compose = (
  notice: Notice,
  brand: Pick<BrandFace, 'name' | 'timeZone'>,
  locale: Locale,
  links: Links,
  now: Instant,
): Composed => {
  const say = words[locale];
  const name = oneLine(brand.name);
  const caseId = oneLine(notice.caseId);
  const blocks: Block[] = [
    { text: say.dear(name) },
    ...body(notice, { say, locale, zone: brand.timeZone, links, now }),
    { facts: [[say.case, caseId]] },
    ...linkBlocks(say.policy, links.policy),
    { text: say.regards(name) },
  ];
  return rendered({ subject: say.subject[notice.kind](caseId), locale, blocks });
};

const body = (notice: Notice, voice: Voice): Block[] => {
  const { say, links } = voice;
  const answer = answerLink(voice);
  switch (notice.kind) {
    case 'warning':
      return [...texts(say.warning(notice.next)), ...campaignBlocks(notice.campaigns, voice), ...answer];
    case 'forward':
      return [...texts(say.forward), ...campaignBlocks(notice.campaigns, voice), ...answer];
    case 'demand':
      return [
        ...texts(say.demand),
        ...deadline(notice.due, voice),
        { text: say.answer.needs },
        { text: say.demandOr },
        ...answer,
        ...campaignBlocks(notice.campaigns, voice),
      ];
    case 'reminder':
      return [
        { text: say.reminder },
        ...missing(notice.missing, say),
        ...deadline(notice.due, voice),
        { text: say.demandOr },
        ...answer,
        ...campaignBlocks(notice.campaigns, voice),
      ];
    case 'rejection':
      return [
        { text: say.rejection.lead },
        ...texts(notice.due ? [say.rejection.again] : [say.rejection.suspended, say.remediation]),
        ...(notice.reason ? [{ heading: say.reason }, { quote: manyLines(notice.reason) }] : []),
        ...(notice.due ? [...deadline(notice.due, voice), { text: say.answer.needs }] : []),
        ...answer,
      ];
    case 'hold':
      return [...texts(say.hold), ...answer, ...statementBlocks(notice.statement, voice)];
    case 'stop-order':
      return [
        { text: say.stopOrder.lead },
        ...deadline(notice.due, voice, say.stopOrder),
        { text: say.stopOrder.delivery[notice.delivery] },
        { items: say.stopOrder.todo },
        { important: say.stopOrder.breach },
        ...answer,
        ...statementBlocks(notice.statement, voice),
      ];
    case 'suspension':
      return [
        ...texts(say.suspension),
        ...(notice.refund === undefined ? [] : [{ text: say.refund[notice.refund ? 'yes' : 'no'] }]),
        { text: say.remediation },
        ...answer,
        ...statementBlocks(notice.statement, voice),
      ];
    case 'closure':
      return [
        ...texts(say.closure),
        { text: say.refund[notice.refund ? 'yes' : 'no'] },
        ...(notice.damageClaim ? [{ text: say.damageClaim }] : []),
        ...(links.answer === undefined ? [] : linkBlocks(say.objection, links.answer)),
        ...statementBlocks(notice.statement, voice),
      ];
    case 'reinstatement':
      return [
        ...texts(say.reinstatement(momentOf(notice.baseline, voice))),
        ...(notice.annulled ? [{ important: say.annulled }] : []),
        ...(notice.remarks ? [{ quote: manyLines(notice.remarks) }] : []),
        ...(notice.due ? [...deadline(notice.due, voice), { text: say.answer.needs }, ...answer] : []),
      ];
    case 'appeal-decision':
      return [
        ...texts(say.appealRejected),
        { heading: say.reason },
        { quote: manyLines(notice.reason) },
        { text: say.appealFurther },
      ];
    case 'evidence-request':
      return [
        ...texts(say.evidence),
        ...deadline(notice.due, voice),
        ...listed(say.contacts, notice.contacts),
        ...listed(say.questions, notice.questions),
        ...answer,
      ];
    case 'acknowledgement':
      return [
        { text: say.acknowledgement(momentOf(notice.receivedAt, voice)) },
        ...(notice.missing.length === 0 ? [{ text: say.complete }] : missing(notice.missing, say)),
        ...(notice.missing.length > 0 && notice.due ? deadline(notice.due, voice) : []),
      ];
  }
};

const texts = (paragraphs: readonly string[]): Block[] => paragraphs.map((text) => ({ text }));

const listed = (heading: string, items: readonly string[]): Block[] =>
  items.length > 0 ? [{ heading }, { items: items.map((item) => oneLine(item, 500)) }] : [];

const missing = (asked: readonly Asked[], say: Words): Block[] =>
  asked.length > 0
    ? [{ text: say.answer.missing }, { items: asked.map((field) => say.answer.asked[field]) }]
    : [];

const answerLink = ({ say, links }: Voice): Block[] =>
  links.answer === undefined
    ? []
    : [...linkBlocks(say.answer.link, links.answer), { text: say.answer.onlyThere }];

const SOON = 600_000; // ms: with less than that left, a minute more or less matters

const deadline = (due: Due, { say, locale, zone, now }: Voice, said: TimeGiven = say.answer): Block[] => {
  const at = 'at' in due ? due.at : plus(now, due.within);
  const by = momentInWords(at, zone, locale, at - now < SOON);
  return [{ important: 'at' in due ? said.deadline(by) : said.span(spanInWords(due.within, locale), by) }];
};
