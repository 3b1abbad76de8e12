import {
  atLeast,
  boolean,
  dateTime,
  integer,
  ip,
  listOf,
  number,
  oneOf,
  port,
  someOf,
  string,
  upTo,
  uri,
} from './values';
import type { TypesOfReport } from './version-4';

const seen = { last_seen: dateTime, destination_ip: ip };
const target = { ...seen, destination_port: port };
const anyProtocol = oneOf('tcp udp icmp sctp');
const tcpOrUdp = oneOf('tcp udp');

/** The types of XARF 4 of the category connection. */
export const connection: TypesOfReport = {
  ddos: {
    required: { protocol: anyProtocol, first_seen: dateTime },
    optional: {
      ...target,
      evidence_source: oneOf('firewall_logs ids_detection flow_analysis traffic_monitoring honeypot'),
      attack_vector: string,
      peak_pps: atLeast(1),
      peak_bps: atLeast(1),
      duration_seconds: atLeast(1),
      amplification_factor: number.min(1),
      threshold_exceeded: dateTime,
      mitigation_applied: boolean,
      service_impact: oneOf('none degraded unavailable'),
    },
    portOfAddress: true,
  },
  login_attack: {
    required: { protocol: anyProtocol, first_seen: dateTime },
    optional: target,
    portOfAddress: true,
  },
  port_scan: {
    required: { protocol: anyProtocol, first_seen: dateTime },
    optional: target,
    portOfAddress: true,
  },
  infected_host: {
    required: {
      protocol: tcpOrUdp,
      first_seen: dateTime,
      bot_type: oneOf(
        'search_engine ai_agent monitoring seo_analyzer link_checker feed_reader social_media advertising malicious unknown',
      ),
    },
    optional: {
      ...target,
      bot_name: string,
      user_agent: string,
      behavior_pattern: oneOf(
        'legitimate_crawling aggressive_crawling api_abuse form_submission comment_spam account_creation content_harvesting vulnerability_probing mixed',
      ),
      request_rate: number,
      total_requests: atLeast(1),
      respects_robots_txt: boolean,
      follows_crawl_delay: boolean,
      javascript_execution: boolean,
      accepts_cookies: boolean,
      api_endpoints_accessed: listOf(string),
      verification_status: oneOf('verified unverified spoofed unknown'),
    },
  },
  reconnaissance: {
    required: { protocol: tcpOrUdp, first_seen: dateTime, probed_resources: listOf(string) },
    optional: {
      ...target,
      resource_categories: someOf(
        'environment_files version_control configuration_files backup_files admin_panels database_files log_files credential_files api_endpoints debug_endpoints other',
      ),
      http_methods: someOf('GET POST HEAD OPTIONS PUT DELETE TRACE CONNECT'),
      response_codes: listOf(integer),
      successful_probes: listOf(string),
      user_agent: string,
      total_probes: atLeast(1),
      automated_tool: boolean,
    },
  },
  scraping: {
    required: { protocol: tcpOrUdp, first_seen: dateTime, total_requests: atLeast(1) },
    optional: {
      ...target,
      scraping_pattern: oneOf(
        'sequential random targeted sitemap_following api_harvesting deep_crawling breadth_first depth_first',
      ),
      target_content: oneOf(
        'product_data pricing_information user_profiles contact_information news_articles images documents api_data search_results general_content other',
      ),
      user_agent: string,
      bot_signature: string,
      request_rate: number,
      unique_urls: atLeast(1),
      data_volume: integer,
      respects_robots_txt: boolean,
      session_duration: integer,
      concurrent_connections: integer,
    },
  },
  sql_injection: {
    required: { protocol: tcpOrUdp, first_seen: dateTime },
    optional: {
      ...target,
      http_method: oneOf('GET POST PUT DELETE PATCH HEAD OPTIONS'),
      target_url: uri,
      injection_point: oneOf('query_parameter post_body cookie header path json_parameter'),
      payload_sample: upTo(1_000),
      attack_technique: oneOf(
        'union_based error_based boolean_blind time_blind stacked_queries out_of_band second_order other',
      ),
      attempts_count: atLeast(1),
    },
  },
  vulnerability_scan: {
    required: {
      protocol: oneOf('tcp udp icmp mixed'),
      first_seen: dateTime,
      scan_type: oneOf(
        'port_scan vulnerability_scan version_detection os_fingerprinting service_enumeration web_vuln_scan directory_brute_force mixed',
      ),
    },
    optional: {
      ...seen,
      scanner_signature: string,
      targeted_ports: listOf(port),
      targeted_services: listOf(string),
      vulnerabilities_probed: listOf(string),
      scan_rate: number,
      total_requests: atLeast(1),
      user_agent: string,
    },
  },
};
