import type { NormalisedReport, ReportedMessage } from '@app/examination';
import { messageIdTerm, searchIndexOf, subjectTerm, wordTerms } from './search-terms';

/** Of each term, what it was made of: the tests read it, and the code sees an opaque one. */
const made = new Map<string, string>();
const identity = {
  termKeyOf: (kind: string, text: string) => {
    const key = `${made.size + 1}`.padStart(12, '0');
    const said = `${kind.replace('search ', '')} ${text}`;
    const known = [...made].find(([, one]) => one === said)?.[0];
    if (known === undefined) made.set(key, said);
    return `${known ?? key}and the rest of it`;
  },
  recipientKeyOf: (address: string) => `key of ${address}` as never,
};
beforeEach(() => made.clear());
const read = (terms: readonly string[]) => terms.map((term) => made.get(term));

const nothing: ReportedMessage = { fields: {}, otherFields: new Map() as never, recipients: [] };
const report = (more: Partial<NormalisedReport>): NormalisedReport =>
  ({
    ...nothing,
    kind: 'complaint',
    format: 'arf',
    further: [],
    complaints: 1,
    header: { from: ['jan@people.example'], subject: 'Spam!', messageId: 'own@people.example' },
    problems: [],
    ...more,
  }) as unknown as NormalisedReport;
const message = (more: Partial<ReportedMessage>): ReportedMessage => ({ ...nothing, ...more });
const recipient = (address: string, placeholder = false) => ({ address, placeholder });

describe('a report is found again', () => {
  it('by what it says of the reported mail, and by what a person wrote', () => {
    const found = searchIndexOf(
      {
        channel: 'direct',
        report: report({
          fields: {
            originalMessageId: '<M1@shop.example>',
            originalSubject: 'Spring sale',
            originalFrom: 'news@News.shop.example',
            dkimDomain: 'shop.example',
            sourceIp: '192.0.2.7',
            reportedUri: ['https://click.shop.example/a?b', 'no address'],
          },
          recipients: [recipient('eva@people.example'), recipient('redacted@people.example', true)],
        }),
      },
      identity,
    )!;
    expect(read(found.terms)).toEqual([
      'message-id own@people.example',
      'message-id M1@shop.example',
      'ip 192.0.2.7',
      'subject spring sale',
      'subject spam!',
      'domain shop.example',
      'domain news.shop.example',
      'domain click.shop.example',
      'word spring',
      'word sale',
      'word spam',
    ]);
    expect(found.people).toEqual(['key of eva@people.example', 'key of jan@people.example']);
  });

  it('never by the author and the subject of a feedback loop: they are of all its reports', () => {
    const found = searchIndexOf({ channel: 'feedback-loop', report: report({}) }, identity)!;
    expect(read(found.terms)).toEqual(['message-id own@people.example']);
    expect(found.people).toEqual([]);
  });

  it('by each message of several; the words are left out first when it is too much', () => {
    const many = Array.from({ length: 50 }, (_, n) =>
      message({
        fields: { originalMessageId: `m${n}@shop.example`, originalSubject: `offer number${n}` },
        recipients: [recipient(`p${n}@people.example`), recipient(`q${n}@people.example`)],
      }),
    );
    const found = searchIndexOf({ channel: 'direct', report: report({ further: many }) }, identity)!;
    const said = read(found.terms);
    expect([found.terms.length, found.people.length]).toEqual([100, 60]);
    expect(said.filter((one) => one?.startsWith('message-id'))).toHaveLength(51);
    expect(said.filter((one) => one?.startsWith('word'))).toEqual([]);
  });

  it('by nothing, when it says nothing', () =>
    expect(
      searchIndexOf(
        { channel: 'feedback-loop', report: report({ header: { from: [] } as never }) },
        identity,
      ),
    ).toBeUndefined());
});

describe('what is compared', () => {
  it.each([
    ['Spring sale', 'RE: Fwd: spring  SALE '],
    ['Spring sale', 'Antw: AW: Spring\r\n sale'],
    ['ﬁnal offer', 'final offer'],
  ])('is the same of the subject %j and of %j', (a, b) =>
    expect(subjectTerm(a, identity)).toEqual(subjectTerm(b, identity)),
  );
  it('is another of another subject, and none of an empty one', () => {
    expect(subjectTerm('Spring sale', identity)).not.toEqual(subjectTerm('Spring sales', identity));
    expect(subjectTerm('Re: ', identity)).toEqual([]);
  });
  it('is each word once, of three letters and more, twelve of them', () => {
    expect(read(wordTerms('Ga nú naar Größe: nú! 20% korting', identity))).toEqual([
      'word naar',
      'word größe',
      'word korting',
    ]);
    expect(wordTerms(Array.from({ length: 40 }, (_, n) => `word${n}`).join(' '), identity)).toHaveLength(12);
  });
  it('is a Message-ID with or without its brackets, in its own case', () => {
    expect(messageIdTerm(' <A@b> ', identity)).toEqual(messageIdTerm('A@b', identity));
    expect(messageIdTerm('a@b', identity)).not.toEqual(messageIdTerm('A@b', identity));
    expect(messageIdTerm('<>', identity)).toEqual([]);
  });
  it('is found in no time in a subject that was made to be slow', () => {
    const hostile = 're:'.repeat(100_000) + ' '.repeat(100_000) + 'a'.repeat(100_000);
    expect(subjectTerm(hostile, identity).length + wordTerms(hostile, identity).length).toBeLessThan(3);
  });
});
