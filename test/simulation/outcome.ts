import { hours, minutes, type AccountId, type Instant } from '@app/kernel';
import type { DeskEvent } from '@app/simulation';
import type { Mailings } from './mail';
import type { Kind } from './truth';

/** What came of one account. */
export interface Fate {
  readonly kind: Kind;
  /** When it was first kept from sending; null: never. */
  stoppedAt: Instant | null;
  /** When that was needless: it was, or had become, nobody to be stopped. */
  needlessAt: Instant | null;
  closureProposed: boolean;
  closed: boolean;
  /** When bound and floors were first met, by the desk's own count. */
  provenAt: Instant | null;
  reviewed: boolean;
  /** A mail asked it for an answer. */
  asked: boolean;
  wrongfullyConfirmed: boolean;
  /** Clocks that the ladder itself set: from when, and until when. */
  readonly clocks: { readonly from: Instant; readonly until: Instant }[];
  restricted: boolean; // now
}

const RESTRICTING: readonly DeskEvent['type'][] = [
  'AccountHeld',
  'AccountToldToStop',
  'AccountSuspended',
  'AccountClosed',
];
/** Of a case, what the customer or the desk has time for before anything befalls the account. */
const LADDER = /^(digest-due|answer-due|assessment-due|stop-due|lapse-due:)/;

/** Follows what the desk does, with the truth beside it. */
export class Outcome {
  readonly fates = new Map<AccountId, Fate>();
  halts = 0;
  measures = 0;

  constructor(private readonly mailings: ReadonlyMap<string, Mailings>) {
    for (const { sender } of mailings.values())
      this.fates.set(sender.accountId, {
        kind: sender.kind,
        stoppedAt: null,
        needlessAt: null,
        closureProposed: false,
        closed: false,
        provenAt: null,
        reviewed: false,
        asked: false,
        wrongfullyConfirmed: false,
        clocks: [],
        restricted: false,
      });
  }

  happened({ type, data }: DeskEvent): void {
    if (type === 'AutomationHalted') this.halts++;
    if (!('accountId' in data) || data.accountId === null) return;
    const fate = this.fates.get(data.accountId);
    if (!fate) return;
    if (RESTRICTING.includes(type)) {
      this.measures++;
      fate.restricted = true;
      fate.stoppedAt ??= data.at;
      if (!this.deserves(data.accountId)) fate.needlessAt ??= data.at;
    }
    if ('standing' in data && ['good', 'warned', 'under-review'].includes(data.standing))
      fate.restricted = false;
    if (type === 'MeasureProposed' && data.measure === 'close') fate.closureProposed = true;
    if (type === 'MeasureTaken' && data.measure === 'close') fate.closed = true;
    if (type === 'AccountPutUnderReview') fate.reviewed = true;
    if (type === 'AnswerDemanded') fate.asked = true;
    if (type === 'UnwantedMailConfirmed' && !this.deserves(data.accountId)) fate.wrongfullyConfirmed = true;
    if (type === 'RateBreached' && data.grade === 'actionable') fate.provenAt ??= data.at;
    if (type === 'DeadlineSet' && LADDER.test(data.name))
      fate.clocks.push({ from: data.at, until: data.dueAt });
  }

  private deserves(accountId: AccountId): boolean {
    const { sender, hijacked } = this.mailings.get(accountId)!;
    return sender.kind === 'spammer' || sender.kind === 'careless' || hijacked;
  }
}

/** Within a day of when it was proven, or, where a clock of the ladder ran by then, once that is over: another one that it
 *  led to is part of the ladder too. */
export const inTime = ({ provenAt, stoppedAt, clocks }: Fate): boolean => {
  if (provenAt === null) return true;
  if (stoppedAt === null) return false;
  let until = (provenAt + hours(24)) as Instant;
  for (let running = true; running;) {
    const next = clocks.find((c) => c.from <= until && c.until > until);
    if (next) until = next.until;
    running = next !== undefined;
  }
  return stoppedAt <= until + minutes(1);
};

/** Of one world under one policy. Shares are of the accounts of that kind, 0 to 1. */
export interface Figures {
  readonly wrongClosures: number; // accounts, of the innocent and the hijacked
  readonly needless: number; // share
  readonly inTime: number; // share
  readonly carelessStopped: number;
  readonly hijackedStopped: number;
  readonly hijackedInTime: number;
  readonly innocentReviewed: number;
  readonly innocentAsked: number;
  readonly spammersAtLarge: number; // share that sends at the end
  readonly halts: number;
}

export const figuresOf = ({ fates, halts }: Outcome): Figures => {
  const all = [...fates.values()];
  const of = (...kinds: Kind[]) => all.filter(({ kind }) => kinds.includes(kind));
  const share = (some: Fate[], which: (fate: Fate) => boolean) =>
    some.length === 0 ? 0 : some.filter(which).length / some.length;
  const [innocent, careless, spammers, hijacked] = [
    of('innocent'),
    of('careless'),
    of('spammer'),
    of('hijacked'),
  ];
  return {
    wrongClosures: of('innocent', 'hijacked').filter((f) => f.closureProposed || f.closed).length,
    needless: share(innocent, (f) => f.needlessAt !== null),
    inTime: share(spammers, inTime),
    carelessStopped: share(careless, (f) => f.stoppedAt !== null),
    hijackedStopped: share(hijacked, (f) => f.stoppedAt !== null),
    hijackedInTime: share(hijacked, inTime),
    innocentReviewed: share(innocent, (f) => f.reviewed),
    innocentAsked: share(innocent, (f) => f.asked),
    spammersAtLarge: share(spammers, (f) => !f.restricted),
    halts,
  };
};
