import type { JsonObject } from '../json';
import {
  atLeast,
  between,
  boolean,
  closed,
  date,
  dateTime,
  like,
  listOf,
  oneOf,
  string,
  upTo,
  uri,
} from './values';
import type { TypesOfReport } from './version-4';

const work = (categories: string) => ({
  work_title: upTo(500),
  rights_holder: upTo(200),
  work_category: oneOf(categories),
});
const has = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name);

/** Peers and postings are found by what names the file: a title alone finds nothing. */
const swarm = ({ swarm_info: swarm }: JsonObject) =>
  has(swarm, 'info_hash') || has(swarm, 'magnet_uri')
    ? []
    : [['swarm_info', 'required, with info_hash or magnet_uri'] as const];
const posting = ({ message_info: message }: JsonObject) =>
  has(message, 'message_id') ? [] : [['message_info', 'required, with message_id'] as const];

/** The types of XARF 4 of the category copyright. */
export const copyright: TypesOfReport = {
  copyright: {
    required: { infringing_url: uri },
    optional: {
      work_title: upTo(500),
      rights_holder: upTo(200),
      original_url: uri,
      infringement_type: oneOf('direct_copy modified_copy streaming download distribution'),
    },
  },
  p2p: {
    required: { p2p_protocol: oneOf('bittorrent edonkey gnutella kademlia other') },
    optional: {
      ...work('movie tv_show music software ebook audiobook game other'),
      evidence_source: oneOf(
        'automated_crawl manual_monitoring user_report rights_holder watermark_detection',
      ),
      swarm_info: closed(
        {},
        {
          info_hash: like(/^[a-f\d]{40}$/i, 'an info hash of 40 hex digits'),
          magnet_uri: like(/^magnet:\?xt=urn:/, 'a magnet URI'),
          torrent_name: upTo(500),
          file_count: atLeast(1),
          total_size: atLeast(0),
        },
      ),
      peer_info: closed(
        {},
        {
          peer_id: upTo(100),
          client_version: upTo(100),
          upload_amount: atLeast(0),
          download_amount: atLeast(0),
        },
      ),
      release_date: date,
      detection_method: oneOf('automated_crawl fingerprinting metadata_match manual_verification'),
    },
    further: swarm,
  },
  cyberlocker: {
    required: { infringing_url: uri, hosting_service: upTo(200) },
    optional: {
      ...work('movie tv_show music software ebook audiobook game document other'),
      evidence_source: oneOf('automated_crawl manual_discovery user_report rights_holder search_engine'),
      file_info: closed(
        {},
        {
          filename: upTo(500),
          file_size: atLeast(0),
          file_hash: like(
            /^(?:md5|sha1|sha256):[a-f\d]{1,128}$/i,
            'a hash with its algorithm before a colon',
          ),
          upload_date: dateTime,
          download_count: atLeast(0),
        },
      ),
      uploader_info: closed(
        {},
        { username: upTo(200), user_id: upTo(100), account_type: oneOf('free premium business unknown') },
      ),
      access_method: oneOf('direct_link password_protected premium_only time_limited captcha_protected'),
      takedown_info: closed(
        {},
        { previous_requests: atLeast(0), service_response_time: string, automated_removal: boolean },
      ),
    },
  },
  link_site: {
    required: { infringing_url: uri, site_name: upTo(200) },
    optional: {
      ...work('movie tv_show music software ebook audiobook game adult_content other'),
      evidence_source: oneOf('automated_crawl manual_monitoring user_report rights_holder search_monitoring'),
      site_category: oneOf(
        'torrent_index direct_download_links streaming_links usenet_index search_engine forum_links other',
      ),
      link_info: closed(
        {},
        {
          page_title: upTo(500),
          posting_date: dateTime,
          uploader: upTo(200),
          download_count: atLeast(0),
          link_count: atLeast(1),
          comments_count: atLeast(0),
        },
      ),
      linked_content: listOf(
        closed(
          {
            target_url: uri,
            link_type: oneOf('torrent_file magnet_link direct_download streaming_link usenet_nzb other'),
          },
          { hosting_service: upTo(200), file_size: atLeast(0) },
        ),
        50,
      ),
      search_terms: listOf(upTo(200), 10),
      site_ranking: closed({}, { alexa_rank: atLeast(1), popularity_score: between(0, 10) }),
    },
  },
  ugc_platform: {
    required: { infringing_url: uri, platform_name: upTo(200) },
    optional: {
      ...work(
        'movie tv_show music music_video audiobook podcast live_performance sports_event documentary other',
      ),
      evidence_source: oneOf(
        'automated_detection user_report rights_holder content_id_match fingerprint_match manual_review',
      ),
      content_info: closed(
        {},
        {
          content_id: upTo(200),
          content_title: upTo(500),
          content_description: upTo(2_000),
          upload_date: dateTime,
          content_duration: atLeast(0),
          view_count: atLeast(0),
          like_count: atLeast(0),
        },
      ),
      uploader_info: closed(
        {},
        {
          username: upTo(200),
          user_id: upTo(100),
          account_verified: boolean,
          subscriber_count: atLeast(0),
          account_creation_date: dateTime,
        },
      ),
      infringement_type: oneOf(
        'full_work substantial_portion compilation remix_unauthorized background_music clip_mashup',
      ),
      match_details: closed(
        {},
        {
          match_confidence: between(0, 1),
          match_duration: atLeast(0),
          match_percentage: between(0, 100),
          reference_id: upTo(200),
        },
      ),
      monetization_info: closed({}, { monetized: boolean, ad_revenue: boolean, premium_content: boolean }),
    },
  },
  usenet: {
    required: { newsgroup: upTo(200) },
    optional: {
      ...work('movie tv_show music software ebook audiobook magazine game adult_content other'),
      evidence_source: oneOf(
        'automated_monitoring newsgroup_crawl user_report rights_holder nzb_index_monitoring',
      ),
      message_info: closed(
        {},
        {
          message_id: upTo(500),
          subject: upTo(500),
          from_header: upTo(200),
          posting_date: dateTime,
          part_number: atLeast(1),
          total_parts: atLeast(1),
          file_size: atLeast(0),
        },
      ),
      nzb_info: closed(
        {},
        {
          nzb_name: upTo(500),
          nzb_url: uri,
          indexer_site: upTo(200),
          completion_percentage: between(0, 100),
        },
      ),
      server_info: closed(
        {},
        { nntp_server: upTo(200), server_group: upTo(200), retention_days: atLeast(1) },
      ),
      encoding_info: closed(
        {},
        {
          encoding_format: oneOf('yenc uuencode base64 other'),
          par2_recovery: boolean,
          rar_compression: boolean,
        },
      ),
      detection_method: oneOf('subject_line_match header_analysis content_sampling nzb_metadata'),
    },
    further: posting,
  },
};
