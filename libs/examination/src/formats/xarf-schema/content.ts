import {
  atLeast, between, boolean, date, dateTime, email, integer, ipv4, ipv6, like, listOf, number, oneOf, open, port,
  someOf, string, uri,
} from './values'; // prettier-ignore
import type { TypeOfReport, TypesOfReport } from './version-4';

const CVE = like(/^CVE-\d{4}-\d{4,20}$/, 'a CVE number');
const country = like(/^[A-Z]{2}$/, 'a country in two capitals');
const hex = (digits: number) => like(new RegExp(`^[a-f\\d]{${digits}}$`, 'i'), `${digits} hex digits`);
const hashes = { md5: hex(32), sha1: hex(40), sha256: hex(64) };
const fields = (optional: Parameters<typeof open>[0]) => open({}, optional);

const DOMAIN = (value: string) =>
  value.includes('.') &&
  value.split('.').every((label) => /^[a-z\d]{1,63}(?:-[a-z\d]{1,63}){0,30}$/.test(label));

/** What all types about content say: where it is, and what was found out about it. */
const BASE = {
  url: uri,
  domain: string.refine(DOMAIN, 'expected a domain in lower case'),
  registrar: string,
  nameservers: listOf(string),
  dns_records: fields({ a: listOf(ipv4), aaaa: listOf(ipv6), mx: listOf(string), txt: listOf(string) }),
  screenshot_url: uri,
  verified_at: dateTime,
  verification_method: oneOf('manual automated_crawler user_report honeypot threat_intelligence'),
  attack_vector: oneOf(
    'phishing malware fraud brand_infringement copyright_infringement data_leak remote_compromise suspicious_registration',
  ),
  target_brand: string,
  hosting_provider: string,
  asn: integer.min(1).max(4_294_967_295),
  country_code: country,
  ssl_certificate: fields({
    issuer: string,
    subject: string,
    valid_from: dateTime,
    valid_to: dateTime,
    fingerprint: string,
  }),
  whois: fields({
    registrant: string,
    created_date: dateTime,
    updated_date: dateTime,
    expiry_date: dateTime,
    registrar_abuse_contact: email,
  }),
  dns_response: fields({
    query_time: dateTime,
    authoritative: boolean,
    response_code: oneOf('NOERROR NXDOMAIN SERVFAIL REFUSED'),
  }),
};

const about = ({ required = {}, optional = {} }: TypeOfReport): TypeOfReport => ({
  required: { url: BASE.url, ...required },
  optional: { ...BASE, ...optional },
});

/** The types of XARF 4 of the category content. */
export const content: TypesOfReport = {
  phishing: about({
    optional: {
      credential_fields: listOf(string),
      phishing_kit: string,
      redirect_chain: listOf(uri),
      submission_url: uri,
      cloned_site: uri,
      detection_evasion: someOf(
        'geo_blocking user_agent_filtering referrer_checking captcha time_based_display ip_blacklisting obfuscation other',
      ),
      lure_type: oneOf(
        'account_suspension security_alert payment_issue prize_notification document_share password_reset shipping_notification tax_refund other',
      ),
    },
  }),
  malware: about({
    optional: {
      malware_family: string,
      malware_type: oneOf(
        'trojan ransomware dropper loader backdoor rootkit infostealer banking_trojan cryptominer adware spyware worm bot rat other',
      ),
      file_hashes: fields({ ...hashes, ssdeep: string }),
      file_metadata: fields({
        filename: string,
        file_size: atLeast(0),
        file_type: string,
        mime_type: string,
      }),
      distribution_method: oneOf(
        'direct_download drive_by_download email_attachment malvertising exploit_kit watering_hole supply_chain social_engineering other',
      ),
      c2_servers: listOf(fields({ address: string, port, protocol: oneOf('http https tcp udp dns other') })),
      sandbox_analysis: fields({
        sandbox_name: string,
        analysis_url: uri,
        verdict: oneOf('malicious suspicious clean unknown'),
        score: between(0, 100),
      }),
      exploit_cve: listOf(CVE),
      persistence_mechanism: someOf('registry scheduled_task service startup_folder dll_hijacking wmi other'),
      targeted_platforms: someOf('windows linux macos android ios multi_platform'),
    },
  }),
  csam: about({
    required: {
      classification: oneOf('baseline A1 A2 B1 B2'),
      detection_method: oneOf('hash_match ai_detection manual_review user_report automated_scan'),
    },
    optional: {
      media_type: oneOf('image video audio text mixed'),
      hash_values: fields({ ...hashes, photodna: string }),
      ncmec_report_id: string,
      content_removed: boolean,
      account_suspended: boolean,
    },
  }),
  csem: about({
    required: {
      exploitation_type: oneOf(
        'grooming solicitation sextortion trafficking distribution production possession',
      ),
      detection_method: oneOf(
        'behavioral_analysis keyword_detection user_report ai_detection manual_review law_enforcement_referral',
      ),
    },
    optional: {
      victim_age_range: oneOf('infant toddler prepubescent pubescent unknown'),
      platform: oneOf('social_media messaging_app gaming_platform forum email darkweb other'),
      evidence_type: someOf('chat_logs images videos user_profile metadata'),
      perpetrator_indicators: fields({
        account_id: string,
        ip_addresses: listOf(ipv4),
        pattern_of_behavior: string,
      }),
      reporting_obligations: someOf(
        'NCMEC IWF local_law_enforcement europol interpol platform_safety_team other',
      ),
    },
  }),
  exposed_data: about({
    required: {
      data_types: someOf(
        'personal_information credentials financial medical government_id email_addresses phone_numbers api_keys database_dumps source_code internal_documents customer_data employee_data intellectual_property other',
      ).min(1),
      exposure_method: oneOf(
        'misconfigured_server open_directory database_exposure git_repository backup_file log_file cloud_storage paste_site forum_post ransomware_leak intentional_leak other',
      ),
    },
    optional: {
      record_count: atLeast(0),
      affected_organization: string,
      data_format: oneOf('plaintext csv json xml sql excel pdf mixed other'),
      sensitive_fields: listOf(string),
      encryption_status: oneOf('unencrypted encrypted partially_encrypted hashed unknown'),
      accessibility: oneOf('public requires_authentication requires_payment dark_web removed'),
      discovery_source: oneOf(
        'security_researcher automated_scan breach_monitoring user_report law_enforcement threat_intelligence other',
      ),
      sample_records: listOf(fields({ description: string, redacted_sample: string }), 5),
    },
  }),
  brand_infringement: about({
    required: {
      infringement_type: oneOf(
        'counterfeit typosquatting lookalike homograph unauthorized_reseller trademark_violation brand_impersonation logo_misuse other',
      ),
      legitimate_site: uri,
    },
    optional: {
      similarity_score: between(0, 1),
      trademark_details: fields({
        registration_number: string,
        jurisdiction: string,
        category: listOf(integer.min(1).max(45)),
      }),
      infringing_elements: someOf(
        'logo brand_name tagline color_scheme layout product_images domain_name other',
      ),
      products_offered: listOf(string),
      previous_enforcement: listOf(
        fields({
          date,
          action: oneOf('cease_desist takedown_notice domain_dispute legal_action other'),
          result: string,
        }),
      ),
    },
  }),
  fraud: about({
    required: {
      fraud_type: oneOf(
        'investment romance tech_support lottery advance_fee cryptocurrency shopping charity employment government_impersonation other',
      ),
    },
    optional: {
      payment_methods: someOf(
        'credit_card bank_transfer cryptocurrency gift_cards wire_transfer paypal western_union moneygram cashapp venmo other',
      ),
      cryptocurrency_addresses: listOf(
        open({ currency: oneOf('bitcoin ethereum usdt bnb monero other'), address: string }),
      ),
      claimed_entity: string,
      loss_amount: fields({
        currency: like(/^[A-Z]{3}$/, 'a currency in three capitals'),
        amount: number.min(0),
      }),
    },
  }),
  remote_compromise: about({
    required: {
      compromise_type: oneOf(
        'webshell backdoor defacement malicious_redirect seo_spam cryptominer phishing_kit malware_host c2_server proxy scanner other',
      ),
    },
    optional: {
      compromise_indicators: listOf(
        open(
          {
            type: oneOf(
              'file_path process network_connection user_account scheduled_task registry_key service',
            ),
            value: string,
          },
          { description: string },
        ),
      ),
      webshell_details: fields({
        family: string,
        capabilities: someOf(
          'file_manager command_execution database_access network_scanning privilege_escalation persistence other',
        ),
        password_protected: boolean,
      }),
      affected_cms: oneOf('wordpress joomla drupal magento prestashop opencart custom unknown other'),
      vulnerability_exploited: fields({ cve: CVE, description: string, component: string }),
      persistence_mechanisms: someOf(
        'cron_job modified_core_files hidden_admin_account autoload_backdoor htaccess_modification database_backdoor other',
      ),
      malicious_activities: someOf(
        'spam_sending ddos_attacks cryptocurrency_mining data_exfiltration lateral_movement hosting_malware hosting_phishing scanning other',
      ),
      cleanup_status: oneOf('not_cleaned partially_cleaned cleaned reinfected unknown'),
    },
  }),
  suspicious_registration: about({
    required: {
      registration_date: dateTime,
      suspicious_indicators: someOf(
        'typosquatting homograph_attack brand_keyword suspicious_tld bulk_registration privacy_protection suspicious_registrant fast_flux dga_pattern known_bad_nameserver suspicious_ssl_cert immediate_activation parked_page other',
      ).min(1),
    },
    optional: {
      days_since_registration: atLeast(0),
      risk_score: between(0, 1),
      targeted_brands: listOf(string),
      registrant_details: fields({
        email_domain: string,
        country,
        privacy_protected: boolean,
        bulk_registrations: integer,
      }),
      related_domains: listOf(
        fields({
          domain: string,
          relationship: oneOf(
            'same_registrant same_nameserver same_ip same_ssl_cert similar_pattern same_campaign',
          ),
        }),
        20,
      ),
      predicted_usage: someOf('phishing malware spam fraud brand_abuse botnet_c2 unknown'),
      ssl_certificate_details: fields({
        issued_immediately: boolean,
        free_certificate: boolean,
        wildcard: boolean,
      }),
      activation_behavior: fields({
        time_to_activation: integer,
        initial_content: oneOf('parked under_construction immediate_malicious cloned_site blank other'),
      }),
    },
  }),
};
