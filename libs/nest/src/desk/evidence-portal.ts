import { questionnaire, type Questionnaire } from '@app/consent';
import { caseEvents, type KnownCase } from '@app/enforcement';
import type { EventStore } from '@app/event-store';
import { caseId as asCase, type CaseId, type Instant } from '@app/kernel';
import {
  isEvidenceField,
  readEvidenceForm,
  type AnswerTokenClaims,
  type EvidenceAsked,
  type EvidenceInput,
  type EvidenceProblem,
  type EvidenceReceivedPage,
  type EvidenceShown,
} from '@app/portal';
import type { Settings } from '@app/settings';
import type { UploadForm } from '../http';
import type { States } from './aggregates';
import { commandId, rootMeta } from './command-id';
import type { Evidence } from './evidence';
import { fileProblems } from './evidence-files';

interface Needs {
  readonly events: EventStore;
  readonly states: States;
  readonly brands: Settings['brands'];
  readonly evidence: Evidence;
}

export type GivenEvidence =
  | { readonly taken: true; readonly page: EvidenceReceivedPage }
  /** Nothing is asked any more, or too much was handed in. */
  | { readonly taken: false; readonly problems: 'not-asked' }
  | { readonly taken: false; readonly problems: readonly EvidenceProblem[]; readonly input: EvidenceInput };

/** The customer's side of a request for evidence: the questionnaire on the page, and what comes back. */
export class EvidencePortal {
  constructor(private readonly needs: Needs) {}

  /** Undefined: none was asked for, or the case has ended. `usual`: what the policy asks, which the questionnaire covers. */
  async asked(state: KnownCase, usual: readonly string[]): Promise<EvidenceAsked | undefined> {
    const requests = await this.requests(state.caseId);
    if (requests.length === 0 || ENDED.has(state.stage)) return undefined;
    const deadline = state.deadlines['evidence-due'];
    const questions = new Set(requests.flatMap((one) => one.questions).filter((one) => !usual.includes(one)));
    return {
      ...(deadline !== undefined && { deadline }),
      recipients: [...recipientsOf(state, requests).keys()],
      questions: [...questions],
    };
  }

  async received(caseId: CaseId): Promise<EvidenceShown[]> {
    return (await this.needs.evidence.of(caseId)).map(({ receivedAt, completeness, files }) => ({
      at: receivedAt,
      answered: completeness.answered,
      asked: completeness.asked,
      files: files.length,
    }));
  }

  /** What was posted, durable when it resolves with `taken`. */
  async give(claims: AnswerTokenClaims, form: UploadForm, receivedAt: Instant): Promise<GivenEvidence> {
    const { states, brands, evidence } = this.needs;
    const { state } = await states.case(asCase.parse(claims.caseId));
    if (state.status === 'none') throw new Error(`there is no case ${claims.caseId}`);
    const requests = await this.requests(state.caseId);
    if (requests.length === 0 || ENDED.has(state.stage)) return { taken: false, problems: 'not-asked' };
    const { name, timeZone, locales } = brands[state.brandId]!;
    const recipients = recipientsOf(state, requests);
    const { given, about, input, problems } = readEvidenceForm(form.fields, timeZone, [...recipients.keys()]);
    const files = form.files.filter(({ field }) => field === 'files');
    const checked = checkedAnswers(given, files.length > 0);
    const all = [
      ...problems,
      ...(problems.length === 0 || given['collected'] !== undefined ? checked.problems : []),
      ...fileProblems(files).map(({ problem }) => ({ field: 'files', problem: `file-${problem}` }) as const),
    ];
    if (all.length > 0 || !checked.answers) return { taken: false, problems: all, input };
    const outcome = await evidence.give(
      state,
      {
        questionnaire: checked.answers,
        complaintIds: about === undefined ? askedAbout(requests) : [recipients.get(about)!],
        files,
        by: { kind: 'contact', contactId: claims.contactId },
        receivedAt,
      },
      rootMeta(commandId()),
    );
    if (!outcome.ok) return { taken: false, problems: 'not-asked' };
    const { answered, asked, missing } = outcome.score.completeness;
    return {
      taken: true,
      page: {
        brand: { name, timeZone },
        locales,
        caseId: state.caseId,
        at: receivedAt,
        answered,
        asked,
        missing: missing.filter(isEvidenceField),
        files: files.length,
      },
    };
  }

  private async requests(caseId: CaseId): Promise<Request[]> {
    const requests: Request[] = [];
    for await (const recorded of this.needs.events.read(`case-${caseId}`)) {
      const { type, data } = caseEvents.decode(recorded);
      if (type === 'EvidenceRequested') requests.push(data);
    }
    return requests;
  }
}

interface Request {
  readonly complaintIds: readonly string[];
  readonly questions: readonly string[];
}

const ENDED: ReadonlySet<KnownCase['stage']> = new Set(['resolved', 'closed'] as const);
const MOST_COMPLAINTS = 100;

const askedAbout = (requests: readonly Request[]): string[] =>
  [...new Set(requests.flatMap(({ complaintIds }) => complaintIds))].slice(0, MOST_COMPLAINTS);

/** Complaints by the platform's own id of the delivery. One who must stay unknown is not even named by that. */
const recipientsOf = ({ complaints }: KnownCase, requests: readonly Request[]): Map<string, string> => {
  const asked = new Set(askedAbout(requests));
  return new Map(
    complaints.flatMap(({ complaintId, deliveryId, discreet }) =>
      discreet || deliveryId === null || !asked.has(complaintId) ? [] : [[deliveryId, complaintId] as const],
    ),
  );
};

/** By the questionnaire's own schema, what it says put in terms of the form. */
const checkedAnswers = (
  given: Readonly<Record<string, unknown>>,
  hasFiles: boolean,
): { answers?: Questionnaire; problems: EvidenceProblem[] } => {
  const read = questionnaire.safeParse(given);
  if (read.success)
    return Object.keys(given).length > 1 || hasFiles
      ? { answers: read.data, problems: [] }
      : { problems: [{ field: 'collected', problem: 'empty' }] };
  const problems = read.error.issues.flatMap((issue): EvidenceProblem[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.filter(isEvidenceField).map((field) => ({ field, problem: 'other-way' }));
    const field = String(issue.path[0]);
    if (!isEvidenceField(field) || field === 'collected') return []; // the form says so already
    return [{ field, problem: issue.code === 'too_big' ? 'too-long' : 'wrong' }];
  });
  return { problems };
};
