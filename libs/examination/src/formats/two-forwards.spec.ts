import { parseReport } from '../parse-report';

const forward = (n: number, to = 'jan@people.example', from = `Shop <news@shop-${n}.example>`) =>
  `---------- Forwarded message ---------\nFrom: ${from}\nDate: Tue, Mar ${n}, 2026 at 9:00 AM\nSubject: Offer ${n}\nTo: <${to}>\n\nBuy ${n}\n`;
const read = (...forwards: string[]) =>
  parseReport(
    Buffer.from(
      `From: Jan <jan@people.example>\r\nTo: abuse@desk.example\r\nSubject: Two spams\r\n\r\nStop this spam.\n\n${forwards.join('\n')}`,
    ),
  );
const subjects = (...forwards: string[]) => {
  const report = read(...forwards);
  return [report, ...report.further].map(({ fields }) => fields.originalSubject);
};

describe('forwards one below the other', () => {
  it('are a complaint about each', () => {
    const report = read(forward(1), forward(2), forward(3));
    expect([report.kind, report.complaints]).toEqual(['complaint', 3]);
    expect([report, ...report.further].map(({ fields }) => fields.originalFrom)).toEqual([
      'Shop <news@shop-1.example>',
      'Shop <news@shop-2.example>',
      'Shop <news@shop-3.example>',
    ]);
  });

  it('are as many as are taken, and the rest is for a person', () => {
    const report = read(...Array.from({ length: 60 }, (_, n) => forward(n + 1)));
    expect([report.complaints, report.leftOut]).toEqual([50, true]);
  });

  it('are one when the second was sent to whoever sent the first', () => {
    const piet = 'Piet <piet@elsewhere.example>';
    expect(subjects(forward(1, 'jan@people.example', piet), forward(2, 'piet@elsewhere.example'))).toEqual([
      'Offer 2',
    ]);
  });

  it('are one when the first is of the recipient’s own house, or says that it is a forward', () => {
    expect(subjects(forward(1, 'jan@people.example', 'Piet <piet@people.example>'), forward(2))).toEqual([
      'Offer 2',
    ]);
    expect(subjects(forward(1).replace('Subject: ', 'Subject: Fwd: '), forward(2))).toEqual(['Offer 2']);
  });
});
