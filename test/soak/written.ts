import type { Dice } from '../fuzz/dice';

export type Written = 'forwarded in the text' | 'xarf' | 'spamcop' | 'phishing' | 'auto-reply';

/** What people and their programs write to an abuse address: the lines of message `n`. */
export const written: Readonly<Record<Written, (n: number, dice: Dice) => readonly string[]>> = {
  'forwarded in the text': (n, dice) => {
    const [heading, from, to, date, words] = dice.pick(FORWARDS);
    return [
      ...head(n, `Fwd: Spring ${n}`),
      '',
      words,
      '',
      heading,
      `${from}: Shop <news@shop-${1 + dice.below(100)}.sender.example>`,
      `${date}: 2026-03-03 09:00`,
      `Subject: Spring ${n}`,
      `${to}: <reader-${n}@people.example>`,
      '',
      'Buy at http://shop.example/spring',
    ];
  },

  xarf: (n, dice) => {
    const mail = `From: news@shop-${1 + dice.below(100)}.sender.example\r\nMessage-ID: <x${n}@sender.example>\r\nSubject: Spring\r\n\r\nBuy`;
    const report = {
      xarf_version: '4.0.0',
      report_id: `x${n}`,
      timestamp: '2026-03-03T09:00:00Z',
      reporter: { org: 'People', contact: 'abuse@people.example', domain: 'people.example' },
      source_identifier: `192.0.2.${dice.below(256)}`,
      ...dice.pick(XARF),
      evidence: [{ content_type: 'message/rfc822', payload: Buffer.from(mail).toString('base64') }],
    };
    return [
      ...head(n, `XARF report ${n}`),
      'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'A report for machines is attached.',
      '--b',
      'Content-Type: message/feedback-report',
      '',
      'Feedback-Type: xarf',
      'User-Agent: Soak/1.0',
      'Version: 1',
      '',
      '--b',
      'Content-Type: application/json; name=xarf.json',
      'Content-Transfer-Encoding: base64',
      '',
      ...Buffer.from(JSON.stringify(report)).toString('base64').match(/.{1,76}/g)!, // prettier-ignore
      '--b--',
    ];
  },

  spamcop: (n) => [
    `From: ${n}@reports.spamcop.net`,
    `Subject: [SpamCop (192.0.2.5) id:${n}] Spring`,
    `Message-ID: <s${n}@reports.spamcop.net>`,
    '',
    '[ SpamCop V5 ]',
    'Email from 192.0.2.5 / Tue, 3 Mar 2026 09:00:00 +0000',
    '',
    '[ Offending message ]',
    'From: news@shop.example',
    `Message-ID: <o${n}@shop.example>`,
    '',
    'Buy',
  ],

  phishing: (n, dice) => [
    ...head(n, `Phishing at hxxp://login-${n}[.]example/`),
    '',
    'Your customer imitates our bank. Take it down.',
    `URL: hxxps://login-${n}[.]example/secure/${dice.below(1_000)}`,
  ],

  'auto-reply': (n, dice) => [
    ...head(n, dice.pick(['Automatisch antwoord: afwezig', 'Out of office', 'Re: your notice'])),
    'Auto-Submitted: auto-replied',
    '',
    'Back on Monday.',
  ],
};

/** As bytes one to a character, ended as SMTP ends it. */
export const text = (lines: readonly string[]): string =>
  Buffer.from(`${lines.join('\r\n')}\r\n`).toString('latin1');

const head = (n: number, subject: string): string[] => [
  `From: Reader ${n} <reader-${n}@people.example>`,
  'To: <abuse@desk.example>',
  `Subject: ${subject}`,
  `Message-ID: <w${n}@people.example>`,
];

const FORWARDS = [
  ['---------- Forwarded message ---------', 'From', 'To', 'Date', 'This is spam.'],
  ['-----Oorspronkelijk bericht-----', 'Van', 'Aan', 'Verzonden', 'Dit is spam, ik heb me nooit aangemeld.'],
  ['-----Ursprüngliche Nachricht-----', 'Von', 'An', 'Gesendet', 'Das ist Spam.'],
  ['Début du message réexpédié :', 'De', 'À', 'Date', "C'est du spam."],
] as const;

const XARF = [
  { category: 'messaging', type: 'spam', protocol: 'smtp', smtp_from: 'news@shop.example', smtp_to: 'jan@people.example' },
  { category: 'content', type: 'phishing', url: 'http://login.example/' },
  { category: 'reputation', type: 'blocklist' },
] as const; // prettier-ignore
