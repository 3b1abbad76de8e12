import type { CaseCommand } from '@app/enforcement';
import { uuidv5, type Meta } from '@app/event-store';
import { readBounce, readMailToken } from '@app/notices';
import type { Keyring } from '@app/privacy';
import type { SendNotice } from '@app/processes';
import type { ReadStore } from '@app/read-store';
import type { ReportEnvelope } from '@app/reports';
import type { EffectContext } from '@app/runtime';

interface Needs {
  readonly tables: ReadStore;
  readonly keys: Keyring;
  readonly toCase: (command: CaseCommand, meta: Meta) => Promise<unknown>;
}

/** What mail to an address that only we can make is: a bounce, or the reply to a notice (undefined: to one that is long done). */
export type MailBack =
  { readonly is: 'bounce' } | { readonly is: 'reply'; readonly notice: SendNotice | undefined };

/** Mail that answers something the desk sent: a bounce goes to the case that waits for it at once. Undefined: it is neither. */
export const mailBack =
  ({ tables, keys, toCase }: Needs) =>
  async (
    bytes: Uint8Array,
    { rcptTo }: ReportEnvelope,
    { at, meta }: EffectContext,
  ): Promise<MailBack | undefined> => {
    const bounce = readBounce(bytes, rcptTo, keys);
    if (!bounce) {
      const mailId = rcptTo.map((address) => readMailToken(keys, 'answer', address)).find(Boolean);
      return mailId === undefined ? undefined : { is: 'reply', notice: await noticeOf(tables, mailId) };
    }
    const notice = await noticeOf(tables, bounce.mailId);
    if (!notice) return { is: 'bounce' }; // long done, and its row is gone
    const { noticeId, caseId, accountId, contactId } = notice;
    if (bounce.outcome === 'permanent' || bounce.outcome === 'temporary')
      await toCase(
        {
          type: 'RecordNoticeBounced',
          caseId,
          accountId,
          at,
          noticeId,
          contactId,
          permanent: bounce.outcome === 'permanent',
          detail: `the customer's mail server said ${bounce.status || 'that it failed'}`,
        },
        { ...meta, commandId: uuidv5(meta.commandId, 'bounce') },
      );
    return { is: 'bounce' };
  };

/** The outbox row is the mail: its id is the mail's. */
const noticeOf = async (tables: ReadStore, mailId: string): Promise<SendNotice | undefined> => {
  const [row] = await tables.all<{ command: string }>('select command from outbox where id = $1', mailId);
  const command = row && (JSON.parse(row.command) as SendNotice);
  return command?.type === 'SendNotice' ? command : undefined;
};
