import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { Instant, type Locale } from '@app/kernel';
import { checkAnswer } from './answer-form';
import { renderAnswerPage } from './answer-page';
import { renderEvidenceReceived } from './evidence/form';
import { chooseLocale } from './locale';
import { renderExpired, renderReceived } from './other-pages';
import { samplePage, suspendedPage } from './sample-page';
import { portalHeaders } from './style';

const CHROMIUM = '/usr/bin/chromium';
const present = existsSync(CHROMIUM);
if (!present) process.stderr.write(`skipped: ${CHROMIUM} is absent; apt-get install chromium\n`);

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const LOCALES: readonly Locale[] = ['nl', 'en'];
const problems = [
  { field: 'feedback', problem: 'too-long', length: 20_001 },
  { field: 'solution', problem: 'empty' },
] as const;

const evidence = {
  recipients: ['d1', 'd2'],
  questions: ['Which agency wrote the mail?'],
  deadline: samplePage().deadline!,
};

/** Every page there is, by its path; what a form posts comes back as the desk would answer it. */
const PAGES: Readonly<Record<string, (locale: Locale) => string>> = {
  '/asked': (locale) => renderAnswerPage(samplePage(), locale),
  '/problems': (locale) =>
    renderAnswerPage(samplePage({ input: { feedback: 'too long' } }), locale, problems),
  '/rejected': (locale) =>
    renderAnswerPage(
      samplePage({ state: 'answer-rejected', rejection: { reason: 'Not yet.\nWhy?' } }),
      locale,
    ),
  '/suspended': (locale) => renderAnswerPage(suspendedPage(), locale),
  '/evidence': (locale) => renderAnswerPage(samplePage({ evidence }), locale),
  '/evidence-problems': (locale) =>
    renderAnswerPage(
      samplePage({
        evidence: {
          ...evidence,
          input: { collected: 'online', url: 'javascript:1', about: 'd2' },
          problems: [
            { field: 'url', problem: 'wrong' },
            { field: 'collectedAt', problem: 'moment' },
            { field: 'files', problem: 'file-unknown-type' },
          ],
        },
        evidenceReceived: [{ at: samplePage().now, answered: 8, asked: 10, files: 1 }],
      }),
      locale,
    ),
  '/evidence-received': (locale) =>
    renderEvidenceReceived(
      {
        brand: samplePage().brand,
        locales: LOCALES,
        caseId: 'acme.1',
        at: samplePage().now,
        answered: 8,
        asked: 10,
        missing: ['ip', 'confirmedAt'],
        files: 2,
      },
      locale,
    ),
  '/closed': (locale) => renderAnswerPage(suspendedPage({ state: 'closed', asks: [] }), locale),
  '/expired': (locale) => renderExpired({ because: 'expired', locales: LOCALES }, locale),
  '/received': (locale) =>
    renderReceived(
      {
        brand: samplePage().brand,
        locales: LOCALES,
        caseId: 'acme.1',
        at: Instant('2026-03-02T09:05:00.000Z'),
        fields: ['feedback'],
        missing: ['solution'],
        deadline: samplePage().deadline,
      },
      locale,
    ),
};

const serve = async (posted: URLSearchParams[]): Promise<Server> => {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://portal.invalid');
    const locale = chooseLocale(
      request.headers['accept-language'],
      searchParams.get('lang') ?? undefined,
      LOCALES,
    );
    const say = (page: string) =>
      response.writeHead(200, { ...portalHeaders(), 'content-type': 'text/html; charset=utf-8' }).end(page);
    if (request.method !== 'POST') return say((PAGES[pathname] ?? PAGES['/expired']!)(locale));
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      posted.push(new URLSearchParams(body));
      const { answer, problems } = checkAnswer(Object.fromEntries(posted.at(-1)!), samplePage().asks);
      say(
        problems.length > 0
          ? renderAnswerPage(samplePage({ input: answer }), locale, problems)
          : PAGES['/received']!(locale),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
};

(present ? describe : describe.skip)('the customer’s page in a browser', () => {
  const posted: URLSearchParams[] = [];
  const profile = mkdtempSync(join(tmpdir(), 'portal-'));
  let server: Server;
  let browser: BrowserContext;
  let page: Page;
  const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

  beforeAll(async () => {
    server = await serve(posted);
    browser = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM,
      headless: true,
      args: QUIET,
      locale: 'en-GB',
      // The page's own policy allows no script, which is what axe is; the unit specs hold page and policy together.
      bypassCSP: true,
    });
    page = await browser.newPage();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  const violations = async () => {
    await page.addScriptTag({ content: axe });
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    return page.evaluate(
      `axe.run({ runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } }).then(({ violations }) =>
         violations.map(({ id, nodes }) => id + ': ' + nodes.map((n) => n.html).join(' | ')))`,
    );
  };

  describe.each(LOCALES)('in %s', (locale) => {
    describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
      it.each(Object.keys(PAGES))('%s breaks no rule of WCAG 2.2 AA', async (path) => {
        await page.emulateMedia({ colorScheme });
        await page.goto(at(`${path}?lang=${locale}`));
        expect(await page.getAttribute('html', 'lang')).toBe(locale);
        expect(await violations()).toEqual([]);
      });
    });

    it.each(Object.keys(PAGES))('%s needs no scrolling sideways at 320 pixels', async (path) => {
      await page.setViewportSize({ width: 320, height: 600 });
      await page.goto(at(`${path}?lang=${locale}`));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      await page.setViewportSize({ width: 1280, height: 720 });
    });
  });

  it('can be walked and answered with the keyboard alone, and shows where one is', async () => {
    await page.goto(at('/asked'));
    const focused = () =>
      page.evaluate<{ name: string; outline: string }>(
        `(({ tagName, id, textContent }, style) => ({
           name: tagName + ' ' + (id || textContent.trim()), outline: style.outlineStyle + ' ' + style.outlineWidth
         }))(document.activeElement, getComputedStyle(document.activeElement))`,
      );
    const walked: string[] = [];
    for (const next of ['Tab', 'Tab', 'Tab', 'Tab', 'Tab']) {
      await page.keyboard.press(next);
      const { name, outline } = await focused();
      walked.push(name);
      expect(outline).toBe('solid 3px');
    }
    expect(walked).toEqual([
      'A Skip to the content',
      'A Nederlands',
      'TEXTAREA feedback',
      'TEXTAREA solution',
      'BUTTON Send your answer',
    ]);

    await page.keyboard.press('Enter'); // with nothing in it
    await page.waitForSelector('[role=alert]');
    expect((await focused()).name).toContain('Your answer was not sent yet');
    expect(await page.title()).toMatch(/^Error: /);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter'); // the first line of the summary leads to its field
    expect((await focused()).name).toBe('TEXTAREA feedback');

    await page.keyboard.type('We bought a list');
    await page.keyboard.press('Tab');
    await page.keyboard.type('It is deleted');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1:has-text("We have received your answer")');
    expect(Object.fromEntries(posted.at(-1)!)).toEqual({
      feedback: 'We bought a list',
      solution: 'It is deleted',
    });
  });

  it('has targets of at least 24 pixels, but for links in a line', async () => {
    for (const path of Object.keys(PAGES)) {
      await page.goto(at(path));
      const small = await page.evaluate(
        `[...document.querySelectorAll('nav a, button, textarea, [role=alert] a')].filter((target) => {
           const { width, height } = target.getBoundingClientRect(); return width < 24 || height < 24;
         }).map((target) => target.outerHTML)`,
      );
      expect(small).toEqual([]);
    }
  });

  it('is shown as it is meant under its own content policy: styled, and without a complaint of the browser', async () => {
    const strict = await chromium.launchPersistentContext(join(profile, 'strict'), {
      executablePath: CHROMIUM,
      headless: true,
      args: QUIET,
      javaScriptEnabled: true,
    });
    const own = await strict.newPage();
    const said: string[] = [];
    own.on('console', (message) => said.push(message.text()));
    await own.goto(at('/suspended'));
    const width = await own.evaluate(`getComputedStyle(document.querySelector('main')).maxWidth`);
    await strict.close();
    expect(said.filter((text) => !text.includes('favicon'))).toEqual([]);
    expect(width).toBe('704px'); // 44rem
  }, 30_000);
});
