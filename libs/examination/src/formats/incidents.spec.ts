import { original, personalComplaint } from '@app/testing';
import { describeReport } from '../describe';
import { dispositionOf } from '../disposition';
import { parseReport } from '../parse-report';

const parsed = (text: string) => parseReport(Buffer.from(text));
const mail = (From: string, Subject: string, body: string, more: Record<string, string> = {}) =>
  [
    ...Object.entries({ From, To: 'abuse@desk.example', Subject, 'Content-Type': 'text/plain; charset=utf-8', ...more }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    '',
    ...body.split('\n'),
  ].join('\r\n'); // prettier-ignore
const sent = { messageId: 'm1@shop.example', date: 'Tue, 3 Mar 2026 09:00:00 +0000', from: 'news@shop.example', to: 'jan@people.example' }; // prettier-ignore

type Row = readonly [type: string, about: string | undefined, from: string, subject: string, body: string];
const ROWS: readonly Row[] = [
  // Lists of senders.
  ['blocklist', '192.0.2.5', 'Spamhaus <noreply@spamhaus.org>', 'SBL listing notification: 192.0.2.5/32', 'SBL612345 192.0.2.5/32 desk.example\nSpam source'],
  ['blocklist', '192.0.2.5', 'sbl-notify@spamhaus.com', 'Action required', 'The following address was added to the SBL:\n\n192.0.2.5'],
  ['blocklist', '192.0.2.5', 'noc@transit.example', 'FW: Spamhaus XBL - 192.0.2.5', 'See below'],
  ['blocklist', '192.0.2.5', 'info@uceprotect.net', 'Escalation', 'Your address 192.0.2.5 is in level 1'],
  ['blocklist', '192.0.2.5', 'monitor@rbl.example', '192.0.2.5 has been blacklisted', 'zen, bl'],
  ['blocklist', '192.0.2.5', 'alerts@monitor.example', 'Blacklist alert: 192.0.2.5 listed in 2 DNSBLs', 'x'],
  ['blocklist', '192.0.2.5', 'alerts@monitor.example', 'IP 192.0.2.5 is now listed on SORBS', 'x'],
  ['blocklist', 'shop.example', 'alerts@monitor.example', 'shop.example: listed on the Spamhaus DBL', 'The domain shop.example was listed.'],
  ['blocklist', '192.0.2.5', 'beheer@hoster.example', 'Uw IP-adres 192.0.2.5 staat op een zwarte lijst', 'x'],
  // Phishing, whoever reports it.
  ['phishing', 'https://shop.example/login', 'Takedown <takedown@vendor.example>', 'Phishing site at https://shop.example/login', 'Please remove it.'],
  ['phishing', 'http://shop.example/bank/login.php', 'soc@bank.example', '[URGENT] Phishing attack against Bank', 'URL: hxxp://shop[.]example/bank/login.php\nIP: 192.0.2.5'],
  ['phishing', 'http://192.0.2.5/x', 'cert@cert.example', 'Phishing URL on your network [CERT#123]', 'http://192.0.2.5/x'],
  ['phishing', 'https://shop.example/inloggen', 'fraude@bank.example', 'Phishingwebsite gehost op uw netwerk', 'Adres: https://shop.example/inloggen'],
  ['phishing', 'https://shop.example/a', 'notice@netcraft.com', 'Issue 77: fraudulent site', 'https://shop.example/a is phishing'],
  // Of networks that tell others.
  ['attack', '192.0.2.5', 'noreply@cert.example', '[CERT #1] Shadowserver report: open resolver 192.0.2.5', 'x'],
  ['upstream', '192.0.2.5', 'abuse@isp.example', '[#123] Spam from your IP 192.0.2.5', 'We received complaints.'],
  ['upstream', '192.0.2.5', 'csirt@uni.example', 'Compromised account sends spam from 192.0.2.5', 'x'],
  ['attack', '192.0.2.5', 'abuse+x@nfo.example', 'Open recursive resolver used for an attack: 192.0.2.5', 'x'],
  ['attack', '192.0.2.5', 'reports@reports.cert-bund.de', '[CB-Report#20260303-1] Offene DNS-Resolver in AS12345', '"asn","ip"\n"12345","192.0.2.5"'],
  ['attack', '192.0.2.5', 'info@guard.example', 'Your server 192.0.2.5 has been registered as an attack source', 'x'],
  ['attack', '192.0.2.5', 'cert@cert.example', 'Vulnerable Exchange server at 192.0.2.5', 'x'],
  ['attack', '192.0.2.5', 'abuse@hoster.example', 'Angriffe von 192.0.2.5', 'x'],
  ['attack', '192.0.2.5', 'noc@transit.example', 'DDoS from your network: 192.0.2.5', 'x'],
  ['upstream', '192.0.2.5', 'admin@small.example', 'Abuse from 192.0.2.5', 'x'],
  ['upstream', '192.0.2.5', 'trustandsafety@cloud.example', 'Your Abuse Report [123456]', 'Address 192.0.2.5'],
  ['upstream', '192.0.2.5', 'alerts@score.example', 'Spamtrap hits from 192.0.2.5', 'x'],
  ['upstream', '192.0.2.5', 'post@provider.example', 'Spam-Versand über Ihren Server 192.0.2.5', 'x'],
  ['upstream', '192.0.2.5', 'post@provider.example', 'Spam afkomstig van uw IP-adres 192.0.2.5', 'x'],
  ['blocklist', '192.0.2.5', 'delist@provider.example', 'Your IP (192.0.2.5) has been blocked for spam', 'x'],
  ['phishing', 'https://shop.example/login', 'fraud@bank.example', 'Fraudulent website hosted in your network', 'hxxps://shop[.]example/login'],
  ['phishing', 'https://shop.example/', 'takedown@brand.example', 'Takedown request: fake webshop', 'hxxps://shop[.]example/'],
  ['malware', '192.0.2.5', 'soc@bank.example', 'Cobalt Strike C2 on 192.0.2.5', 'x'],
  ['copyright', 'https://shop.example/', 'info@bureau.example', 'Sommatie: merkinbreuk', 'https://shop.example/'],
  // Malware.
  ['malware', 'http://shop.example/a.exe', 'abuse@urlhaus.example', 'URLs distributing malware on your network', 'http://shop.example/a.exe'],
  ['malware', '192.0.2.5', 'report@shadowserver.org', 'Botnet drone report', 'malware infection at 192.0.2.5'],
  ['malware', 'http://shop.example/x.zip', 'csirt@gov.example', 'Malicious content on shop.example', 'http://shop.example/x.zip'],
  ['malware', '192.0.2.5', 'cert@cert.example', 'Trojan C2 at 192.0.2.5', 'Botnet controller'],
  // Copyright and trade marks.
  ['copyright', 'http://shop.example/film.mkv', 'legal@studio.example', 'DMCA takedown notice', 'Infringing: http://shop.example/film.mkv'],
  ['copyright', '192.0.2.5', 'p2p@ip-echelon.com', 'Notice 12', 'IP Address: 192.0.2.5'],
  ['copyright', 'https://shop.example/bag', 'brand@lawyers.example', 'Trademark infringement on shop.example', 'https://shop.example/bag sells copies'],
  ['copyright', 'https://shop.example/foto.jpg', 'recht@foto.example', 'Inbreuk auteursrecht', 'https://shop.example/foto.jpg'],
  // Attacks.
  ['attack', '192.0.2.5', 'fail2ban@host.example', '[Fail2Ban] sshd: banned 192.0.2.5 from host', 'Hi,\nThe IP 192.0.2.5 has just been banned'],
  ['attack', '192.0.2.5', 'autogenerated@blocklist.de', 'abuse report about 192.0.2.5', 'Service: ssh'],
  ['attack', '192.0.2.5', 'noc@host.example', 'Brute-force attack from 192.0.2.5', 'log'],
  ['attack', '192.0.2.5', 'noc@host.example', 'DDoS attack originating from your network', 'Source: 192.0.2.5'],
  ['attack', '192.0.2.5', 'ids@host.example', 'Port scan detected from 192.0.2.5', 'log'],
  ['attack', '192.0.2.5', 'wp@host.example', 'WordPress login attempts from your IP', '192.0.2.5 - - "POST /wp-login.php"'],
  // Networks above us.
  ['upstream', '192.0.2.5', 'abuse@hoster.example', 'Abuse Message [AbuseID:ABC123:45]: AbuseNormal: 192.0.2.5', 'We have received a complaint. Please answer within 24 hours.'],
  ['upstream', '192.0.2.5', 'abuse-noreply@cloud.example', 'Your Abuse Report [11223344]: Server 192.0.2.5', 'Our abuse team received a report about your instance.'],
  ['upstream', '192.0.2.5', 'NOC <noc@transit.example>', 'Abuse complaint for 192.0.2.5 - ticket #4711', 'Take action within 48 hours'],
  ['upstream', '192.0.2.5', 'abuse@datacenter.example', 'Abusemelding 192.0.2.5', 'Wij ontvingen een klacht over uw server.'],
]; // prettier-ignore

describe('an incident', () => {
  it.each(ROWS)('%s about %s: from %s, %s', (type, about, from, subject, body) => {
    const report = parsed(mail(from, subject, body));
    const described = describeReport(report);
    expect(described).toMatchObject({ kind: 'incident', incidentType: type, complaints: 0, incidentSubject: about });
    expect(described['priority']).toBe(type === 'phishing' || type === 'malware' ? 1 : 2);
    expect(dispositionOf(report)).toBe('incident');
  }); // prettier-ignore

  it.each([
    ['a colleague’s question', mail('piet@elders.example', 'Question about malware scanning', 'Do you scan attachments for malware?')],
    ['a customer’s question', mail('piet@elders.example', 'Are we on a blocklist?', 'Could you look it up?')],
    ['a newsletter about phishing', mail('news@security.example', 'Ten tips against phishing', 'Read on', { 'List-Id': '<tips.security.example>' })],
    ['a customer whose own mail is not read', mail('piet@elders.example', 'Mail from 192.0.2.5 ends in the spam folder', 'What can we do?')],
    ['an advisory', mail('security@vendor.example', 'Security advisory: update your mail server', 'https://vendor.example/cve')],
    ['an invoice', mail('billing@hoster.example', 'Invoice 123 for 192.0.2.5', 'x')],
    ['a thank-you', mail('piet@elders.example', 'Copyright page', 'Thank you for the link')],
  ])('is not seen in %s', (_, text) => expect(parsed(text).kind).not.toBe('incident')); // prettier-ignore

  it('is what a recipient forwards as phishing, with the message that shows it', () => {
    const text = personalComplaint(sent, 'jan@people.example', 'p1').replace(/Subject: [^\r]+/, 'Subject: Phishing mail!'); // prettier-ignore
    expect(parsed(text)).toMatchObject({ kind: 'incident', incidentType: 'phishing', format: 'forwarded', fields: { originalMessageId: 'm1@shop.example' } }); // prettier-ignore
    expect(describeReport(parsed(text))).toMatchObject({
      incidentSubject: 'shop.example',
      priority: 1,
      complaints: 1,
    });
    const pasted = mail(
      'jan@people.example',
      'phishing from your network',
      `Stop this.\n\n${original(sent)}`,
    );
    expect(parsed(pasted)).toMatchObject({ kind: 'incident', format: 'forwarded' });
  });

  it('is what a provider calls fraud or a virus', () => {
    const arf = (type: string) =>
      `Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: ${type}\r\nUser-Agent: x/1\r\nVersion: 1\r\n--b--`;
    expect(
      ['fraud', 'virus', 'abuse'].map((type) => {
        const { kind, incidentType, priority } = describeReport(parsed(arf(type)));
        return [kind, incidentType, priority];
      }),
    ).toEqual([['incident', 'phishing', 1], ['incident', 'malware', 1], ['complaint', undefined, undefined]]);
  }); // prettier-ignore
});
