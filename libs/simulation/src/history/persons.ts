import type { CaseCommand, Decision, DecideCase, KnownCase, Measure, MeasureKind } from '@app/enforcement';
import type { CaseEvent } from '@app/enforcement';
import type { DecidedBy, Instant } from '@app/kernel';

type Person = Extract<DecidedBy, { kind: 'person' }>;
type Impose = Extract<Decision, { decision: 'impose' }>['measure'];

/** What a person decided, as the events of one command tell it. */
export interface Decided {
  readonly by: Person;
  readonly reason: string;
  readonly at: Instant;
  readonly decision: Decision['decision'];
  /** Of decisions about a measure: which, in history. */
  readonly measure?: { readonly measureId: string; readonly kind: MeasureKind };
  /** Ready for the case, but for the id of the measure. */
  readonly made: Decision;
}

/** Measures of history by id, and whether they were proposed once: only then can they be approved. */
export class Proposals {
  private readonly known = new Map<string, MeasureKind>();

  take(event: CaseEvent): void {
    if (event.type === 'MeasureProposed') this.known.set(event.data.measureId, event.data.measure);
    if (event.type === 'MeasureTaken') this.taken.set(event.data.measureId, event.data.measure);
  }
  private readonly taken = new Map<string, MeasureKind>();

  proposed(measureId: string): MeasureKind | undefined {
    return this.known.get(measureId);
  }
  kindOf(measureId: string): MeasureKind | undefined {
    return this.known.get(measureId) ?? this.taken.get(measureId);
  }
}

/** Which decision of a person the events of one command come of; undefined: of none. What else they hold follows from it. */
export const decidedIn = (events: readonly CaseEvent[], proposals: Proposals): Decided | undefined => {
  for (const read of READERS)
    for (const event of events) {
      const decided = read(event, proposals);
      if (decided) return decided;
    }
  return undefined;
};

type Reader = (event: CaseEvent, proposals: Proposals) => Decided | undefined;

const of = (
  by: DecidedBy | null,
  { at, reason = '' }: { readonly at: Instant; readonly reason?: string | null },
  made: Decision,
  measure?: Decided['measure'],
): Decided | undefined =>
  by?.kind === 'person'
    ? { by, reason: reason ?? '', at, decision: made.decision, made, ...(measure && { measure }) }
    : undefined;

const about = (measureId: string, proposals: Proposals): Decided['measure'] => {
  const kind = proposals.kindOf(measureId);
  return kind && { measureId, kind };
};

/** The first that fits is what was decided: later ones may be its consequences. */
const READERS: readonly Reader[] = [
  ({ type, data }) =>
    type === 'UnwantedMailConfirmed' ? of(data.by, data, { decision: 'confirm-unwanted' }) : undefined,
  ({ type, data }) =>
    type === 'CompromiseConfirmed' ? of(data.by, data, { decision: 'confirm-compromise' }) : undefined,
  ({ type, data }) =>
    type === 'ContentFlagged'
      ? of(data.by, data, { decision: 'flag-content', categories: data.categories })
      : undefined,
  ({ type, data }) =>
    type === 'AnswerAccepted' ? of(data.by, data, { decision: 'accept-answer' }) : undefined,
  ({ type, data }) =>
    type === 'AnswerRejected' ? of(data.by, data, { decision: 'reject-answer' }) : undefined,
  ({ type, data }, known) =>
    type === 'MeasureSeconded'
      ? of(data.by, data, { decision: 'approve', measureId: data.measureId }, about(data.measureId, known))
      : undefined,
  ({ type, data }, known) =>
    type === 'MeasureTaken' && !data.lapsed && known.proposed(data.measureId) !== undefined
      ? of(
          data.by,
          { at: data.at, reason: data.remarks },
          { decision: 'approve', measureId: data.measureId },
          about(data.measureId, known),
        )
      : undefined,
  ({ type, data }, known) =>
    type === 'MeasureRefused'
      ? of(data.by, data, { decision: 'refuse', measureId: data.measureId }, about(data.measureId, known))
      : undefined,
  ({ type, data }) =>
    type === 'AppealDecided'
      ? of(data.by, data, { decision: 'decide-appeal', outcome: data.outcome, measureId: data.measureId })
      : undefined,
  ({ type, data }) =>
    type === 'EvidenceRequested'
      ? of(data.by, data, {
          decision: 'request-evidence',
          complaintIds: data.complaintIds,
          questions: data.questions,
        })
      : undefined,
  ({ type, data }) =>
    type === 'DeadlineSet' && data.because === 'extended'
      ? of(data.by, data, { decision: 'extend-deadline', name: data.name, until: data.dueAt })
      : undefined,
  ({ type, data }, known) =>
    type === 'MeasureProposed' && data.why.rule === 'person'
      ? data.measure === 'annul' && data.undoes !== null
        ? of(
            data.by,
            { at: data.at, reason: data.remarks },
            { decision: 'annul', measureId: data.undoes },
            about(data.undoes, known),
          )
        : of(
            data.by,
            { at: data.at, reason: data.remarks },
            data.measure === 'reinstate'
              ? { decision: 'reinstate' }
              : { decision: 'impose', measure: data.measure as Impose },
          )
      : undefined,
  ({ type, data }) =>
    type === 'MeasureTaken' && data.why.rule === 'person'
      ? of(
          data.by,
          { at: data.at, reason: data.remarks },
          { decision: 'impose', measure: data.measure as Impose },
        )
      : undefined,
  ({ type, data }) =>
    type === 'ReinstatementDecided' ? of(data.by, data, { decision: 'reinstate' }) : undefined,
  ({ type, data }, known) =>
    type === 'AnnulmentDecided'
      ? of(
          data.by,
          data,
          { decision: 'annul', measureId: data.measureId },
          about(data.measureId, known) ?? { measureId: data.measureId, kind: data.measure },
        )
      : undefined,
  ({ type, data }) => (type === 'CaseClosed' ? of(data.by, data, { decision: 'close' }) : undefined),
  ({ type, data }) => (type === 'CaseReopened' ? of(data.by, data, { decision: 'reopen' }) : undefined),
];

const APPLIES: Readonly<Partial<Record<Decision['decision'], readonly Measure['status'][]>>> = {
  approve: ['proposed'],
  refuse: ['proposed'],
  annul: ['taken', 'ended'],
};

/** The same decision about what stands in another course of events: about that very measure, else about the last of its kind
 *  that it can be about. Undefined: there is none. */
export const decidedOn = (decided: Decided, state: KnownCase): Decision | undefined => {
  const { made, measure } = decided;
  if (!measure) return made;
  const fits = APPLIES[made.decision] ?? [];
  const same = state.measures.find((m) => m.measureId === measure.measureId && m.measure === measure.kind);
  const found = same ?? state.measures.findLast((m) => m.measure === measure.kind && fits.includes(m.status));
  return found && ({ ...made, measureId: found.measureId } as Decision);
};

export const commandFor = (
  { by, reason, at }: Decided,
  decision: Decision,
  { caseId, accountId }: Pick<KnownCase, 'caseId' | 'accountId'>,
): CaseCommand & DecideCase => ({
  type: 'DecideCase',
  caseId,
  accountId,
  at,
  decision,
  by,
  role: 'supervisor', // whoever decided it in history was allowed to
  reason,
});
