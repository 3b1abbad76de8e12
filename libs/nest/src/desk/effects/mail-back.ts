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

/** Mail that answers something the desk sent, told by the address it came to, which only we can make: a bounce goes to the
 *  case that waits for it, a reply to a person. Answers whether it was either. */
export const mailBack =
  ({ tables, keys, toCase }: Needs) =>
  async (bytes: Uint8Array, { rcptTo }: ReportEnvelope, { at, meta }: EffectContext): Promise<boolean> => {
    const bounce = readBounce(bytes, rcptTo, keys);
    if (!bounce) return rcptTo.some((address) => readMailToken(keys, 'answer', address) !== undefined);
    const notice = await noticeOf(tables, bounce.mailId);
    if (!notice) return true; // long done, and its row is gone
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
    return true;
  };

/** The outbox row is the mail: its id is the mail's. */
const noticeOf = async (tables: ReadStore, mailId: string): Promise<SendNotice | undefined> => {
  const [row] = await tables.all<{ command: string }>('select command from outbox where id = $1', mailId);
  const command = row && (JSON.parse(row.command) as SendNotice);
  return command?.type === 'SendNotice' ? command : undefined;
};
