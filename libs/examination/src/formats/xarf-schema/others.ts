import type { JsonObject } from '../json';
import {
  atLeast,
  between,
  boolean,
  closed,
  dateTime,
  email,
  like,
  listOf,
  oneOf,
  port,
  string,
  upTo,
  uri,
} from './values';
import type { TypesOfReport } from './version-4';

// The types of XARF 4 of the categories messaging, vulnerability, infrastructure and reputation.

const smtpNeeds = (report: JsonObject) =>
  report['protocol'] !== 'smtp'
    ? []
    : ['smtp_from', 'source_port']
        .filter((name) => report[name] === undefined)
        .map((name) => [name, 'required when the protocol is smtp'] as const);

export const messaging: TypesOfReport = {
  spam: {
    required: {
      protocol: oneOf('smtp sms whatsapp telegram signal chat social_media push_notification other'),
    },
    optional: {
      evidence_source: oneOf(
        'spamtrap user_complaint automated_filter honeypot content_analysis reputation_feed',
      ),
      smtp_from: email,
      smtp_to: email,
      subject: upTo(500),
      sender_name: upTo(200),
      message_id: upTo(200),
      user_agent: upTo(200),
      recipient_count: atLeast(1),
      language: like(/^[a-z]{2}(?:-[A-Z]{2})?$/, 'a language like `en` or `en-GB`'),
      spam_indicators: closed(
        {},
        { suspicious_links: listOf(uri), commercial_content: boolean, bulk_characteristics: boolean },
      ),
    },
    further: smtpNeeds,
  },
  bulk_messaging: {
    required: {
      protocol: oneOf('smtp sms whatsapp telegram social_media push_notification other'),
      recipient_count: atLeast(100),
    },
    optional: {
      evidence_source: oneOf('user_complaint automated_filter reputation_feed volume_analysis'),
      smtp_from: email,
      subject: upTo(500),
      sender_name: upTo(200),
      unsubscribe_provided: boolean,
      opt_in_evidence: boolean,
      bulk_indicators: closed(
        {},
        { high_volume: boolean, template_based: boolean, commercial_sender: boolean },
      ),
    },
    further: smtpNeeds,
  },
};

const CVE = like(/^CVE-\d{4}-\d{1,20}$/, 'a CVE number');
const impact = oneOf('none low high');

export const vulnerability: TypesOfReport = {
  cve: {
    required: { service: upTo(200), service_port: port, cve_id: CVE },
    optional: {
      evidence_source: oneOf(
        'vulnerability_scan researcher_analysis automated_discovery penetration_testing',
      ),
      service_version: upTo(100),
      cve_ids: listOf(CVE, 10).refine((ids) => new Set(ids).size === ids.length, 'names one twice'),
      cvss_score: between(0, 10),
      cvss_vector: like(/^CVSS:3\.[01]\//, 'a CVSS 3 vector'),
      cvss_version: oneOf('2.0 3.0 3.1'),
      risk_level: oneOf('info low medium high critical'),
      severity: oneOf('informational low medium high critical'),
      exploitability: oneOf('theoretical poc_available functional weaponized'),
      patch_available: boolean,
      patch_version: upTo(100),
      patch_url: uri,
      vendor_advisory: uri,
      disclosure_date: dateTime,
      impact_assessment: closed({}, { confidentiality: impact, integrity: impact, availability: impact }),
      remediation_priority: oneOf('low medium high critical emergency'),
    },
  },
  open_service: { required: { service: string } },
  misconfiguration: { required: { service: string } },
};

export const infrastructure: TypesOfReport = {
  botnet: {
    required: { compromise_evidence: string },
    optional: {
      malware_family: upTo(200),
      c2_server: string,
      c2_protocol: oneOf('http https tcp udp dns irc p2p custom'),
      bot_capabilities: listOf(
        oneOf('ddos spam proxy keylogger file_download remote_shell cryptocurrency_mining data_theft'),
      ),
    },
  },
  compromised_server: { required: { compromise_method: string } },
};

export const reputation: TypesOfReport = {
  blocklist: { required: { threat_type: string } },
  threat_intelligence: { required: { threat_type: string } },
};
