import { isSigned, type Strategy } from './strategy';

/** Message-ID in the send log. It proves the message ours only together with a recipient of it: a Message-ID alone stands
 *  in every copy of a message, and in the archives of mailing lists. To whom our own signature says that it was sent tells
 *  which delivery the copy is of, when whoever reports it got it from somebody else. */
export const byMessageId: Strategy = {
  name: 'message-id',
  async find(looked, lookups) {
    const { messageId, recipientKeys, signedToKey } = looked;
    if (messageId === undefined) return null;
    const sentTo = signedToKey === undefined ? [] : [signedToKey];
    const rows = await lookups.byMessageId(messageId, [...recipientKeys, ...sentTo]);
    const first = rows[0];
    if (!first) return { none: 'not in the send log' };
    if (rows.some((row) => row.accountId !== first.accountId)) return { none: 'sent by several accounts' };
    const { accountId } = first;
    const found = {
      accountId,
      campaignId: first.campaignId ?? undefined,
      sentAt: first.sentAt,
      confidence: 0.99,
    };
    const mine = rows.find((row) => recipientKeys.includes(row.recipientKey));
    const copied = isSigned(looked, accountId)
      ? rows.find((row) => row.recipientKey === signedToKey)
      : undefined;
    // One delivery under this id, and no word of to whom (a redacted report), or a word that differs (forwarded mail).
    const delivery = mine ?? copied ?? (rows.length === 1 ? first : undefined);
    if (!delivery) return { ...found, ...(recipientKeys.length > 0 && { strays: true as const }) };
    const { deliveryId, recipientKey, sentAt } = delivery;
    return {
      ...found,
      deliveryId: deliveryId ?? undefined,
      recipientKey,
      sentAt,
      ...(mine && { proves: 'send-log' as const }),
    };
  },
};
