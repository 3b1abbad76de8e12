import { parseReport } from '../parse-report';

const parsed = (text: string) => parseReport(Buffer.from(text));
const mail = (body: string, more: Record<string, string> = {}) =>
  [
    ...Object.entries({
      From: 'Jan <jan@people.example>',
      To: 'abuse@desk.example',
      Subject: 'Fwd: Spring',
      'Content-Type': 'text/plain; charset=utf-8',
      ...more,
    }).map(([name, value]) => `${name}: ${value}`),
    '',
    ...body.split('\n'),
  ].join('\r\n');

const SHOP = 'Shop <news@shop.example>';
const AT = '2026-03-03T09:00:00Z';

/** What mail programs put above a message that is forwarded, line for line; `\t` and odd spaces are theirs. */
const FORWARDED: readonly (readonly [who: string, text: string])[] = [
  // Gmail translates only the first label, and the date.
  ['Gmail en', `---------- Forwarded message ---------\nFrom: ${SHOP}\nDate: Tue, Mar 3, 2026 at 9:00 AM\nSubject: Spring\nTo: <jan@people.example>\n\n\nBuy`],
  ['Gmail nl', `---------- Forwarded message ---------\nVan: ${SHOP}\nDate: di 3 mrt 2026 om 09:00\nSubject: Spring\nTo: <jan@people.example>\n\n\nBuy`],
  ['Gmail de', `---------- Forwarded message ---------\nVon: ${SHOP}\nDate: Di., 3. März 2026 um 09:00 Uhr\nSubject: Spring\nTo: <jan@people.example>\n\n\nBuy`],
  ['Gmail fr', `---------- Forwarded message ---------\nDe : ${SHOP}\nDate: mar. 3 mars 2026 à 09:00\nSubject: Spring\nTo: <jan@people.example>\n\n\nBuy`],
  ['Gmail ro', `---------- Forwarded message ---------\nDe la: ${SHOP}\nDate: mar., 3 mar. 2026 la 09:00\nSubject: Spring\nTo: <jan@people.example>\n\n\nBuy`],
  ['Gmail, in bold', `---------- Forwarded message ---------\n*From:* ${SHOP}\n*Date:* Tue, Mar 3, 2026, 9:00 AM\n*Subject:* Spring\n*To:* jan@people.example\n\nBuy`],
  // Outlook: in plain text with a heading, from HTML with none at all.
  ['Outlook en', `-----Original Message-----\nFrom: Shop [mailto:news@shop.example]\nSent: Tuesday, March 3, 2026 9:00 AM\nTo: Jan\nSubject: Spring\n\nBuy`],
  ['Outlook nl', `-----Oorspronkelijk bericht-----\nVan: ${SHOP} \nVerzonden: dinsdag 3 maart 2026 09:00\nAan: jan@people.example\nOnderwerp: Spring\n\nKoop`],
  ['Outlook de', `-----Ursprüngliche Nachricht-----\nVon: ${SHOP}\nGesendet: Dienstag, 3. März 2026 09:00\nAn: jan@people.example\nBetreff: Spring\n\nKauf`],
  ['Outlook fr', `-----Message d'origine-----\nDe : ${SHOP}\nEnvoyé : mardi 3 mars 2026 09:00\nÀ : jan@people.example\nObjet : Spring\n\nAchetez`],
  ['Outlook ro', `-----Mesaj original-----\nDe la: ${SHOP}\nTrimis: marți, 3 martie 2026 09:00\nCătre: jan@people.example\nSubiect: Spring\n\nCumpărați`],
  ['Outlook en, no heading', `From: ${SHOP}\nSent: Tuesday, March 3, 2026 9:00 AM\nTo: jan@people.example\nSubject: Spring\nImportance: High\n\nBuy`],
  ['Outlook nl, no heading', `Van: ${SHOP}\nVerzonden: dinsdag 3 maart 2026 09:00\nAan: jan@people.example\nCC: piet@people.example\nOnderwerp: Spring\n\nKoop`],
  ['Outlook de, no heading', `Von: ${SHOP}\nGesendet: Dienstag, 3. März 2026 09:00\nAn: jan@people.example\nBetreff: Spring\n\nKauf`],
  ['Outlook fr, no heading', `De : ${SHOP}\nEnvoyé : mardi 3 mars 2026 09:00\nÀ : jan@people.example\nObjet : Spring\n\nAchetez`],
  ['Outlook ro, no heading', `De la: ${SHOP}\nTrimis: marți, 3 martie 2026 09:00\nCătre: jan@people.example\nSubiect: Spring\n\nCumpărați`],
  ['Outlook on the web nl', `________________________________\nVan: ${SHOP}\nVerzonden: dinsdag 3 maart 2026 09:00\nAan: jan@people.example <jan@people.example>\nOnderwerp: Spring\n\nKoop`],
  ['Outlook for iOS', `Get Outlook for iOS\n________________________________\nFrom: ${SHOP}\nSent: Tuesday, March 3, 2026 9:00:00 AM\nTo: jan@people.example <jan@people.example>\nSubject: Spring\n\nBuy`],
  // Apple Mail quotes what it forwards.
  ['Apple en', `Begin forwarded message:\n\n> From: ${SHOP}\n> Subject: Spring\n> Date: 3 March 2026 at 10:00:00 CET\n> To: jan@people.example\n> Reply-To: Shop <reply@shop.example>\n> \n> Buy`],
  ['Apple nl', `Begin doorgestuurd bericht:\n\nVan: ${SHOP}\nOnderwerp: Spring\nDatum: 3 maart 2026 om 10:00:00 CET\nAan: jan@people.example\nAntwoord aan: reply@shop.example\n\nKoop`],
  ['Apple de', `Anfang der weitergeleiteten Nachricht:\n\nVon: ${SHOP}\nBetreff: Spring\nDatum: 3. März 2026 um 10:00:00 MEZ\nAn: jan@people.example\nAntwort an: reply@shop.example\n\nKauf`],
  ['Apple fr', `Début du message réexpédié :\n\nDe: ${SHOP}\nObjet: Spring\nDate: 3 mars 2026 à 10:00:00 UTC+1\nÀ: jan@people.example\nRépondre à: reply@shop.example\n\nAchetez`],
  ['Apple ro', `Începutul mesajului redirecționat:\n\nDe la: ${SHOP}\nSubiect: Spring\nDată: 3 martie 2026 la 11:00:00 EET\nCătre: jan@people.example\n\nCumpărați`],
  ['Apple on iPhone nl', `Verstuurd vanaf mijn iPhone\n\nBegin doorgestuurd bericht:\n\n> Van: ${SHOP}\n> Datum: 3 maart 2026 om 10:00:00 CET\n> Aan: jan@people.example\n> Onderwerp: Spring\n> \n> \ufeffKoop`],
  ['Apple, in bold', `Begin forwarded message:\n\n*From: *${SHOP}\n*Subject: **Spring*\n*Date: *March 3, 2026 at 9:00:00 AM UTC\n*To: *jan@people.example\n\nBuy`],
  // Thunderbird pads its labels, and begins with the subject.
  ['Thunderbird en', `-------- Forwarded Message --------\nSubject: \tSpring\nDate: \tTue, 3 Mar 2026 09:00:00 +0000\nFrom: \t${SHOP}\nReply-To: \treply@shop.example\nTo: \tjan@people.example\n\n\n\nBuy`],
  ['Thunderbird nl', `-------- Doorgestuurd bericht --------\nOnderwerp: \tSpring\nDatum: \tTue, 3 Mar 2026 09:00:00 +0000\nVan: \t${SHOP}\nAan: \tjan@people.example\n\n\nKoop`],
  ['Thunderbird de', `-------- Weitergeleitete Nachricht --------\nBetreff: \tSpring\nDatum: \tTue, 3 Mar 2026 09:00:00 +0000\nVon: \t${SHOP}\nAntwort an: \treply@shop.example\nAn: \tjan@people.example\n\n\nKauf`],
  ['Thunderbird fr', `-------- Message transféré --------\nSujet : \tSpring\nDate : \tTue, 3 Mar 2026 09:00:00 +0000\nDe : \t${SHOP}\nPour : \tjan@people.example\n\n\nAchetez`],
  ['Thunderbird ro', `-------- Mesaj înaintat --------\nSubiect: \tSpring\nDată: \tTue, 3 Mar 2026 09:00:00 +0000\nDe la: \t${SHOP}\nCătre: \tjan@people.example\n\n\nCumpărați`],
  ['Yahoo', `----- Forwarded message -----\nFrom: ${SHOP}\nTo: "jan@people.example" <jan@people.example>\nSent: Tuesday, 3 March 2026 at 09:00:00 GMT\nSubject: Spring\n\nBuy`],
  ['with a subject that runs over its line', `---------- Forwarded message ---------\nFrom: ${SHOP}\nDate: Tue, Mar 3, 2026 at 9:00 AM\nSubject:\n Spring\nTo: <jan@people.example>\n\n\nBuy`],
  ['with wide spaces before the colons', `-------- Message transféré --------\nSujet\u00a0: Spring\nDate\u00a0: Tue, 3 Mar 2026 09:00:00 +0000\nDe\u00a0: ${SHOP}\nPour\u00a0: jan@people.example\n\nAchetez`],
  ['with a day in numbers', `-----Oorspronkelijk bericht-----\nVan: ${SHOP}\nVerzonden: 3-3-2026 09:00\nAan: jan@people.example\nOnderwerp: Spring\n\nKoop`],
  ['quoted twice', `> ---------- Forwarded message ---------\n>> From: ${SHOP}\n>> Date: Tue, 3 Mar 2026 09:00:00 +0000\n>> Subject: Spring\n>> To: jan@people.example\n>>\n>> Buy`],
]; // prettier-ignore

describe('a complaint forwarded inline', () => {
  const expected = {
    kind: 'complaint',
    format: 'forwarded',
    fields: { originalSubject: 'Spring', originalDate: AT },
    recipients: [{ address: 'jan@people.example', placeholder: false }],
    complaints: 1,
  };
  it.each(FORWARDED)('by %s', (_, text) => {
    const report = parsed(mail(`I never asked for this, it is spam.\n\n-- \nJan\n\n${text}`));
    expect(report).toMatchObject(expected);
    expect(report.fields.originalFrom).toContain('news@shop.example');
    expect(report.fields.reportedDomain).toEqual(['shop.example']);
    expect(parsed(mail(text))).toMatchObject(expected); // with not a word of their own
  });

  const link = (address: string) => `<a href="mailto:${address}">${address}</a>`;
  it.each([
    ['Gmail', `<div dir="ltr">Spam!<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: <strong class="gmail_sendername" dir="auto">Shop</strong> <span dir="auto">&lt;${link('news@shop.example')}&gt;</span><br>Date: Tue, Mar 3, 2026 at 9:00\u202fAM<br>Subject: Spring<br>To:  &lt;${link('jan@people.example')}&gt;<br></div><br><br>Buy</div></div>`],
    ['Thunderbird', `<html><body><p>Spam!</p><div class="moz-forward-container"><br><br>-------- Forwarded Message --------\n<table class="moz-email-headers-table"><tbody><tr><th nowrap align="RIGHT">Subject: </th><td>Spring</td></tr>\n<tr><th>Date: </th><td>Tue, 3 Mar 2026 09:00:00 +0000</td></tr>\n<tr><th>From: </th><td>Shop &lt;news@shop.example&gt;</td></tr>\n<tr><th>To: </th><td>jan@people.example</td></tr></tbody></table><br>Buy</div></body></html>`],
    ['Apple Mail', `<html><body>Spam!<br><div><br><blockquote type="cite"><div>Begin forwarded message:</div><br class="Apple-interchange-newline"><div><span><b>From: </b></span><span>Shop &lt;${link('news@shop.example')}&gt;<br></span></div><div><span><b>Subject: </b></span><span><b>Spring</b><br></span></div><div><span><b>Date: </b></span><span>3 March 2026 at 10:00:00 CET<br></span></div><div><span><b>To: </b></span><span>jan@people.example<br></span></div><br><div>Buy</div></blockquote></div></body></html>`],
    ['Outlook on the web', `<html><body><div>Spam!</div><hr style="display:inline-block"><div id="divRplyFwdMsg"><font face="Calibri"><b>From:</b> Shop &lt;news@shop.example&gt;<br>\n<b>Sent:</b> Tuesday, March 3, 2026 9:00 AM<br>\n<b>To:</b> jan@people.example &lt;jan@people.example&gt;<br>\n<b>Subject:</b> Spring</font>\n<div>&nbsp;</div></div><div>Buy</div></body></html>`],
    ['Outlook, French letters as entities', `<p><b>De&nbsp;:</b> Shop &lt;news@shop.example&gt;<br><b>Envoy&eacute;&nbsp;:</b> mardi 3 mars 2026 09:00<br><b>&Agrave;&nbsp;:</b> jan@people.example<br><b>Objet&nbsp;:</b> Spring</p>`],
  ])('by %s, in HTML', (_, html) =>
    expect(parsed(mail(html, { 'Content-Type': 'text/html; charset=utf-8' }))).toMatchObject(expected),
  ); // prettier-ignore

  it.each([
    ['Proton', `------- Forwarded Message -------\nFrom: ${SHOP}\nDate: On Tuesday, March 3rd, 2026 at 9:00 AM\nSubject: Spring\nTo: jan@people.example\n\n> Buy`],
    ['Roundcube', `-------- Oorspronkelijke bericht --------\nOnderwerp: Spring\nDatum: 2026-03-03 09:00\nAfzender: ${SHOP}\nOntvanger: jan@people.example\n\nKoop`],
    ['Samsung', `-------- Oorspronkelijk bericht --------\nVan: ${SHOP}\nDatum: 03-03-2026 10:00 (GMT+01:00)\nAan: jan@people.example\nOnderwerp: Spring\n\nKoop`],
    ['GMX', `Gesendet: Dienstag, 3. März 2026 um 09:00 Uhr\nVon: "Shop" <news@shop.example>\nAn: jan@people.example\nBetreff: Spring\n\nKauf`],
    ['Zimbra', `----- Doorgestuurd bericht -----\nVan: "Shop" <news@shop.example>\nAan: "jan" <jan@people.example>\nVerzonden: Dinsdag 3 maart 2026 09:00:00\nOnderwerp: Spring\n\nKoop`],
    ['Outlook for Mac', `From: ${SHOP}\nDate: Tuesday, 3 March 2026 at 09:00\nTo: Jan <jan@people.example>\nSubject: Spring\n\nBuy`],
    ['Horde', `----- Forwarded message from Shop <news@shop.example> -----\n  Date: Tue, 03 Mar 2026 09:00:00 +0000\n  From: Shop <news@shop.example>\nSubject: Spring\n    To: jan@people.example\n\nBuy`],
    ['somebody who removed the heading and the day of it', `Van: ${SHOP}\nVerzonden: di 3-3-2026 09:00\nAan: jan@people.example\nOnderwerp: Spring\n\nKoop`],
  ])('by %s', (_, text) => expect(parsed(mail(`Spam.\n\n${text}`))).toMatchObject(expected)); // prettier-ignore

  it('by Outlook in HTML alone', () => {
    const html = `<html><body><div>Spam!</div><div style="border-top:1pt"><p class="MsoNormal"><b>Van:</b> Shop &lt;news@shop.example&gt;<br>\n<b>Verzonden:</b> dinsdag 3 maart 2026 09:00<br>\n<b>Aan:</b> jan@people.example<br>\n<b>Onderwerp:</b> Spring<o:p></o:p></p></div><p>Koop</p></body></html>`;
    expect(parsed(mail(html, { 'Content-Type': 'text/html; charset=utf-8' }))).toMatchObject(expected);
  });

  it('after somebody else forwarded it: the innermost is meant', () => {
    const inner = `---------- Forwarded message ---------\nFrom: ${SHOP}\nDate: Tue, Mar 3, 2026 at 9:00 AM\nSubject: Spring\nTo: <jan@people.example>\n\nBuy`;
    const outer = `-----Original Message-----\nFrom: Piet <piet@people.example>\nSent: Tuesday, March 3, 2026 11:00 AM\nTo: jan@people.example\nSubject: Fwd: Spring\n\nLook at this.\n\n${inner}`;
    expect(parsed(mail(outer))).toMatchObject(expected);
  });
});

const QUOTED: readonly (readonly [who: string, text: string])[] = [
  ['Gmail en', `On Tue, Mar 3, 2026 at 9:00 AM ${SHOP} wrote:\n\n> Buy\n> now`],
  ['Gmail nl', `Op di 3 mrt 2026 om 09:00 schreef ${SHOP}:\n\n> Koop`],
  ['Gmail de', `Am Di., 3. März 2026 um 09:00 Uhr schrieb ${SHOP}:\n\n> Kauf`],
  ['Gmail fr', `Le mar. 3 mars 2026 à 09:00, ${SHOP} a écrit :\n\n> Achetez`],
  ['Gmail ro', `mar., 3 mar. 2026 la 09:00 ${SHOP} a scris:\n\n> Cumpărați`],
  ['Apple en', `> On 3 Mar 2026, at 09:00, ${SHOP} wrote:\n> \n> Buy`],
  ['Apple nl', `> Op 3 mrt 2026, om 09:00 heeft ${SHOP} het volgende geschreven:\n> \n> Koop`],
  ['Apple de', `> Am 03. März 2026 um 09:00 schrieb ${SHOP}:\n> \n> Kauf`],
  ['Thunderbird nl', `Op 03-03-2026 om 09:00 schreef ${SHOP}:\n> Koop`],
  ['a ticket system', `On Tue, 3 Mar 2026 at 9:00 AM , ${SHOP} wrote:\n> Buy`],
  ['a line that was wrapped', `On Tue, 3 Mar 2026 at 09:00, Shop\n<news@shop.example> wrote:\n\n> Buy`],
]; // prettier-ignore

describe('a complaint that quotes the message', () => {
  const subject = { Subject: 'Re: Spring' };
  it.each(QUOTED)('by %s', (_, text) => {
    const report = parsed(mail(`Stop sending me this spam.\n\n${text}`, subject));
    expect(report).toMatchObject({
      kind: 'complaint',
      format: 'forwarded',
      fields: {
        originalDate: AT,
        originalSubject: 'Spring',
        reportedDomain: ['shop.example'],
        derivedFrom: { originalSubject: 'subject of the report', originalRcptTo: 'from of the report' },
      },
      recipients: [{ address: 'jan@people.example', placeholder: false }],
      complaints: 1,
    });
    expect(report.fields.originalFrom).toBe(SHOP);
  });

  it.each([
    ['quotes', 'On Tue, 3 Mar 2026 at 09:00, Desk <abuse@desk.example> wrote:\n> Your complaint was received.'],
    ['forwards', '-----Original Message-----\nFrom: Desk <case+1@desk.example>\nSent: Tuesday, March 3, 2026 9:00 AM\nTo: jan@people.example\nSubject: Your complaint\n\nIt was received.'],
  ])('but a reply that %s what the desk itself wrote complains of nothing it wrote', (_, text) =>
    expect(parsed(mail(`Thank you, the spam stopped.\n\n${text}`, subject))).toMatchObject({ format: 'free-text', complaints: 0 }),
  ); // prettier-ignore
});
