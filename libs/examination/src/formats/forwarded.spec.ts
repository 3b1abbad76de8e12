import { original, personalComplaint } from '@app/testing';
import { describeReport } from '../describe';
import { parseReport } from '../parse-report';

const sent = {
  messageId: 'm1@shop.example',
  date: 'Tue, 3 Mar 2026 09:00:00 +0000',
  from: 'news@shop.example',
  to: 'jan@people.example',
};
const parsed = (text: string) => parseReport(Buffer.from(text));
const lines = (...text: string[]) => text.join('\r\n');
const mail = (body: string, more: Record<string, string> = {}) =>
  lines(
    ...Object.entries({
      From: 'Jan <jan@people.example>',
      To: 'abuse@desk.example',
      Subject: 'Fwd: Spring offers',
      'Content-Type': 'text/plain; charset=utf-8',
      ...more,
    }).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  );

describe('a person’s own complaint', () => {
  it('has the message attached', () =>
    expect(describeReport(parsed(personalComplaint(sent, 'jan@people.example', 'p1')))).toMatchObject({
      kind: 'complaint',
      format: 'forwarded',
      feedbackType: 'abuse',
      originalRcptTo: ['jan@people.example'],
      originalMessageId: 'm1@shop.example',
      originalSubject: 'Spring offers',
      complaints: 1,
      derivedFrom: { originalRcptTo: 'to', originalMailFrom: 'return-path' },
    }));

  it('has it attached as a saved file of no type', () => {
    const text = personalComplaint(sent, 'jan@people.example', 'p1').replace(
      'Content-Type: message/rfc822',
      'Content-Type: application/octet-stream; name="spam.eml"',
    );
    expect(parsed(text)).toMatchObject({
      format: 'forwarded',
      fields: { originalMessageId: 'm1@shop.example' },
    });
  });

  it('has it within a mail that was itself forwarded: the innermost is meant', () => {
    const inner = personalComplaint(sent, 'piet@people.example', 'p2');
    const outer = personalComplaint(sent, 'jan@people.example', 'p1').replace(original(sent), () => inner);
    expect(parsed(outer).fields.originalMessageId).toBe('m1@shop.example');
  });

  it.each([
    [
      'Gmail',
      '---------- Forwarded message ---------\r\nFrom: Shop <news@shop.example>\r\nDate: Tue, Mar 3, 2026 at 9:00 AM\r\nSubject: Spring offers\r\nTo: <jan@people.example>\r\n\r\nEverything',
    ],
    [
      'Outlook',
      '-----Original Message-----\r\nFrom: Shop <news@shop.example>\r\nSent: Tuesday, March 3, 2026 9:00 AM\r\nTo: jan@people.example\r\nSubject: Spring offers\r\n\r\nEverything',
    ],
    [
      'Outlook, in Dutch',
      '-----Oorspronkelijk bericht-----\r\nVan: Shop <news@shop.example>\r\nVerzonden: dinsdag 3 maart 2026 09:00\r\nAan: jan@people.example\r\nOnderwerp: Spring offers\r\n\r\nAlles',
    ],
    [
      'new Outlook',
      '________________________________\r\nFrom: Shop <news@shop.example>\r\nSent: Tuesday, March 3, 2026 9:00 AM\r\nTo: jan@people.example\r\nSubject: Spring offers\r\n\r\nEverything',
    ],
    [
      'Apple Mail',
      'Begin forwarded message:\r\n\r\n> From: Shop <news@shop.example>\r\n> Subject: Spring offers\r\n> Date: 3 March 2026 at 09:00:00 GMT\r\n> To: jan@people.example\r\n> \r\n> Everything',
    ],
    [
      'Thunderbird',
      '-------- Forwarded Message --------\r\nSubject: \tSpring offers\r\nDate: \tTue, 3 Mar 2026 09:00:00 +0000\r\nFrom: \tShop <news@shop.example>\r\nTo: \tjan@people.example\r\n\r\nEverything',
    ],
    [
      'Thunderbird, in German',
      '-------- Weitergeleitete Nachricht --------\r\nBetreff: \tSpring offers\r\nDatum: \tDi, 3. März 2026 09:00:00 +0000\r\nVon: \tShop <news@shop.example>\r\nAn: \tjan@people.example\r\n\r\nAlles',
    ],
    [
      'Gmail, in French',
      '---------- Forwarded message ---------\r\nDe : Shop <news@shop.example>\r\nDate: mar. 3 mars 2026 à 09:00\r\nObjet : Spring offers\r\nÀ : <jan@people.example>\r\n\r\nTout',
    ],
    [
      'Outlook, in Romanian',
      '-----Mesaj original-----\r\nDe la: Shop <news@shop.example>\r\nTrimis: 3 martie 2026 09:00\r\nCătre: jan@people.example\r\nSubiect: Spring offers\r\n\r\nTotul',
    ],
  ])('was forwarded by %s', (_, body) => {
    const report = parsed(mail(`This is spam.\r\n\r\n${body}`));
    expect(report).toMatchObject({
      kind: 'complaint',
      format: 'forwarded',
      fields: {
        originalSubject: 'Spring offers',
        originalFrom: 'Shop <news@shop.example>',
        originalDate: '2026-03-03T09:00:00Z',
      },
      recipients: [{ address: 'jan@people.example', placeholder: false }],
    });
    expect(report.text).toContain('This is spam.');
  });

  it('was pasted by a program that took the space from its folded lines', () => {
    const source = 'Received: from mta7.shop.example (mta7.shop.example [192.0.2.7])\nby mx.people.example with ESMTPS\nid abc\nfor <jan@people.example>;\nTue, 3 Mar 2026 09:00:02 +0000\nDKIM-Signature: v=1; a=rsa-sha256;\nd=shop.example; s=s1\nFrom: Shop <news@shop.example>\nTo: jan@people.example\nMessage-ID: <m1@shop.example>\nby hand, this is spam';
    const report = parsed(mail(source.replaceAll('\n', '\r\n')));
    expect(report.fields).toMatchObject({ sourceIp: '192.0.2.7', arrivalDate: '2026-03-03T09:00:02Z', originalMessageId: 'm1@shop.example' });
    expect(report.original?.signatures).toEqual([{ domain: 'shop.example', selector: 's1' }]);
  }); // prettier-ignore

  it('was pasted with its source, quoted or not', () => {
    for (const quote of ['', '> ']) {
      const source = original({ ...sent, headers: { 'X-Trace': 'token' } })
        .split('\r\n')
        .map((l) => quote + l)
        .join('\r\n');
      const report = parsed(mail(`Spam:\r\n\r\n${source}`));
      expect(report.fields.originalMessageId).toBe('m1@shop.example');
      expect(report.original!.headers.get('x-trace')).toEqual(['token']);
    }
  });

  it('is of the writer’s own mail when the message names nobody', () => {
    const hidden = original(sent).replace('To: <jan@people.example>', 'To: undisclosed-recipients:;');
    const text = personalComplaint(sent, 'piet@people.example', 'p1').replace(original(sent), () => hidden);
    expect(parsed(text)).toMatchObject({
      recipients: [{ address: 'piet@people.example', placeholder: false }],
      fields: { derivedFrom: { originalRcptTo: 'from of the report' } },
    });
  });

  it('in words alone is for a person', () =>
    expect(parsed(mail('I get spam from your customers. Stop it.'))).toMatchObject({
      kind: 'complaint',
      format: 'free-text',
      complaints: 0,
      text: 'I get spam from your customers. Stop it.',
    }));
});

describe('ordinary mail', () => {
  it('with a message attached is no complaint unless it says so', () => {
    const text = personalComplaint(sent, 'jan@people.example', 'p1')
      .replace('abuse@desk.example', 'sales@desk.example')
      .replace('I never asked for this mail', 'The proof of our next issue')
      .replace('This is spam. I never subscribed. Please make it stop.', 'Please have a look at it.');
    expect(parsed(text)).toMatchObject({ kind: 'not-a-complaint', format: 'free-text', complaints: 0 });
  });

  it.each([
    ['a newsletter about spam', { Subject: 'How to stop spam', 'List-Id': '<tips.security.example>' }, 'Read on'],
    ['an answer to what the desk wrote', { Subject: 'Re: Abuse complaint', 'In-Reply-To': '<n1@desk.example>' }, 'It is solved.\r\n\r\n> This is spam.'],
  ])('is %s', (_, headers, body) =>
    expect(parsed(mail(body, headers))).toMatchObject({ kind: 'not-a-complaint', format: 'free-text', complaints: 0 })); // prettier-ignore

  it('is none when an answer itself complains', () =>
    expect(parsed(mail('I still get spam.', { Subject: 'Re: Abuse complaint', 'In-Reply-To': '<n1@desk.example>' })).kind).toBe('complaint')); // prettier-ignore

  it('in HTML is kept as text for a person, with nothing in it that runs', () => {
    const html =
      '<html><head><style>p{}</style></head><body><p>Good&nbsp;day &amp; &#8364;</p><script>alert(1)</script><img src=x onerror=alert(1)></body>';
    expect(parsed(mail(html, { 'Content-Type': 'text/html', Subject: 'Hello' })).text).toBe('Good day & €');
  });
});

describe('the regulator’s forward', () => {
  const form = lines(
    'Kanaal: e-mail',
    'Zakelijk of privé: privé',
    'Waarvoor werd reclame gemaakt: aanbiedingen',
    'Reden van de klacht: nooit toestemming gegeven',
    'Berichtkop:',
    original(sent),
  );
  it('is read by the form’s questions, with the message pasted in', () =>
    expect(parsed(mail(form, { From: 'iemand@elders.example', Subject: 'Spamklacht' }))).toMatchObject({
      kind: 'complaint',
      format: 'spamklacht',
      channel: 'regulator',
      fields: { originalMessageId: 'm1@shop.example' },
    }));

  it('with the message attached names the recipient of the message, never who complained there', () => {
    const hidden = original(sent).replace('To: <jan@people.example>', 'To: undisclosed-recipients:;');
    const text = personalComplaint(sent, 'spamklacht@acm.nl', 'p1').replace(original(sent), () => hidden);
    expect(parsed(text)).toMatchObject({
      format: 'spamklacht',
      channel: 'regulator',
      recipients: [],
      complaints: 1,
    });
  });
});
