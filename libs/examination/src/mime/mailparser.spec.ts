import { bounce, feedbackReport, personalComplaint } from '@app/testing';
import fc from 'fast-check';
import { simpleParser, type SimpleParserOptions } from 'mailparser';
import { DEFAULT_BUDGET, Problems } from './budget';
import { leaves, openMessage } from './message';

const sent = {
  messageId: 'm1@shop.example',
  date: 'Tue, 3 Mar 2026 09:00:00 +0000',
  from: 'news@shop.example',
  to: 'jan@mail.test',
  subject: '=?utf-8?q?caf=C3=A9?=',
};
const report = feedbackReport(sent, { from: 'fbl@fbl.test', userAgent: 'Local/1.0' }, 'r1');

/** ignoreEmbedded is handed through to mailsplit and not in the types: without it the original is merged into the text. */
const OPTIONS = { ignoreEmbedded: true, skipHtmlToText: true, skipTextToHtml: true } as SimpleParserOptions;

/** Header fields as `name: value`, unfolded, sorted; and how many messages are attached. */
const theirs = async (text: string) => {
  const parsed = await simpleParser(text, OPTIONS);
  const fields = parsed.headerLines.map(({ key, line }) => {
    const value = line.slice(line.indexOf(':') + 1).split(/\r?\n/);
    return `${key}: ${value
      .map((part) => part.trim())
      .join(' ')
      .trim()}`;
  });
  const messages = parsed.attachments.filter((a) => a.contentType === 'message/rfc822');
  return { fields: fields.sort(), messages: messages.length };
};
const ours = (text: string) => {
  const root = openMessage(Buffer.from(text), DEFAULT_BUDGET, new Problems());
  const fields = [...root.headers].flatMap(([name, values]) => values.map((value) => `${name}: ${value}`));
  return { fields: fields.sort(), messages: [...leaves(root)].filter((part) => part.message).length };
};

describe('the scanner beside mailparser', () => {
  it.each([
    ['a feedback report', report],
    ['one with LF', report.replaceAll('\r\n', '\n')],
    ['one without its last boundary', report.slice(0, report.lastIndexOf('--=_r1--'))],
    ['a person’s complaint', personalComplaint(sent, 'jan@mail.test', 'p1')],
    ['a bounce', bounce('verp@desk.example', 'jan@mail.test', '5.1.1', 'b1')],
    [
      'folded and repeated fields',
      'Received: a\r\n b;\r\n\tc\r\nReceived: d\r\nSubject: x\r\n y\r\n\r\nbody\r\n',
    ],
  ])('finds the same header fields and attached messages in %s', async (_, text) =>
    expect(ours(text)).toEqual(await theirs(text)),
  );

  it('finds the same header fields whatever their values', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.stringMatching(/^X-[A-Za-z0-9-]{1,20}$/),
            fc.array(fc.stringMatching(/^[!-~](?:[ -~]{0,60}[!-~])?$/), { minLength: 1, maxLength: 4 }),
          ),
          { maxLength: 12 },
        ),
        async (headers) => {
          const block = headers.map(([name, folds]) => `${name}: ${folds.join('\r\n ')}\r\n`).join('');
          const text = `From: a@b.example\r\n${block}\r\nbody\r\n`;
          expect(ours(text).fields).toEqual((await theirs(text)).fields);
        },
      ),
      { numRuns: 100 },
    ));
});
