import { accountId as asAccount, campaignId as asCampaign } from '@app/kernel';
import type { Strategy } from './strategy';

/** `Feedback-ID: a:b:c:SenderId`, read by the settings' template. Anybody can copy one, so it points at an account and
 *  proves nothing. */
export const byFeedbackId: Strategy = {
  name: 'feedback-id',
  async find({ feedbackIds }, { feedbackId: template, isAccount }) {
    if (feedbackIds.length === 0) return null;
    if (feedbackIds.length > 1) return { none: 'more than one' }; // Gmail too ignores them then
    const segments = segmentsOf(feedbackIds[0]!, template);
    const accountId = asAccount.safeParse(segments.get('account'));
    if (!accountId.success) return { none: 'no account segment' };
    if (!(await isAccount(accountId.data))) return { none: 'no such account' };
    const campaignId = asCampaign.safeParse(segments.get('campaign'));
    return {
      accountId: accountId.data,
      ...(campaignId.success && { campaignId: campaignId.data }),
      confidence: 0.9,
    };
  },
};

/** Aligned from the right: Gmail takes the last segment for the sender and leaves the others optional. */
const segmentsOf = (value: string, template: string): Map<string, string> => {
  const names = template.split(':').reverse();
  const values = value.trim().slice(0, 1_000).split(':').reverse();
  return new Map(
    names.flatMap((name, i) => {
      const segment = values[i]?.trim();
      return segment ? [[name.replace(/[{}]/g, ''), segment] as const] : [];
    }),
  );
};
