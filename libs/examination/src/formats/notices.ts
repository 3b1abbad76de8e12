import { domainOf, isWithin } from '../fields/address';
import { parseDate, toRfc3339 } from '../fields/date';
import { ipWithin } from '../fields/ip';
import type { IncidentType, ReportFields } from '../normalised';
import { attachedMessages } from './attached';
import { pastedMessage } from './pasted';
import type { FormatReader, Mail } from './reader';

/** Who tells networks of what they host or send, and of what first of all. */
const VENDORS: readonly (readonly [IncidentType, readonly string[]])[] = [
  ['blocklist', ['uceprotect.net', 'uceprotect.org', 'spamhaus.org', 'spamhaus.com', 'spamhaus.net', 'sorbs.net', 'spamrats.com', 'barracudacentral.org', 'abuseat.org', 'surbl.org', 'uribl.com', 'invaluement.com']],
  ['phishing', ['netcraft.com', 'phishlabs.com', 'phishtank.com', 'phishfort.com', 'antiphishing.org', 'bolster.ai']],
  ['malware', ['cyscon.de', 'abuse.ch', 'urlhaus.abuse.ch']],
  ['copyright', ['ip-echelon.com', 'copyright-compliance.com', 'markmonitor.com', 'opsecsecurity.com', 'irdeto.com', 'rightscorp.com', 'digimarc.com']],
  ['attack', ['shadowserver.org', 'abusehub.nl', 'projecthoneypot.org', 'webiron.com', 'blocklist.de', 'clean-mx.de', 'leakix.net', 'abuseipdb.com']],
]; // prettier-ignore

/** Words of a subject that say what it is about, in the order that decides. */
const WORDS: readonly (readonly [IncidentType, RegExp])[] = [
  ['blocklist', /\b(?:block|black|deny)[- ]?list|\brbl\b|\bdnsbls?\b|\bspamhaus\b|\buceprotect\b|\bsorbs\b|\bsbl\d{0,9}\b|\blisted (?:on|in|by|at)\b|\bzwarte lijst|\bschwarze liste|\bliste noire|\blista neagr|\blista nera\b|\blista negra\b|^\[spamcop\] (?:summary|alert)/i],
  ['phishing', /\bphish|\bgephisht|\bhameçonnage|\bsuplantación/i],
  ['malware', /\bmalware|\bmalicious\b|\btrojan|\bbotnet|\bransomware|\bvirus|\binfected\b|\bsafe browsing report\b|\bbesmet|\bschadsoftware|\bc2 (?:server|at)\b/i],
  ['copyright', /\bdmca\b|\binfring|\bcopyright (?:notice|claim|complaint|violation)|\bnotice of unauthorized use|\binbreuk\b|\bauteursrecht|\burheberrecht|\bcontrefaçon|\btrademark (?:notice|claim|complaint|violation)/i],
  ['attack', /\bbrute[- ]?force|\bport ?scan|\bintrusion|\blog-?in (?:attempt|attack)|\bd?dos[- ]attack|\bhack(?:ing)? attempt|\bnetwork attack|\battack(?:s|ing)? (?:from|originating|on|against)|\bfail2ban\b|\bautomatic abuse report for ip\b|\bproject honey pot\b|\[leakix\]|\bshadowserver\b|\binlogpoging|\baanval(?:len)? van/i],
]; // prettier-ignore

const PHISHING = /\bphish|\bhameçonnage/i;
const MALWARE = /\b(?:malware|malicious (?:content|software|code)|trojan|botnet drone)\b/i;

/** Notices of blocklists, takedown services and networks: an incident, with its type. None is a complaint of a recipient:
 *  whoever shows a message complains about that, whatever they call it, unless they are known for notices. Phishing and
 *  malware are named as such whoever reports them, for they come first. */
export const notice: FormatReader = {
  format: 'notice',
  read(mail) {
    const type = byVendor(mail) ?? bySubject(mail);
    if (type === undefined) return undefined;
    const text = mail.text();
    const subject = mail.subject().slice(0, 500);
    const incidentType = urgent(type, subject, text);
    const fields = whatItIsAbout(mail);
    const at = timeIn(text, fields.sourceIp) ?? mail.header.sentAt;
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

const byVendor = (mail: Mail): IncidentType | undefined => {
  const senders = sendersOf(mail).map(domainOf);
  return VENDORS.find(([, domains]) =>
    domains.some((domain) => senders.some((sender) => isWithin(sender, domain))),
  )?.[0];
};

/** A subject that names an incident, of a mail that says where: an address, a URL or a domain. Not a question, nor an answer
 *  to what the desk wrote, nor a list's mail: those talk about incidents in general. */
const bySubject = (mail: Mail): IncidentType | undefined => {
  const subject = mail.subject().slice(0, 500).trim();
  if (mail.header.list || subject.endsWith('?') || isAnswer(mail, subject)) return undefined;
  const type = WORDS.find(([, words]) => words.test(subject))?.[0] ?? fromNetwork(mail, subject);
  if (type === undefined) return undefined;
  const { sourceIp, reportedUri, reportedDomain } = whatItIsAbout(mail);
  const concrete = sourceIp ?? reportedUri ?? reportedDomain;
  const known = type === 'copyright' || type === 'attack';
  if (concrete === undefined && !known) return undefined;
  return (attachedMessages(mail)[0] ?? pastedMessage(mail.text(), mail)) ? undefined : type;
};

const isAnswer = ({ root }: Mail, subject: string): boolean =>
  root.headers.has('in-reply-to') && /^(?:re|aw|antw|sv|rép?)\s?:/i.test(subject);

/** The abuse desk or network centre of somebody else, writing about abuse. */
const FROM_NETWORK =
  /\babuse|\bmisbruik|\bmissbrauch|\bspam (?:from|complaints?|reports?|sent|source)\b|\bspammeldung|\bcompromised\b|\bgehackt|\bterms of service\b/i;
const fromNetwork = (mail: Mail, subject: string): IncidentType | undefined =>
  FROM_NETWORK.test(subject) &&
  sendersOf(mail).some((address) =>
    /^(?:abuse|noc|cert|csirt|soc|security|network|trust|compliance)(?:[-+._].{0,60})?@/i.test(address),
  )
    ? 'upstream'
    : undefined;

/** Of what is about attacks or wares in general, the two that come first. */
const urgent = (type: IncidentType, subject: string, text: string): IncidentType => {
  if (type === 'blocklist' || type === 'copyright' || type === 'upstream') return type;
  const words = `${subject}\n${text.slice(0, 4_000)}`;
  return PHISHING.test(words) ? 'phishing' : MALWARE.test(words) ? 'malware' : type;
};

/** Addresses that say they sent it, the one a ticket system noted included. */
const sendersOf = (mail: Mail): string[] => [
  ...mail.header.from,
  ...(mail.root.headers.get('x-rt-originator') ?? []),
];

/** The address, URL and domain that are first named, in the subject before the text. */
const whatItIsAbout = (mail: Mail): ReportFields => {
  const fields: ReportFields = {};
  const subject = mail.subject().slice(0, 1_000);
  const text = mail.text();
  const ip = ipWithin(subject) ?? ipWithin(text);
  if (ip !== undefined) fields.sourceIp = ip;
  const own = sendersOf(mail).map((address) => domainOf(address).split('.').slice(-2).join('.'));
  const url = urlIn(subject, own) ?? urlIn(text.slice(0, 16_000), own);
  if (url !== undefined) fields.reportedUri = [url];
  const domain =
    /(?:^|[\s:(["'])((?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,5}[a-z]{2,20})(?=$|[\s:,;)\]"'!])/i.exec(subject)?.[1];
  if (domain !== undefined) fields.reportedDomain = [domain.toLowerCase()];
  return fields;
}; // prettier-ignore

/** The first URL that is not the sender's own, one behind a word for it before any other, made whole: reports write
 *  `hxxp://a[.]b` so that nobody clicks. Those in the attributes of markup name schemas. */
const urlIn = (text: string, own: readonly string[]): string | undefined => {
  const whole = text.replaceAll('[.]', '.').replaceAll('(.)', '.').replaceAll('[:]', ':');
  let first: string | undefined;
  for (const { 0: found, index } of whole.matchAll(/\bh(?:tt|xx|XX)ps?:\/\/[^\s<>"'\])|]{1,2000}/g)) {
    const url = found.replace(/^h[xX]{2}p/, 'http').replace(/[.,;:!?]{1,9}$/, '');
    if (whole[index - 2] === '=' || !URL.canParse(url)) continue;
    const { hostname } = new URL(url);
    if (own.some((domain) => domain !== '' && isWithin(hostname, domain))) continue;
    if (
      /\b(?:ur[li]|location|link|web ?site|site|adres|address)\b[^\n]{0,20}$/i.test(
        whole.slice(Math.max(0, index - 60), index),
      )
    )
      return url;
    first ??= url;
  }
  return first;
};

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
