import { z } from 'zod';
import { questionnaire, type Origin } from '@app/consent';
import type { KnownCase } from '@app/enforcement';
import type { ComplaintId, Instant, ReportId } from '@app/kernel';
import type { Reader } from '@app/privacy';
import { rfc3339 } from '../../http/json-time';
import { happenedAt } from '../consents';
import type { Desk } from '../desk';
import type { OpenedEvidence } from '../evidence';
import { safeName } from '../evidence-files';

/** Complaints of one bundle. A case may have more: then one is named. */
export const MOST_COMPLAINTS = 200;
const MOST_CONSENTS = 100;

export interface BundledReport {
  readonly id: ReportId;
  readonly receivedAt: string;
  readonly channel: string;
  readonly source: string | null;
  readonly trust: string;
  /** Where its original is in the bundle. */
  readonly file: string;
}
export interface BundledComplaint {
  readonly id: string;
  readonly sentAt: string;
  readonly sentEstimated: boolean;
  readonly campaign: string | null;
  readonly deliveryId: string | null;
  readonly reports: readonly BundledReport[];
  /** What the archive holds of its recipient; null: who they are is not known. */
  readonly consent: {
    readonly origin: { readonly source: string; readonly liability: string; readonly because: string };
    readonly entries: readonly Readonly<Record<string, string | null>>[];
  } | null;
}
export interface BundledEvidence {
  readonly id: string;
  readonly receivedAt: string;
  readonly complaintIds: readonly string[];
  readonly completeness: {
    readonly answered: number;
    readonly asked: number;
    readonly missing: readonly string[];
  };
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly sentence: string;
  }[];
  /** Null: erased since. */
  readonly answers: Readonly<Record<string, unknown>> | null;
  readonly files: readonly {
    readonly id: string;
    readonly name: string | null;
    readonly type: string;
    readonly sha256: string;
    readonly file: string;
  }[];
}
export interface BundleContents {
  readonly case: string;
  readonly account: {
    readonly id: string;
    readonly name: string | null;
    readonly domains: readonly string[];
  };
  readonly brand: { readonly id: string; readonly name: string };
  readonly policy: { readonly id: string; readonly title: string; readonly version: string };
  readonly madeAt: string;
  readonly state: string;
  readonly complaints: readonly BundledComplaint[];
  /** Complaints of which nothing is said, because who complained must stay unknown. */
  readonly withheld: number;
  readonly evidence: readonly BundledEvidence[];
  readonly measures: readonly {
    readonly measure: string;
    readonly state: string;
    readonly at: string;
    readonly ground: string;
  }[];
}

/** Everything a bundle says in words and numbers, opened for `reader`, each opening audited. `complaint`: of that one alone;
 *  what was handed in about others is left out then. */
export const contentsOf = async (
  desk: Desk,
  state: KnownCase,
  only: ComplaintId | undefined,
  reader: Reader,
  at: Instant,
): Promise<BundleContents> => {
  const named = state.complaints.filter(({ complaintId }) => only === undefined || complaintId === only);
  const complaints: BundledComplaint[] = [];
  for (const { complaintId, discreet } of named) {
    const complaint = discreet ? undefined : await complaintOf(desk, complaintId, state, reader);
    if (complaint) complaints.push(complaint);
  }
  const evidence = await desk.evidence.opened(state.caseId, reader);
  const account = await desk.accounts.find(state.accountId);
  const policy = await desk.policies.version(state.policy.id, state.policy.version);
  return {
    case: state.caseId,
    account: {
      id: state.accountId,
      name: await desk.accounts.nameOf(state.accountId, reader),
      domains: account?.domains ?? [],
    },
    brand: { id: state.brandId, name: desk.settings.brands[state.brandId]?.name ?? state.brandId },
    policy: { id: policy.id, title: policy.title, version: policy.version },
    madeAt: rfc3339(at),
    state: state.stage,
    complaints,
    withheld: named.length - complaints.length,
    evidence: evidence
      .filter(
        ({ line }) =>
          only === undefined || line.complaintIds.length === 0 || line.complaintIds.includes(only),
      )
      .map(evidenceOf),
    measures: state.measures.map(({ measure, status, at: when, why }) => ({
      measure,
      state: status,
      at: rfc3339(when),
      ground: why.ground,
    })),
  };
};

/** Undefined: who complained must stay unknown, by what was reported since the case heard of it. */
const complaintOf = async (
  desk: Desk,
  id: string,
  { accountId }: KnownCase,
  reader: Reader,
): Promise<BundledComplaint | undefined> => {
  const { state } = await desk.states.complaint(id);
  if (state.status === 'none' || state.reports.some(({ discreet }) => discreet)) return undefined;
  const { recipientKey, sent, reports } = state;
  const of = recipientKey === null ? undefined : { accountId, recipientKey };
  return {
    id,
    sentAt: rfc3339(sent.at),
    sentEstimated: sent.estimated,
    campaign: state.campaignId,
    deliveryId: state.deliveryId,
    reports: reports.map(({ reportId, receivedAt, channel, source, trust }) => ({
      id: reportId,
      receivedAt: rfc3339(receivedAt),
      channel,
      source,
      trust,
      file: `reports/${reportId}.eml`,
    })),
    consent: of
      ? {
          origin: originOf(await desk.consents.originAt(of, sent.at)),
          entries: (await desk.consents.opened(of, MOST_CONSENTS, reader)).map(({ event, ...opened }) => ({
            what: event.type,
            at: rfc3339(happenedAt(event)),
            toldAt: rfc3339(event.data.at),
            listId: event.data.listId,
            source: event.type === 'ConsentRecorded' ? event.data.source : null,
            wordingId: event.type === 'ConsentRecorded' ? event.data.wordingId : null,
            ...opened,
          })),
        }
      : null,
  };
};

const originOf = ({ source, liability, because }: Origin) => ({ source, liability, because });

const evidenceOf = ({ line, questionnaire: given, fileNames }: OpenedEvidence): BundledEvidence => ({
  id: line.evidenceId,
  receivedAt: rfc3339(line.receivedAt),
  complaintIds: line.complaintIds,
  completeness: line.completeness,
  findings: line.findings,
  answers: given && z.encode(questionnaire, given),
  files: line.files.map(({ fileId, type, sha256 }, n) => {
    const name = fileNames[n] ?? null;
    return {
      id: fileId,
      name,
      type,
      sha256,
      file: `evidence/${line.evidenceId}/${n + 1}-${safeName(name, type, fileId)}`,
    };
  }),
});
