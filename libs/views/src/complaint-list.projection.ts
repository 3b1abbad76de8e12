import { complaintEvents, type ComplaintEvent } from '@app/complaints';
import { projection, sql, type Statement, type Tables } from '@app/kernel';

/** Complaints for people: filtered lists, the untraced queue, one complaint with how it was traced; and by which ids, of
 *  weaker evidence, a later report of the same message would look for it. */
export const complaintList = projection({
  name: 'complaint-list',
  version: 4,
  inputs: complaintEvents,
  tables: ['complaint_list', 'complaint_reports', 'complaint_aliases'],

  create: (t) => [
    sql(`create table ${t.complaint_list} (
      complaint_id text primary key, account_id text, brand_id text, campaign_id text,
      state text not null, may text not null, lacks text not null,
      identity text not null, delivery_id text, recipient_key text,
      filed_at bigint not null, sent_at bigint not null, sent_estimated bigint not null,
      strategy text, confidence text not null, attempts text not null,
      violations text not null, verdict text, merged_into text,
      suppression text not null, changed_at bigint not null)`),
    sql(`create index ${t.complaint_list}_account on ${t.complaint_list}(account_id, filed_at)`),
    sql(`create index ${t.complaint_list}_state on ${t.complaint_list}(state, filed_at)`),
    sql(`create index ${t.complaint_list}_filed on ${t.complaint_list}(filed_at)`),
    sql(`create table ${t.complaint_reports} (
      complaint_id text not null, report_id text not null, source text, channel text not null, trust text not null,
      feedback_type text not null, provider text, corroboration text not null, received_at bigint not null,
      discreet bigint not null, signed_by text not null, customer_copied bigint not null, primary key(complaint_id, report_id))`),
    sql(`create index ${t.complaint_reports}_report on ${t.complaint_reports}(report_id)`),
    sql(`create table ${t.complaint_aliases} (
      alias text not null, complaint_id text not null, primary key(alias, complaint_id))`),
    sql(`create index ${t.complaint_aliases}_of on ${t.complaint_aliases}(complaint_id)`),
  ],

  on(event, t) {
    const { type, data } = event;
    const now = (changes: Readonly<Record<string, string | null>>): Statement => {
      const columns = Object.keys(changes);
      const set = columns.map((column, i) => `${column} = $${i + 3}`).join(', ');
      return sql(
        `update ${t.complaint_list} set changed_at = $2, ${set} where complaint_id = $1`,
        data.complaintId,
        data.at,
        ...Object.values(changes),
      );
    };
    switch (type) {
      case 'ComplaintFiled':
        return filed(event, t);
      case 'ReportCorroborated':
        return [now(standing(data)), ...reported(data.complaintId, data.report, t), ...aliases(data, t)];
      case 'ComplaintTraced':
        return [
          now({
            ...standing(data),
            account_id: data.accountId,
            brand_id: data.brandId,
            campaign_id: data.campaignId,
            delivery_id: data.deliveryId,
            strategy: data.strategy,
            confidence: String(data.confidence),
          }),
        ];
      case 'AttributionWithdrawn':
        return [
          now({
            state: data.leaves,
            may: '',
            account_id: null,
            campaign_id: null,
            strategy: null,
            confidence: '0',
            suppression: 'none', // it was of that account's lists
          }),
        ];
      case 'ComplaintQualified':
        return [now({ ...standing(data), verdict: data.verdict })];
      case 'ComplaintMerged':
        return [now({ state: 'merged', may: '', lacks: '', merged_into: data.into })];
      case 'SuppressionAccepted':
        return [now({ suppression: 'accepted' })];
      case 'SuppressionOverdue':
        return data.confirmBy === null ? [now({ suppression: 'unconfirmed' })] : [];
      case 'RecipientSuppressed':
        return [now({ suppression: 'confirmed' })];
      case 'SuppressionWithheld':
        return [now({ suppression: 'withheld' })];
      case 'SuppressionFailed':
        return [now({ suppression: 'failed' })];
    }
  },
});

type Named = Tables<'complaint_list' | 'complaint_reports' | 'complaint_aliases'>;

const standing = (data: { state: string; may: readonly string[]; lacks: readonly string[] }) => ({
  state: data.state,
  may: data.may.join(' '),
  lacks: data.lacks.join(' '),
});

const filed = ({ data }: Extract<ComplaintEvent, { type: 'ComplaintFiled' }>, t: Named): Statement[] => [
  sql(
    `insert into ${t.complaint_list} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
      null, null, 'none', $11)`,
    data.complaintId,
    data.accountId,
    data.brandId,
    data.campaignId,
    data.state,
    data.may.join(' '),
    data.lacks.join(' '),
    data.identity,
    data.deliveryId,
    data.recipientKey,
    data.at,
    data.sent.at,
    data.sent.estimated ? 1 : 0,
    data.trace.strategy,
    String(data.trace.confidence),
    JSON.stringify(data.trace.attempts),
    data.violations.join(' '),
  ),
  ...reported(data.complaintId, data.report, t),
  ...aliases(data, t),
];

const aliases = (data: { complaintId: string; aliases: readonly string[] }, t: Named): Statement[] =>
  data.aliases.map((alias) =>
    sql(`insert into ${t.complaint_aliases} values ($1, $2) on conflict do nothing`, alias, data.complaintId),
  );

type ReportOf = Extract<ComplaintEvent, { type: 'ComplaintFiled' }>['data']['report'];
const reported = (complaintId: string, r: ReportOf, t: Named): Statement[] => [
  sql(
    `insert into ${t.complaint_reports} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    complaintId,
    r.reportId,
    r.source,
    r.channel,
    r.trust,
    r.feedbackType,
    r.provider,
    r.corroboration.join(' '),
    r.receivedAt,
    r.discreet ? 1 : 0,
    (r.signedBy ?? []).join(' '),
    r.customerCopied ? 1 : 0,
  ),
];
