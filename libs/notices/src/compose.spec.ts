import fc from 'fast-check';
import { hours, plus, seconds, type Locale } from '@app/kernel';
import { compose } from './compose';
import type { Links, Notice, NoticeKind } from './notice';
import { campaigns, notices, NOW, spotler, statement } from './sample-mail';

const links: Links = {
  answer: 'https://abuse.example/answer/v1.1.abc.def?x=1&y=2',
  policy: 'https://spotler.example/policy',
};
const said = (notice: Notice, locale: Locale = 'en') => compose(notice, spotler, locale, links, NOW);
const of = (kind: NoticeKind) => notices.find((notice) => notice.kind === kind)!;
const flat = (text: string) => text.replace(/\s+/g, ' ');

describe.each(['nl', 'en'] as const)('a notice in %s', (locale) => {
  it.each(notices.map((notice) => [notice.kind, notice] as const))(
    'CO-46: of kind %s is whole, and about the customer’s own account',
    (kind, notice) => {
      const { subject, text, html } = said(notice, locale);
      expect(subject).toMatch(locale === 'nl' ? /^.+ \[zaak acme\.1\]$/ : /^.+ \[case acme\.1\]$/);
      expect(`${text}${html}`).not.toMatch(/undefined|null|NaN|\[object/);
      expect(html).toContain(`<html lang="${locale}">`);
      for (const line of text.split('\n')) expect(line.length <= 78 || line.startsWith('http')).toBe(true);
      if (!['appeal-decision', 'reinstatement', 'acknowledgement'].includes(kind))
        expect(text).toContain(links.answer);
    },
  );

  it.each(notices.map((notice) => [notice.kind, notice] as const))(
    'of kind %s says the same in text and in HTML, and fetches nothing',
    (_kind, notice) => {
      const { text, html } = said(notice, locale);
      const bare = (of: string) => of.replace(/[\s>-]+|https?:\S+|[:]/g, '');
      const shown = html
        .replace(/<head>[^]*<\/head>/, '')
        .replace(/<[^>]*>/g, '')
        .replace(/&#39;/g, "'")
        .replace(/&quot;/g, '"')
        .replace(/&gt;/g, '>')
        .replace(/&lt;/g, '<')
        .replace(/&amp;/g, '&');
      expect(bare(shown)).toBe(bare(text));
      expect(html).not.toMatch(/<(img|script|link|style|iframe)|src=|url\(/);
    },
  );

  it('has a subject of its own for each kind', () =>
    expect(new Set(notices.map((notice) => said(notice, locale).subject)).size).toBe(notices.length));
});

describe('a demand', () => {
  it('names the campaign, the times, the provider and the counts, and the end of the time with its zone', () => {
    const text = flat(said(of('demand')).text);
    expect(text).toContain(
      'You have 24 hours: your answer must be here by Tuesday 3 March 2026, 10:05 (Europe/Amsterdam, UTC+1).',
    );
    expect(text).toContain(
      'Campaign spring-sale: 3 complaints, received from Monday 2 March 2026, 09:00 (Europe/Amsterdam, UTC+1)',
    );
    expect(text).toContain('Passed on by: yahoo (2), not named (1).');
  });

  it('never says a later time than the real one', () =>
    // The relay's 250 comes after `now`, from which the words count: 10:05:30 is said as 10:05.
    expect(said(of('demand')).text).not.toContain('10:06'));

  it('says seconds when there is little time', () => {
    const demand = { caseId: 'acme.1', kind: 'demand', due: { within: seconds(24) }, campaigns } as const;
    const text = flat(said(demand).text);
    expect(text).toContain(
      'You have 24 seconds: your answer must be here by Monday 2 March 2026, 10:05:54 (',
    );
    expect(flat(said({ ...demand, due: { at: plus(NOW, hours(3)) } }).text)).toContain(
      'by Monday 2 March 2026, 13:05 (',
    );
  });
});

describe('a rejection', () => {
  it('names the new end of the time, and what is needed by then', () => {
    const text = flat(said(of('rejection')).text);
    expect(text).toContain('You have time for another answer.');
    expect(text).toContain('Your answer must be here by Monday 2 March 2026, 12:05 (');
  });

  it.each([
    ['en', 'Your account stays suspended. No time runs', 'must be here by'],
    ['nl', 'Uw account blijft opgeschort. Er loopt geen termijn', 'Uw antwoord moet'],
  ] as const)(
    'of a remediation says in %s that the suspension goes on, and invents no time',
    (locale, stays, by) => {
      const { text } = said({ caseId: 'acme.1', kind: 'rejection', reason: 'Which list?' }, locale);
      expect(flat(text)).toContain(stays);
      expect(flat(text)).toContain('> Which list?');
      expect(text).toContain(links.answer);
      expect(flat(text)).not.toContain(by);
      expect(text).not.toMatch(/2026/);
    },
  );
});

describe('a reinstatement', () => {
  it('says until when an answer is still asked for, when it is', () => {
    const undone = { caseId: 'acme.1', kind: 'reinstatement', baseline: NOW, annulled: true } as const;
    expect(flat(said(undone).text)).not.toContain('must be here by');
    const text = flat(said({ ...undone, due: { at: plus(NOW, hours(3)) } }).text);
    expect(text).toContain('Your answer must be here by Monday 2 March 2026, 13:05 (');
    expect(text).toContain(links.answer);
  });
});

describe('a suspension', () => {
  it('states its reasons: what, since and until when, facts, ground, clause, how it was found and decided, redress', () => {
    const text = flat(said(of('suspension')).text);
    for (const part of [
      'Measure: Sending of bulk mail is suspended; other mail, such as password resets, goes on',
      'Since: Monday 2 March 2026, 10:05 (Europe/Amsterdam, UTC+1)',
      'Until: we are convinced that the problem is fully solved',
      'Ground: feedback and a solution were asked for and did not come in time',
      'How the facts were found: by automated means',
      'How it was decided: by a person',
      'The policy: Anti-spambeleid, version aaaaaaaaaaaa',
      '- SP-82: Wij kunnen het account opschorten.',
      '> The list was bought.',
      'If you disagree: Object on the page',
      'Campaign spring-sale: 3 complaints',
    ])
      expect(text).toContain(part);
  });
});

describe('what others chose', () => {
  const chosen = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('a\r\nBcc: x@y', '<script>alert(1)</script>', '"><img src=x>', '\u202egnp.exe', '\u2028'),
  );
  it('is never more than text, and no line of its own', () => {
    fc.assert(
      fc.property(chosen, chosen, (word, provider) => {
        const notice: Notice = {
          caseId: word,
          kind: 'suspension',
          statement: {
            ...statement,
            remarks: word,
            clauses: [{ id: 'SP-82', text: word }],
            policy: { name: word, version: word },
            campaigns: [{ ...campaigns[0]!, campaignId: word, providers: [{ provider, complaints: 1 }] }],
          },
        };
        const { subject, text, html } = compose(notice, { ...spotler, name: word }, 'en', links, NOW);
        expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
        const tags = html
          .match(/<[a-z]+/g)!
          .filter(
            (tag) => !/^<(html|head|meta|title|body|p|h|ul|li|dl|dt|dd|blockquote|br|a|strong)/.test(tag),
          );
        expect(tags).toEqual([]);
        expect(text).not.toMatch(/^Bcc:/m);
      }),
    );
  });

  it('is cut where it would make a mail nobody reads', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ ...campaigns[0]!, campaignId: `c-${n}` }));
    expect(said({ caseId: 'acme.1', kind: 'forward', campaigns: many }).text).toContain(
      '… and 10 more campaigns.',
    );
  });

  it('is no link but a web link', () =>
    expect(() => compose(of('demand'), spotler, 'en', { answer: 'javascript:alert(1)' }, NOW)).toThrow(
      /cannot link to javascript:/,
    ));
});
