import { contentFindings } from './content-checks';
import { DEFAULT_BUDGET, Problems } from './mime/budget';
import { openMessage } from './mime/message';

const WORDS = 'Everything is cheaper this week, and the week after that as well. '.repeat(5);
const found = (headers: readonly string[], body: string) =>
  contentFindings(
    openMessage(Buffer.from([...headers, '', body].join('\r\n')), DEFAULT_BUDGET, new Problems()),
  );
const from = 'From: Shop <news@shop.example>';
const signed = (names: string) =>
  `DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; s=s;\r\n h=from:${names};\r\n bh=x; b=y`;
const unsubscribe = 'List-Unsubscribe: <https://shop.example/u/1>';
const oneClick = 'List-Unsubscribe-Post: List-Unsubscribe=One-Click';
const imprint = 'Shop B.V., Damrak 1, 1012 LG Amsterdam, KvK 12345678';

describe('what a reported message lacks', () => {
  it('is nothing of one that has all', () =>
    expect(
      found(
        [from, signed('list-unsubscribe: List-Unsubscribe-Post'), unsubscribe, oneClick],
        WORDS + imprint,
      ),
    ).toEqual([]));

  it.each([
    ['without a signature', [from, unsubscribe, oneClick]],
    ['signed without it', [from, signed('subject:list-unsubscribe'), unsubscribe, oneClick]],
    ['without the other field', [from, signed('list-unsubscribe'), unsubscribe]],
    ['with another value there', [from, signed('list-unsubscribe:list-unsubscribe-post'), unsubscribe, 'List-Unsubscribe-Post: yes']],
  ])('is the opt-out in one click: a field for it %s', (_what, headers) =>
    expect(found(headers, WORDS + imprint)).toEqual(['no-one-click'])); // prettier-ignore

  it('is any opt-out, unless the text or a link in it has one', () => {
    expect(found([from], WORDS + imprint)).toEqual(['no-opt-out']);
    expect(found([from], `${WORDS}${imprint} U kunt zich hier afmelden.`)).toEqual([]);
    expect(
      found(
        [from, 'Content-Type: text/html'],
        `<p>${WORDS}${imprint}</p><a href="https://shop.example/unsubscribe?id=1">x</a>`,
      ),
    ).toEqual([]);
  });

  it('is who sent it', () => expect(found([from], `${WORDS} Unsubscribe`)).toEqual(['no-imprint']));

  it('is nothing that a text which is not there could refute', () => {
    expect(found([from], '')).toEqual([]);
    expect(found([from], `[Redacted] ${WORDS}`)).toEqual([]);
  });

  it('is discretion: more than ten addresses for all to read', () => {
    const to = (n: number) => Array.from({ length: n }, (_, i) => `p${i}@people.example`).join(', ');
    const whole = `${WORDS}${imprint} unsubscribe`;
    expect(found([from, `To: ${to(10)}`], whole)).toEqual([]);
    expect(found([from, `To: ${to(6)}`, `Cc: ${to(5)}`], whole)).toEqual(['cc-bulk']);
  });
});
