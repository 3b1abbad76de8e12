import type { IncidentType } from '../normalised';

/** Who tells networks of what they host or send, and of what first of all. */
export const VENDORS: readonly (readonly [IncidentType, readonly string[]])[] = [
  ['blocklist', ['uceprotect.net', 'uceprotect.org', 'spamhaus.org', 'spamhaus.com', 'spamhaus.net', 'sorbs.net', 'spamrats.com', 'barracudacentral.org', 'abuseat.org', 'surbl.org', 'uribl.com', 'invaluement.com']],
  ['phishing', ['netcraft.com', 'phishlabs.com', 'phishtank.com', 'phishfort.com', 'antiphishing.org', 'bolster.ai']],
  ['malware', ['cyscon.de', 'abuse.ch', 'urlhaus.abuse.ch']],
  ['copyright', ['ip-echelon.com', 'copyright-compliance.com', 'markmonitor.com', 'opsecsecurity.com', 'irdeto.com', 'rightscorp.com', 'digimarc.com']],
  ['attack', ['shadowserver.org', 'abusehub.nl', 'projecthoneypot.org', 'webiron.com', 'blocklist.de', 'clean-mx.de', 'leakix.net', 'abuseipdb.com', 'nfoservers.com', 'bitninja.io', 'cert-bund.de', 'ncsc.fi', 'cert.at', 'cert.pl', 'circl.lu', 'team-cymru.com']],
]; // prettier-ignore

/** Words of a subject that say what it is about, in the order that decides. */
export const WORDS: readonly (readonly [IncidentType, RegExp])[] = [
  ['blocklist', /\b(?:block|black|deny)[- ]?list|\brbl\b|\bdnsbls?\b|\bspamhaus\b|\buceprotect\b|\bsorbs\b|\bsbl\d{0,9}\b|\blisted (?:on|in|by|at)\b|\bzwarte lijst|\bschwarze liste|\bliste noire|\blista neagr|\blista nera\b|\blista negra\b|^\[spamcop\] (?:summary|alert)/i],
  ['phishing', /\bphish|\bgephisht|\bhameçonnage|\bsuplantación|\bfraudulent (?:web ?)?(?:site|shop|page)|\bfake (?:web ?)?(?:site|shop|store)/i],
  ['malware', /\bmalware|\bmalicious\b|\btrojan|\bbotnet|\bransomware|\bvirus|\binfected\b|\bsafe browsing report\b|\bbesmet|\bschadsoftware|\bc2 (?:server|at|on)\b|\bcobalt strike\b/i],
  ['copyright', /\bdmca\b|\binfring|\bcopyright (?:notice|claim|complaint|violation)|\bnotice of unauthorized use|inbreuk\b|\bmarkenverletzung|\bauteursrecht|\burheberrecht|\bcontrefaçon|\btrademark (?:notice|claim|complaint|violation)/i],
  ['attack', /\bbrute[- ]?force|\bport ?scan|\bintrusion|\blog-?in (?:attempt|attack)|\bddos\b|\bdos[- ]attack|\bhack(?:ing)? attempt|\bnetwork attack|\battack(?:s|ing)? (?:from|originating|on|against)|\bfail2ban\b|\bautomatic abuse report for ip\b|\bproject honey pot\b|\[leakix\]|\bshadowserver\b|\bmynetwatchman\b|\bdshield\b|\binlogpoging|\baanval(?:len)? van/i],
]; // prettier-ignore

export const PHISHING = /\bphish|\bhameçonnage/i;
export const MALWARE = /\b(?:malware|malicious (?:content|software|code)|trojan|botnet drone)\b/i;

/** Words that mean an incident in a subject that names an address: `Spam-Versand über Ihren Server 192.0.2.7`. */
export const WITH_ADDRESS: readonly (readonly [IncidentType, RegExp])[] = [
  [
    'blocklist',
    /\bblocked (?:for|due|because|by)\b|\bgesperrt|\bgeblokkeerd|\bbloqué|\bblocat[aă]?\b|\bblacklisted\b/i,
  ],
  [
    'attack',
    /\battack|\bexploit|\bvulnerab|\bkwetsba|\bopen (?:\w{1,20} )?(?:resolver|relay|proxy)\b|\bsuspicious\b|\bscann(?:ing|ed)\b|\bangriff|\baanval|\btentatives?\b|\batac(?:uri)?\b|\bunauthori[sz]ed access/i,
  ],
  ['upstream', /\babuse\b|\bmisbruik|\bmissbrauch|\bspam/i],
];
/** Somebody's own mail that was taken for spam is none. */
export const IN_FOLDER =
  /\b(?:in|as|into|als|naar|im) (?:the |de |den )?spam\b|\bspam[- ]?(?:folder|filter|map|ordner)/i;

/** Roles whose mail about abuse tells a network of what it sends. */
export const NETWORK_ROLE =
  /^(?:abuse|ec2-abuse|noc|cert|csirt|soc|security|network|trust|trustandsafety|compliance)(?:[-+._].{0,60})?@/i;
export const OF_NETWORKS =
  /\babuse|\bmisbruik|\bmissbrauch|\bspam (?:from|complaints?|reports?|sent|source)\b|\bspammeldung|\bcompromised\b|\bgehackt|\bterms of service\b/i;
