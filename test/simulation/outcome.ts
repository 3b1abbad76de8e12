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
  /** Closing an innocent one was proposed or done; or one was closed that was only hijacked. */
  wrongClosure: boolean;
  closureProposed: boolean;
  /** When bound and floors were first met, by the desk's own count. */
  provenAt: Instant | null;
  reviewed: boolean;
  /** A mail asked it for an answer. */
  asked: boolean;
  wrongfullyConfirmed: boolean;
  /** Clocks that the ladder itself set: from when, and until when. */
  readonly clocks: { readonly from: Instant; readonly until: Instant }[];
  answeredAt: Instant | null; // the last time
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
        wrongClosure: false,
        closureProposed: false,
        provenAt: null,
        reviewed: false,
        asked: false,
        wrongfullyConfirmed: false,
        clocks: [],
        answeredAt: null,
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
    if ((type === 'MeasureProposed' || type === 'MeasureTaken') && data.measure === 'close') {
      fate.closureProposed = true;
      if (fate.kind === 'innocent' || (fate.kind === 'hijacked' && type === 'MeasureTaken'))
        fate.wrongClosure = true;
    }
    if (type === 'AccountPutUnderReview') fate.reviewed = true;
    if (type === 'AnswerDemanded') fate.asked = true;
    if (type === 'UnwantedMailConfirmed' && !this.deserves(data.accountId)) fate.wrongfullyConfirmed = true;
    if (type === 'RateBreached' && data.grade === 'actionable') fate.provenAt ??= data.at;
    if (type === 'DeadlineSet' && LADDER.test(data.name))
      fate.clocks.push({ from: data.at, until: data.dueAt });
    // An answer that stopped the clock is judged when somebody gets round to it, and nothing befalls the account meanwhile.
    if (type === 'AnswerReceived' && data.timeLeft !== null) fate.answeredAt = data.at;
    if (type === 'AnswerRejected' && fate.answeredAt !== null) {
      fate.clocks.push({ from: fate.answeredAt, until: data.at });
      fate.answeredAt = null;
    }
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
  /** Accounts, of the innocent and the hijacked. */
  readonly wrongClosures: number;
  readonly needless: number;
  readonly inTime: number;
  readonly spammersAtLarge: number; // at the end
  readonly carelessStopped: number;
  readonly hijackedStopped: number; // the others answered, and saw to it themselves
  /** They were to be stopped, and nobody but a person sees that it was not their doing. */
  readonly hijackedClosureProposed: number;
  readonly innocentReviewed: number;
  readonly innocentAsked: number;
  readonly halts: number;
}

export const figuresOf = ({ fates, halts }: Outcome): Figures => {
  const all = [...fates.values()];
  const of = (...kinds: Kind[]) => all.filter(({ kind }) => kinds.includes(kind));
  const share = (some: Fate[], which: (fate: Fate) => boolean) =>
    some.length === 0 ? 0 : some.filter(which).length / some.length;
  const [innocent, spammers, hijacked] = [of('innocent'), of('spammer'), of('hijacked')];
  return {
    wrongClosures: all.filter((f) => f.wrongClosure).length,
    needless: share(innocent, (f) => f.needlessAt !== null),
    inTime: share(spammers, inTime),
    spammersAtLarge: share(spammers, (f) => !f.restricted),
    carelessStopped: share(of('careless'), (f) => f.stoppedAt !== null),
    hijackedStopped: share(hijacked, (f) => f.stoppedAt !== null),
    hijackedClosureProposed: share(hijacked, (f) => f.closureProposed),
    innocentReviewed: share(innocent, (f) => f.reviewed),
    innocentAsked: share(innocent, (f) => f.asked),
    halts,
  };
};
