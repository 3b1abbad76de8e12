import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Instant, plus, seconds, type Duration } from '@app/kernel';
import { renderAnswerPage } from './answer-page';
import { renderExpired, renderReceived } from './other-pages';
import type { PageState } from './page';
import { samplePage, suspendedPage } from './sample-page';
import { portalHeaders } from './style';

/** What is read on it, tags taken out. */
const readOn = (page: string): string =>
  page
    .replace(/<style>[^]*?<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the customer’s page', () => {
  it('says what happened, until when with the zone, and what is left of the time', () => {
    const page = readOn(renderAnswerPage(samplePage(), 'en'));
    expect(page).toContain('Campaign spring-sale Complaints 3');
    expect(page).toContain('yahoo (2), not named (1)');
    expect(page).toContain(
      'Your answer must be here by Tuesday 3 March 2026, 09:17 (Europe/Amsterdam, UTC+1).',
    );
    expect(page).toContain('That leaves 23 hours and 12 minutes');
    expect(page).toContain('What you sent us Monday 2 March 2026, 10:05 (Europe/Amsterdam, UTC+1): Feedback');
  });

  it('says it in Dutch too', () => {
    const page = renderAnswerPage(samplePage(), 'nl');
    expect(page).toContain('<html lang="nl">');
    expect(readOn(page)).toContain('U hebt nog 23 uur en 12 minuten');
  });

  it('counts seconds when little is left, and says when nothing is', () => {
    const soon = samplePage({ deadline: plus(samplePage().now, seconds(24)) });
    expect(readOn(renderAnswerPage(soon, 'en'))).toContain('by Monday 2 March 2026, 10:05:24 (Europe');
    expect(readOn(renderAnswerPage(soon, 'en'))).toContain('That leaves 24 seconds');
    const past = samplePage({ deadline: plus(samplePage().now, -1 as Duration) });
    expect(readOn(renderAnswerPage(past, 'en'))).toContain('had passed');
  });

  it('gives the statement of reasons of a suspension, and asks for prevention', () => {
    const page = renderAnswerPage(suspendedPage(), 'en');
    const text = readOn(page);
    for (const said of [
      'Statement of reasons',
      'other mail, such as password resets, goes on',
      'feedback and a solution were asked for and did not come in time',
      'Anti-spambeleid, version aaaaaaaaaaaa ',
      'SP-82: Wij kunnen het account opschorten.',
      'The list was bought.',
      'by automated means',
      'How it was decided by a person',
      'If you disagree',
    ])
      expect(text).toContain(said);
    expect(page).toContain('<textarea');
    expect(page).toContain('name="prevention"');
  });

  it('has no form when nothing is asked', () =>
    expect(renderAnswerPage(samplePage({ state: 'resolved', asks: [] }), 'en')).not.toContain('<form'));

  it.each<PageState>([
    'told',
    'asked',
    'answer-rejected',
    'being-assessed',
    'held',
    'suspended',
    'resolved',
    'closed',
  ])('has a title of its own when %s', (state) =>
    expect(renderAnswerPage(samplePage({ state }), 'en')).toMatch(/<title>[^<]{10,} – Spotler<\/title>/),
  );

  it('comes back with what was typed, each problem named at its field and above', () => {
    const typed = '\n<b>we & "they"</b>';
    const page = renderAnswerPage({ ...samplePage(), input: { feedback: typed } }, 'en', [
      { field: 'feedback', problem: 'too-long', length: 20_001 },
      { field: 'solution', problem: 'empty' },
    ]);
    expect(page).toContain('<title>Error: Your answer');
    expect(page).toContain('>\n\n&lt;b&gt;we &amp; &quot;they&quot;&lt;/b&gt;</textarea>');
    expect(page).toContain('<a href="#feedback">Feedback has 20,001 characters; at most 20,000 are possible');
    expect(page).toContain('aria-describedby="feedback-hint feedback-problem"');
    expect(page.match(/aria-invalid="true"/g)).toHaveLength(2);
  });

  it('lets nothing in that others chose be more than text', () => {
    const nasty = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        '</textarea><b>',
        '\u202egnp.exe',
      ),
    );
    fc.assert(
      fc.property(nasty, (text) => {
        const page = renderAnswerPage(
          suspendedPage({
            brand: { name: text, timeZone: 'UTC' },
            caseId: text,
            campaigns: [
              {
                ...samplePage().campaigns[0]!,
                campaignId: text,
                providers: [{ provider: text, complaints: 1 }],
              },
            ],
            rejection: { reason: text },
            input: { feedback: text, solution: text, prevention: text },
          }),
          'en',
        );
        const clean = renderAnswerPage(suspendedPage({ campaigns: [samplePage().campaigns[0]!] }), 'en');
        const tags = (of: string) => (of.match(/<[a-z][^>]*>/g) ?? []).length;
        // The rejection has a heading and a quote of its own, and is left out when it is empty.
        expect(tags(page) - tags(clean)).toBe(text === '' ? 0 : 2);
        expect(page).not.toContain('\u202e');
      }),
    );
  });

  it('links to a policy only over the web', () => {
    const { statement } = suspendedPage();
    const page = renderAnswerPage(
      suspendedPage({
        statement: { ...statement!, policy: { ...statement!.policy, url: 'javascript:alert(1)' } },
      }),
      'en',
    );
    expect(page).not.toContain('javascript:');
  });

  it('is the same page for the same facts: there is nothing in it but them', () =>
    expect(renderAnswerPage(samplePage(), 'en')).toBe(renderAnswerPage(samplePage(), 'en')));
});

describe('every page', () => {
  const pages = [
    renderAnswerPage(suspendedPage(), 'nl'),
    renderExpired({ because: 'expired', locales: ['nl', 'en'] }, 'en'),
    renderReceived(
      {
        brand: { name: 'Spotler', timeZone: 'Europe/Amsterdam' },
        locales: ['nl'],
        caseId: 'acme.1',
        at: Instant('2026-03-02T09:05:00.000Z'),
        fields: ['feedback'],
        missing: ['solution'],
        deadline: Instant('2026-03-03T08:17:00.000Z'),
      },
      'en',
    ),
  ];

  it('has exactly the style that the content policy allows, and nothing that would be fetched', () => {
    const policy = portalHeaders()['content-security-policy']!;
    for (const page of pages) {
      const [, style] = /<style>([^]*)<\/style>/.exec(page)!;
      expect(policy).toContain(`'sha256-${createHash('sha256').update(style!).digest('base64')}'`);
      expect(page).not.toMatch(/<(script|img|link|iframe|object|form action)|\bstyle=|\bon[a-z]+=|url\(/);
    }
    expect(policy).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/);
    expect(portalHeaders()).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
  });

  it('says what is missing, and until when, after a part of an answer', () => {
    const text = readOn(pages[2]!);
    expect(text).toContain('Still missing: Write your solution');
    expect(text).toContain('by Tuesday 3 March 2026, 09:17 (Europe/Amsterdam, UTC+1)');
  });
});
