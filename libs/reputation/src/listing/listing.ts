import type { AccountId, Day, DecidedBy, Decider, Instant } from '@app/kernel';
import type { ListedSubject, ListingEvent, ListingSeverity } from './events';

/** Which listing is meant. */
export interface ListingOf {
  readonly listingId: string;
  readonly accountId: AccountId | null;
  readonly list: string;
  readonly subject: ListedSubject;
}
/** What a sweep found; one that got no answer tells nothing, and no command. */
export type ListingCommand = ListingOf & { readonly at: Instant } & (
    | {
        readonly type: 'FindListed';
        readonly sweep: Day;
        readonly severity: ListingSeverity;
        readonly codes: string[];
        readonly delisting: string | null;
      }
    | { readonly type: 'FindAbsent'; readonly sweep: Day }
    | { readonly type: 'EndListing'; readonly by: DecidedBy; readonly reason: string }
  );

export interface ListingState {
  readonly current: {
    readonly severity: ListingSeverity;
    readonly beganAt: Instant;
    /** The sweep that did not find it, as the last that got an answer. */
    readonly absentIn: Day | null;
  } | null;
  /** The last sweep that changed something. */
  readonly sweep: Day | null;
}

/** One subject on one list. It begins once, and ends when two sweeps running that got an answer did not find it, or when a
 *  person says so: lists flicker while they are rebuilt, and one server of many lags behind. After a person's word
 *  it begins anew when a later sweep still finds it. */
export const listingDecider: Decider<ListingCommand, ListingEvent, ListingState> = {
  initial: { current: null, sweep: null },

  decide(command, { current, sweep: last }) {
    const { listingId, at, accountId, list, subject } = command;
    const of = { listingId, at, accountId, list, subject };
    if (command.type === 'EndListing') {
      const { by, reason } = command;
      return current ? [{ type: 'ListingEnded', data: { ...of, by, reason, beganAt: current.beganAt } }] : [];
    }
    const { sweep } = command;
    if (last !== null && sweep < last) return []; // a later one has told already
    if (command.type === 'FindAbsent') {
      if (!current || sweep === last) return [];
      if (current.absentIn === null) return [{ type: 'ListingNotFound', data: { ...of, sweep } }];
      return [
        {
          type: 'ListingEnded',
          data: {
            ...of,
            by: { kind: 'rule', rule: 'gone-from-list' },
            reason: `the sweeps of ${current.absentIn} and ${sweep} did not find it`,
            beganAt: current.beganAt,
          },
        },
      ];
    }
    const { severity, codes, delisting } = command;
    if (!current)
      return sweep === last
        ? []
        : [{ type: 'ListingBegan', data: { ...of, sweep, severity, codes, delisting } }];
    return [
      ...(current.absentIn === null ? [] : [{ type: 'ListingFoundAgain' as const, data: { ...of, sweep } }]),
      ...(current.severity === severity
        ? []
        : [
            {
              type: 'ListingChanged' as const,
              data: { ...of, sweep, severity, was: current.severity, codes },
            },
          ]),
    ];
  },

  evolve(state, { type, data }) {
    const { current } = state;
    switch (type) {
      case 'ListingBegan':
        return {
          current: { severity: data.severity, beganAt: data.at, absentIn: null },
          sweep: data.sweep,
        };
      case 'ListingChanged':
        return { current: current && { ...current, severity: data.severity }, sweep: data.sweep };
      case 'ListingNotFound':
        return { current: current && { ...current, absentIn: data.sweep }, sweep: data.sweep };
      case 'ListingFoundAgain':
        return { current: current && { ...current, absentIn: null }, sweep: data.sweep };
      case 'ListingEnded':
        return { ...state, current: null };
    }
  },
};
