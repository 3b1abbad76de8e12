import { domainOf, isWithin } from '../fields/address';
import { parseDate, toRfc3339 } from '../fields/date';
import { ipWithin } from '../fields/ip';
import type { IncidentType, ReportFields } from '../normalised';
import { isAnswer } from './answer';
import { attachedMessages } from './attached';
import { pastedMessage } from './pasted';
import {
  IN_FOLDER,
  MALWARE,
  NETWORK_ROLE,
  OF_NETWORKS,
  PHISHING,
  VENDORS,
  WITH_ADDRESS,
  WORDS,
} from './notice-words';
import type { FormatReader, Mail } from './reader';

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
  if (mail.header.list || subject.endsWith('?') || isAnswer(mail)) return undefined;
  const type =
    WORDS.find(([, words]) => words.test(subject))?.[0] ??
    aboutAddress(subject) ??
    fromNetwork(mail, subject);
  if (type === undefined) return undefined;
  const { sourceIp, reportedUri, reportedDomain } = whatItIsAbout(mail);
  const concrete = sourceIp ?? reportedUri ?? reportedDomain;
  const known = type === 'copyright' || type === 'attack';
  if (concrete === undefined && !known) return undefined;
  return (attachedMessages(mail)[0] ?? pastedMessage(mail.text(), mail)) ? undefined : type;
};

/** The abuse desk or network centre of somebody else, writing about abuse. */
const fromNetwork = (mail: Mail, subject: string): IncidentType | undefined =>
  OF_NETWORKS.test(subject) && sendersOf(mail).some((address) => NETWORK_ROLE.test(address))
    ? 'upstream'
    : undefined;

const aboutAddress = (subject: string): IncidentType | undefined =>
  ipWithin(subject) === undefined || IN_FOLDER.test(subject)
    ? undefined
    : WITH_ADDRESS.find(([, words]) => words.test(subject))?.[0];

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
