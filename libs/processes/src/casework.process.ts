import { z } from 'zod';
import { accountEvents } from '@app/accounts';
import { complaintEvents, type Step } from '@app/complaints';
import { caseEvents, type RaiseSignal, type Signal } from '@app/enforcement';
import {
  caseId as asCase,
  instant,
  Versioned,
  type AccountId,
  type CaseId,
  type DefsOf,
  type EventIn,
  type Json,
  type ProcessManager,
} from '@app/kernel';
import { listingEvents, reputationEvents } from '@app/reputation';

const inputs = complaintEvents
  .only(
    'ComplaintFiled',
    'ReportCorroborated',
    'ComplaintTraced',
    'AttributionWithdrawn',
    'ComplaintQualified',
    'ComplaintMerged',
  )
  .union(reputationEvents.only('RateBreached', 'RateRecovered', 'CountBreached', 'CountRecovered'))
  .union(listingEvents.only('ListingBegan', 'ListingChanged', 'ListingEnded'))
  .union(accountEvents.only('InjectionsObserved'))
  .union(
    caseEvents.only(
      'CaseOpened',
      'CaseResolved',
      'CaseClosed',
      'CaseReopened',
      'SignalPassedOn',
      'SignalReturned',
    ),
  );
type Input = EventIn<typeof inputs>;
type EventOf<T extends Input['type']> = Extract<Input, { type: T }>['data'];
type OfCase = Extract<Input, { data: { caseId: CaseId; stage: unknown } }>;

/** Ended cases that are remembered. Complaints about mail older than 90 days move nothing, and few accounts end eight cases
 *  in those; what is older goes to the oldest that is known. */
export const ENDED_KEPT = 8;

const state = z.strictObject({
  /** The number of the account's last case, to which all goes that belongs to no earlier one: also once it has ended, for
   *  only it can say that the next one is about something. */
  present: z.int().positive(),
  /** In their order. Mail sent up to `until` is that case's affair, whenever somebody complains of it. */
  ended: z.array(z.strictObject({ number: z.int().positive(), until: instant })).max(ENDED_KEPT),
});
type State = z.output<typeof state>;

/** Older states counted the next case as the present one as soon as something was passed on to it. */
const untilOpened = ({ opened, present, ended }: Json): Json => ({
  present: opened || present === 1 ? present : (present as number) - 1,
  ended,
});

/** Brings what happened to the case of the account that it belongs to. The first signal opens the first; when that has
 *  ended and a signal is not about it any more, the case itself says so and the next one is told, which it may open. If it
 *  does not, the case that passed it on hears of that, and can be reopened: no two are open at once, in whatever order
 *  things arrive. */
export const casework: ProcessManager<State, DefsOf<typeof inputs>, RaiseSignal, never> = {
  name: 'casework',
  state: new Versioned(2, state, { 1: untilOpened }),
  initial: { present: 1, ended: [] },
  inputs,
  from: 'beginning', // the cases there were have to be counted
  instanceOf: (event) =>
    isOfCase(event)
      ? event.type === 'CaseOpened' && numberOf(event.data.caseId) === 1
        ? null
        : event.data.accountId
      : signals(event).length > 0
        ? event.data.accountId
        : null,

  react(before, stimulus) {
    if (stimulus.kind === 'deadline') return { state: before };
    const { event } = stimulus;
    const { accountId, at } = event.data;
    if (accountId === null) return { state: before };
    const after = isOfCase(event) ? follow(before, event) : before;
    const caseId = caseIdOf(accountId, numberFor(event, after));
    const commands = signals(event).map((signal) => ({
      type: 'RaiseSignal' as const,
      caseId,
      accountId,
      at,
      signal,
      ...wayOf(event),
    }));
    // Most accounts never had a case that ended: that the first is the present one needs no row.
    return after.present === 1 && after.ended.length === 0
      ? { done: true, commands }
      : { state: after, commands };
  },
};

/** `<account>.<n>` */
export const caseIdOf = (accountId: AccountId, n: number): CaseId => asCase.parse(`${accountId}.${n}`);
const numberOf = (caseId: CaseId): number => Number(caseId.slice(caseId.lastIndexOf('.') + 1));

const isOfCase = (event: Input): event is OfCase => 'stage' in event.data;

const follow = (known: State, { type, data }: OfCase): State => {
  const number = numberOf(data.caseId);
  const others = known.ended.filter((e) => e.number !== number);
  switch (type) {
    case 'CaseOpened':
      return { ...known, present: Math.max(known.present, number) };
    case 'CaseResolved':
    case 'CaseClosed': {
      const ended = [...others, { number, until: data.baseline }].sort((a, b) => a.number - b.number);
      return { ...known, ended: ended.slice(-ENDED_KEPT) };
    }
    case 'CaseReopened':
      return { ...known, ended: others };
    case 'SignalPassedOn':
    case 'SignalReturned':
      return known;
  }
};

const numberFor = (event: Input, { present, ended }: State): number => {
  if (event.type === 'SignalPassedOn')
    return event.data.to === undefined ? numberOf(event.data.caseId) + 1 : numberOf(event.data.to);
  if (event.type === 'SignalReturned') return numberOf(event.data.caseId);
  const sentAt = sentAtOf(event);
  return ended.find(({ until }) => sentAt !== null && sentAt <= until)?.number ?? present;
};

/** Null: it is about no one mail. */
const sentAtOf = ({ type, data }: Input) =>
  type === 'ComplaintFiled' ? data.sent.at : 'sentAt' in data ? data.sentAt : null;

const wayOf = ({ type, data }: Input): Pick<RaiseSignal, 'passedOn' | 'cameBack'> => {
  if (type !== 'SignalPassedOn') return {};
  const { caseId: by, to, pass = 1 } = data; // one of an older version counts none
  return to === undefined ? { passedOn: { by, pass } } : { cameBack: pass };
};

const signals = ({ type, data }: Input): Signal[] => {
  switch (type) {
    case 'ComplaintFiled':
      return moves(data.may) ? [complaint(data.complaintId)] : [];
    case 'ReportCorroborated':
      return moves([...data.gained, ...data.lost]) || (isCompromise(data.report) && moves(data.may))
        ? [complaint(data.complaintId)]
        : [];
    case 'ComplaintTraced':
    case 'ComplaintQualified':
      return moves([...data.gained, ...data.lost]) ? [complaint(data.complaintId)] : [];
    case 'AttributionWithdrawn':
    case 'ComplaintMerged':
      return moves(data.lost) ? [complaint(data.complaintId)] : [];
    case 'RateBreached': {
      const { window, grade, complaints, delivered } = data;
      return [{ kind: 'rate-breached', window, grade, complaints, delivered }];
    }
    case 'RateRecovered':
      return [{ kind: 'rate-recovered', window: data.window }];
    case 'CountBreached':
      return [{ kind: 'count-breached', complaints: data.complaints, most: data.most }];
    case 'CountRecovered':
      return [{ kind: 'count-recovered' }];
    // A range that its provider lists as dynamic is no word about what the account sent.
    case 'ListingBegan':
      return data.severity === 'listed' ? [listed('blocklisted', data)] : [];
    case 'ListingChanged':
      return [listed(data.severity === 'listed' ? 'blocklisted' : 'delisted', data)];
    case 'ListingEnded':
      return [listed('delisted', data)];
    case 'InjectionsObserved':
      return sightings(data);
    case 'SignalPassedOn':
      return [data.signal];
    case 'SignalReturned': // what it is worth may have changed while the next case looked at it
      return data.signal.kind === 'complaint' ? [data.signal] : [];
    default:
      return [];
  }
};

/** Each that the customer can be held to, the latest first: which of them proves a breach, the case knows. What went out
 *  past a confirmed hold is the platform's own failure, and the account has said so. */
const sightings = ({ injections, at: observedAt }: EventOf<'InjectionsObserved'>): Signal[] => {
  const theirs = injections.filter((i) => i.state !== 'sent' || !i.holdConfirmed);
  const seen = theirs.length;
  return theirs
    .toSorted((a, b) => b.at - a.at)
    .map(({ at: injectedAt, ...injection }) => ({
      kind: 'injection',
      ...injection,
      injectedAt,
      observedAt,
      seen,
    }));
};

/** It says something else about a complaint than others did, also where it adds nothing to what that may move. */
const isCompromise = ({ feedbackType }: EventOf<'ReportCorroborated'>['report']): boolean =>
  feedbackType === 'fraud' || feedbackType === 'virus';

const listed = (
  kind: 'blocklisted' | 'delisted',
  { list, subject }: Pick<EventOf<'ListingBegan'>, 'list' | 'subject'>,
): Signal => ({ kind, list, subject: subject.value });
const complaint = (complaintId: string): Signal => ({ kind: 'complaint', complaintId });
/** What a case has to hear of; suppression and the rate are others' affairs. */
const moves = (steps: readonly Step[]): boolean =>
  steps.some((step) => step === 'forward' || step === 'propose' || step === 'enforce' || step === 'close');
