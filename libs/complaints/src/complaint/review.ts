import { rejected, type Rejected } from '@app/kernel';
import { Change } from './change';
import type { ComplaintCommand } from './commands';
import type { Known } from './state';
import type { ComplaintEvent } from './events';
import { alreadyMerged } from './merge';

/** Of a token or of the send log; less is a good guess, which a person may know better. */
const PROOF = 0.99;

type Of<T extends ComplaintCommand['type']> = Extract<ComplaintCommand, { type: T }>;

/** Whose complaint it is, by a person: certain, but no proof that the message is genuine. */
export const attribute = (
  command: Of<'AttributeComplaint'>,
  state: Known,
): readonly ComplaintEvent[] | Rejected => {
  const { at, accountId, brandId, by, reason } = command;
  if (state.mergedInto !== null) return alreadyMerged(state.mergedInto);
  const proven = !state.attributedByPerson && state.accountId !== null && state.confidence >= PROOF;
  if (proven && accountId !== state.accountId && command.overrule !== true)
    return rejected(
      'contradicts-proof',
      `it is proven to be about a message of ${state.accountId}: say who else's it is only to overrule that`,
    );
  const campaignId = command.campaignId ?? (accountId === state.accountId ? state.campaignId : null);
  const already = state.accountId === accountId && state.campaignId === campaignId;
  if (already && (state.attributedByPerson || by.kind !== 'person')) return [];
  // The delivery stays what it was: a person names an account, the id the platform minted is still that message's.
  const to = { accountId, brandId, campaignId, deliveryId: state.deliveryId, confidence: 1 };
  return new Change(state, at).trace(to, { strategy: 'person', by, reason }).events;
};

export const qualify = (
  { at, verdict, by, reason }: Of<'QualifyComplaint'>,
  state: Known,
): readonly ComplaintEvent[] | Rejected => {
  if (state.mergedInto !== null) return alreadyMerged(state.mergedInto);
  return state.verdict === verdict ? [] : new Change(state, at).judge(verdict, by, reason).events;
};
