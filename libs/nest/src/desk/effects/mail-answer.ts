import { caseEvents, type Asked, type CaseCommand, type CaseEvent } from '@app/enforcement';
import { uuidv5, type EventStore, type Meta, type Outcome } from '@app/event-store';
import { writtenIn, type Examination } from '@app/examination';
import { unsealed, type Instant, type ReportId } from '@app/kernel';
import type { Vault } from '@app/privacy';
import type { SendNotice } from '@app/processes';
import type { Accounts } from '../accounts';
import type { States } from '../aggregates';
import { asksOf } from '../customer-portal';

interface Needs {
  readonly events: EventStore;
  readonly accounts: Pick<Accounts, 'opened'>;
  readonly vault: Vault;
  readonly states: Pick<States, 'case'>;
  readonly toCase: (command: CaseCommand, meta: Meta) => Promise<Outcome<CaseEvent>>;
}
/** A mail that came to the address only we can make, of this notice. */
export interface Reply {
  readonly reportId: ReportId;
  readonly notice: SendNotice;
  readonly receivedAt: Instant;
}

const LONGEST = 20_000; // characters, as in the form of the page

/** A reply by mail counts like the form of the page, from when our server had it: it must come from an address that the
 *  account registered, and pass DMARC for it, since whoever got the notice forwarded has the token too. One text is all that
 *  was asked for: which sentence is feedback and which a solution, a person reads. False: it was not taken, and a person has
 *  to see to it. */
export const mailAnswer =
  ({ events, accounts, vault, states, toCase }: Needs) =>
  async (
    { reportId, notice, receivedAt }: Reply,
    { report, authentication }: Examination,
    at: Instant,
    meta: Meta,
  ): Promise<boolean> => {
    const { caseId, accountId } = notice;
    const [from] = report.header.from;
    const text = writtenIn(report.text ?? '').slice(0, LONGEST);
    if (
      authentication.dmarc !== 'pass' ||
      report.header.fromFields !== 1 ||
      from === undefined ||
      text === ''
    )
      return false;
    if (await wasTaken(events, caseId, reportId)) return true; // this command's first run was cut short
    const opened = await accounts.opened(accountId, { by: 'desk', why: `reply ${reportId}` });
    const place = (opened?.emails ?? []).findIndex(
      (email) => typeof email === 'string' && email.toLowerCase() === from.toLowerCase(),
    );
    const { state } = await states.case(caseId);
    const asks: Asked[] = state.status === 'known' ? asksOf(state) : [];
    if (place < 0 || asks.length === 0) return false;
    const sealed = unsealed<string>(await vault.keyFor({ kind: 'case', id: caseId }), text);
    const outcome = await toCase(
      {
        type: 'GiveAnswer',
        caseId,
        accountId,
        at,
        answerId: reportId,
        contactId: notice.contactId,
        receivedAt,
        ...Object.fromEntries(asks.map((field) => [field, sealed])),
      },
      { ...meta, commandId: uuidv5(meta.commandId, 'answer') },
    );
    return outcome.ok && outcome.events.length > 0;
  };

const wasTaken = async (events: EventStore, caseId: string, answerId: string): Promise<boolean> => {
  for await (const recorded of events.read(`case-${caseId}`)) {
    if (recorded.type !== 'AnswerReceived') continue;
    const { data } = caseEvents.decode(recorded);
    if ('answerId' in data && data.answerId === answerId) return true;
  }
  return false;
};
