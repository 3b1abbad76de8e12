import { parseDate, toRfc3339 } from '../fields/date';
import { domainOf, isWithin } from '../fields/address';
import { ipWithin } from '../fields/ip';
import type { IncidentType, ReportFields } from '../normalised';
import type { FormatReader, Mail } from './reader';

/** Who tells a network of what it hosts or sends. None of it is a complaint of a recipient. */
interface Vendor {
  readonly domains?: readonly string[];
  readonly subject?: RegExp;
  readonly type: IncidentType;
}

const PHISHING = /\bphish/i;
const MALWARE = /\b(?:malware|malicious (?:content|software|code)|trojan|botnet drone)\b/i;

const VENDORS: readonly Vendor[] = [
  { domains: ['uceprotect.net', 'uceprotect.org'], subject: /\bUCEPROTECT\b/i, type: 'blocklist' },
  { domains: ['spamhaus.org', 'spamhaus.com'], subject: /\bspamhaus\b.{0,60}\b(?:SBL|XBL|DBL|CSS|listing)/i, type: 'blocklist' },
  { subject: /\b(?:blocklist|blacklist|blocklisted|blacklisted)\b/i, type: 'blocklist' },
  { domains: ['netcraft.com'], type: 'phishing' },
  { domains: ['ip-echelon.com', 'copyright-compliance.com'], subject: /\bnotice of (?:claimed )?(?:infringement|unauthorized use)|\bDMCA\b|\bcopyright infring/i, type: 'copyright' },
  { subject: /\bsafe browsing report\b/i, type: 'malware' },
  { domains: ['cyscon.de'], type: 'malware' },
  { domains: ['shadowserver.org', 'abusehub.nl', 'projecthoneypot.org', 'webiron.com', 'blocklist.de', 'clean-mx.de', 'leakix.net'], subject: /\[LeakIX\]|\bAutomatic abuse report for IP\b|\bfail2ban\b|\bproject honey pot\b/i, type: 'attack' },
  { subject: /\b(?:brute ?force|port ?scan|intrusion|login attack|ddos|hack(?:ing)? attempt|network attack)/i, type: 'attack' },
]; // prettier-ignore

/** Notices of blocklists, takedown services and networks: an incident, with its type. Phishing and malware are named
 *  as such whoever reports them, for they come first. */
export const notice: FormatReader = {
  format: 'notice',
  read(mail) {
    const subject = mail.subject().slice(0, 500);
    const senders = sendersOf(mail);
    const vendor = VENDORS.find(
      (v) =>
        v.subject?.test(subject) === true ||
        v.domains?.some((domain) => senders.some((sender) => isWithin(sender, domain))) === true,
    );
    if (!vendor) return undefined;
    const text = mail.text();
    const incidentType = urgent(vendor.type, subject, text);
    const fields: ReportFields = {};
    const ip = ipWithin(subject) ?? ipWithin(text);
    if (ip !== undefined) fields.sourceIp = ip;
    const at = timeIn(text, ip) ?? mail.header.sentAt;
    if (at !== undefined) fields.arrivalDate = toRfc3339(at);
    return {
      kind: 'incident',
      incidentType,
      channel: incidentType === 'blocklist' ? 'blocklist' : 'upstream',
      fields,
      complaints: 0,
      text,
    };
  },
};

/** Of what is about attacks or wares in general, the two that come first. */
const urgent = (type: IncidentType, subject: string, text: string): IncidentType => {
  if (type === 'blocklist' || type === 'copyright') return type;
  const words = `${subject}\n${text.slice(0, 4_000)}`;
  return PHISHING.test(words) ? 'phishing' : MALWARE.test(words) ? 'malware' : type;
};

/** Domains that say they sent it, the one a ticket system noted included. */
const sendersOf = (mail: Mail): string[] =>
  [...mail.header.from, ...(mail.root.headers.get('x-rt-originator') ?? [])].map(domainOf);

/** When it happened, as some of them write it; else undefined. */
const timeIn = (text: string, ip: string | undefined): number | undefined => {
  const head = text.slice(0, 16_000);
  const said =
    /^[|* ]{0,5}(?:discovered|event time|time|date|timestamp|last impact)[ ]{0,20}[|:=*]{1,3}[ ]{0,20}([^\n|]{8,60})/im.exec(
      head,
    ) ?? /\bgenerated (?:at|on) ([^\n]{8,60})/i.exec(head);
  const at = said ? parseDate(said[1]!) : undefined;
  if (at !== undefined || ip === undefined) return at;
  // A table `address,epoch seconds,…`.
  for (const line of head.split('\n', 500)) {
    if (!line.startsWith(`${ip},`)) continue;
    const seconds = /^\d{9,10}(?=,)/.exec(line.slice(ip.length + 1));
    if (seconds) return Number(seconds[0]) * 1_000;
  }
  return undefined;
};
