import { caseEvents, type CaseCommand, type CaseEvent } from '@app/enforcement';
import type { EventStore, Meta, Outcome } from '@app/event-store';
import { unsealed, type AccountId, type CaseId, type DecidedBy, type Instant } from '@app/kernel';
import { wasErased, type Vault } from '@app/privacy';

interface Needs {
  readonly events: EventStore;
  readonly vault: Vault;
  readonly now: () => Instant;
  readonly toCase: (command: CaseCommand, meta: Meta) => Promise<Outcome<CaseEvent>>;
}
interface Of {
  readonly caseId: CaseId;
  readonly accountId: AccountId;
}

/** What people write into a case beside their decisions: objections that came by letter or telephone, and notes among staff.
 *  Both are sealed under the case's key, and erased with it. */
export class CasePapers {
  constructor(private readonly needs: Needs) {}

  /** `receivedAt`: when it reached anybody of us; never later than now. The command's id is the objection's. */
  async lodge(
    of: Of,
    { text, measureId, receivedAt }: { text: string; measureId?: string; receivedAt?: Instant },
    meta: Meta,
  ): Promise<Outcome<CaseEvent>> {
    const at = this.needs.now();
    return this.needs.toCase(
      {
        type: 'LodgeAppeal',
        ...of,
        at,
        appealId: meta.commandId,
        contactId: null,
        receivedAt: receivedAt === undefined || receivedAt > at ? at : receivedAt,
        text: await this.sealed(of.caseId, text),
        ...(measureId !== undefined && { measureId }),
      },
      meta,
    );
  }

  async note(
    of: Of,
    text: string,
    by: Extract<DecidedBy, { kind: 'person' }>,
    meta: Meta,
  ): Promise<Outcome<CaseEvent>> {
    return this.needs.toCase(
      {
        type: 'AddNote',
        ...of,
        at: this.needs.now(),
        noteId: meta.commandId,
        by,
        text: await this.sealed(of.caseId, text),
      },
      meta,
    );
  }

  /** What was written, by the id of the objection or the note; null what was erased. Each opening is audited as `by`. */
  async texts(caseId: CaseId, by: string): Promise<ReadonlyMap<string, string | null>> {
    const { events, vault } = this.needs;
    const texts = new Map<string, string | null>();
    for await (const recorded of events.read(`case-${caseId}`)) {
      if (recorded.type !== 'AppealLodged' && recorded.type !== 'NoteAdded') continue;
      const { data } = caseEvents.decode(recorded);
      const text = await vault.openEvent(recorded, '/text', { by, why: 'case read' });
      const id = 'appealId' in data ? data.appealId : (data as { noteId: string }).noteId;
      texts.set(id, wasErased(text) ? null : (text as string));
    }
    return texts;
  }

  private async sealed(id: CaseId, text: string) {
    return unsealed<string>(await this.needs.vault.keyFor({ kind: 'case', id }), text);
  }
}
