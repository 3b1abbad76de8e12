import { rejected, type AccountId, type Decider, type RecipientKey, type Rejected } from '@app/kernel';
import type { RecordConsent } from './commands';
import type { ConsentEvent } from './events';
import type { ConsentState } from './state';

/** Sign-ups, confirmations or sign-offs of one address with one account. People do not sign up this often; a platform that
 *  sends each delivery as a sign-up would, and no command may take the longer for it. */
const MOST = 500;

/** The name is stored. A recipient key has no dot in it, so that no two pairs share a stream. */
export const streamOfConsent = (of: {
  readonly accountId: AccountId;
  readonly recipientKey: RecipientKey;
}): string => `consent-${of.accountId}.${of.recipientKey}`;

/** When one address signed up with one account, confirmed it and signed off, for ever: what shows that it wanted the mail.
 *  Nothing that was told is ever changed by what is told later; the same sign-up told again is no news, whatever else is
 *  said of it then. */
export const consentDecider: Decider<RecordConsent, ConsentEvent, ConsentState> = {
  initial: { signUps: [], confirmations: [], withdrawals: [] },

  decide({ accountId, recipientKey, at, signUp, confirmation, withdrawal }, state) {
    const of = { accountId, recipientKey, at };
    const events: ConsentEvent[] = [];
    if (
      signUp &&
      !state.signUps.some(
        (one) =>
          one.signedUpAt === signUp.signedUpAt &&
          one.source === signUp.source &&
          one.listId === signUp.listId,
      )
    ) {
      if (state.signUps.length >= MOST) return tooMany('sign-ups', accountId);
      events.push({ type: 'ConsentRecorded', data: { ...of, ...signUp } });
    }
    if (
      confirmation &&
      !state.confirmations.some(
        (one) => one.confirmedAt === confirmation.confirmedAt && one.listId === confirmation.listId,
      )
    ) {
      if (state.confirmations.length >= MOST) return tooMany('confirmations', accountId);
      events.push({ type: 'ConsentConfirmed', data: { ...of, ...confirmation } });
    }
    if (
      withdrawal &&
      !state.withdrawals.some(
        (one) => one.withdrawnAt === withdrawal.withdrawnAt && one.listId === withdrawal.listId,
      )
    ) {
      if (state.withdrawals.length >= MOST) return tooMany('sign-offs', accountId);
      events.push({ type: 'ConsentWithdrawn', data: { ...of, ...withdrawal } });
    }
    return events;
  },

  evolve(state, { type, data }) {
    const { listId } = data;
    switch (type) {
      case 'ConsentRecorded': {
        const { signedUpAt, source } = data;
        return { ...state, signUps: [...state.signUps, { signedUpAt, source, listId }] };
      }
      case 'ConsentConfirmed': {
        const confirmed = { confirmedAt: data.confirmedAt, listId };
        return { ...state, confirmations: [...state.confirmations, confirmed] };
      }
      case 'ConsentWithdrawn': {
        const withdrawn = { withdrawnAt: data.withdrawnAt, listId };
        return { ...state, withdrawals: [...state.withdrawals, withdrawn] };
      }
    }
  },
};

const tooMany = (what: string, accountId: AccountId): Rejected =>
  rejected(
    'too-many-consents',
    `of this address with ${accountId} there are ${MOST} ${what} already: send what people did, not what was sent to them`,
  );
