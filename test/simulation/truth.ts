import { accountId as asAccount, type AccountId } from '@app/kernel';
import type { Chance } from './chance';

/** What an account is, which the desk does not know. */
export type Kind = 'innocent' | 'careless' | 'spammer' | 'hijacked';

export interface Sender {
  readonly accountId: AccountId;
  readonly kind: Kind;
  /** Messages a day that are delivered to providers which run a feedback loop. */
  readonly volume: number;
  /** The hour of the day at which it sends, UTC. */
  readonly hour: number;
  /** Of a hijacked one: the day on which others take it over. */
  readonly hijackedOn: number | null;
  /** The day on which forged reports about it come in; null: never. */
  readonly attackedOn: number | null;
}

/** Complaints a delivered message. */
export const COMPLAINTS: Readonly<Record<Kind, number>> = {
  innocent: 0.0002,
  careless: 0.0015,
  spammer: 0.01,
  hijacked: 0.0002, // until it is
};
export const HIJACKED_COMPLAINTS = 0.02;

/** How many answer within a day. */
export const ANSWERS: Readonly<Record<Kind, number>> = {
  innocent: 0.85,
  careless: 0.6,
  spammer: 0.2,
  hijacked: 0.85, // its owner is as innocent as anybody
};

/** Shares of all accounts; the goals are shares of each kind, so that these move only how sure a figure is. */
const SHARES: readonly [Kind, number][] = [
  ['careless', 0.12],
  ['spammer', 0.05],
  ['hijacked', 0.03],
];
const ATTACKED = 0.05; // of the innocent

export const sendersOf = (chance: Chance, accounts: number, days: number): Sender[] => {
  const kinds: Kind[] = SHARES.flatMap(([kind, share]) =>
    Array.from({ length: Math.max(1, Math.round(share * accounts)) }, () => kind),
  );
  return Array.from({ length: accounts }, (_, i): Sender => {
    const kind = kinds[i] ?? 'innocent';
    return {
      accountId: asAccount.parse(`${kind}-${i}`),
      kind,
      volume: volume(chance),
      hour: chance.below(24),
      hijackedOn: kind === 'hijacked' ? chance.below(days) : null,
      attackedOn: kind === 'innocent' && chance.happens(ATTACKED) ? chance.below(days) : null,
    };
  });
};

/** Log-normal, from 100 to 1,000,000 a day: the middle is 10,000, and two standard deviations reach the ends. */
const volume = (chance: Chance): number => {
  for (;;) {
    const power = 4 + chance.normal();
    if (power >= 2 && power <= 6) return Math.round(10 ** power);
  }
};
