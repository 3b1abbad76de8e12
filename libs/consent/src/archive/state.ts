import type { Confirmation, SignUp, Withdrawal } from './shapes';

/** What is known of one address with one account, in the order in which the desk was told. */
export interface ConsentState {
  readonly signUps: readonly SignUp[];
  readonly confirmations: readonly Confirmation[];
  readonly withdrawals: readonly Withdrawal[];
}
