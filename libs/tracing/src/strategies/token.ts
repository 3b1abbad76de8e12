import type { TokenClaims } from '../token/token';
import type { Strategy } from './strategy';

/** Our own signed header. Of several the innermost valid one is the message's: whoever forwards one of our messages in
 *  another of ours puts theirs outside. */
export const byToken: Strategy = {
  name: 'token',
  async find({ tokenHeaders }, { verifyToken, byDelivery }) {
    if (tokenHeaders.length === 0) return null;
    const verdicts = tokenHeaders.slice(-10).map(verifyToken);
    const valid = verdicts.findLast((v) => v.valid);
    if (!valid?.valid) {
      const last = verdicts.at(-1)!;
      return { none: last.valid ? 'valid' : last.why };
    }
    const claims: TokenClaims = valid.claims;
    const delivery = claims.deliveryId === undefined ? undefined : await byDelivery(claims.deliveryId);
    const logged = delivery?.accountId === claims.accountId ? delivery : undefined;
    const { accountId, campaignId = logged?.campaignId ?? undefined, deliveryId } = claims;
    const recipientKey = claims.recipientKey ?? logged?.recipientKey;
    const sentAt = logged?.sentAt ?? claims.sentAt;
    return {
      accountId,
      campaignId,
      deliveryId,
      recipientKey,
      sentAt,
      confidence: 1,
      proves: 'token',
      ...messageOf(claims),
    };
  },
};

const MAX_DETAIL = 120;

/** By what the platform finds the message in its own records. A platform mints tokens without asking us: what could be an
 *  address, or would not print, is left out of what is stored unsealed. */
const messageOf = ({ messageId }: TokenClaims): { detail?: string } => {
  if (messageId === undefined || /[@\p{C}]/u.test(messageId)) return {};
  const detail = `message ${messageId}`;
  if (detail.length <= MAX_DETAIL) return { detail };
  return { detail: `${detail.slice(0, MAX_DETAIL - 1).replace(/[\ud800-\udbff]$/, '')}…` };
};
