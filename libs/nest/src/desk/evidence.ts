import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  evidenceEvents,
  questionnaire,
  scoreOf,
  streamOfEvidence,
  type EvidenceEvent,
  type EvidenceFile,
  type GiveEvidence,
  type GivenBy,
  type Questionnaire,
  type Score,
  type StoredQuestionnaire,
} from '@app/consent';
import type { KnownCase } from '@app/enforcement';
import {
  uuidv5,
  type EventStore,
  type Execute,
  type Meta,
  type Outcome,
  type Recorded,
} from '@app/event-store';
import { unsealed, type CaseId, type Instant, type ReportId } from '@app/kernel';
import { wasErased, type RawStore, type Reader, type Subject, type Vault } from '@app/privacy';
import type { Accounts } from './accounts';
import type { States } from './aggregates';
import type { HandedIn } from './evidence-files';
import { typeOf } from './evidence-files';

interface Needs {
  readonly events: EventStore;
  readonly vault: Vault;
  readonly files: RawStore;
  readonly states: States;
  readonly accounts: Accounts;
  readonly now: () => Instant;
  readonly give: Execute<GiveEvidence, EvidenceEvent>;
}

export interface Handed {
  readonly questionnaire: Questionnaire;
  /** Complaints of the case that it is about; none: all of them. */
  readonly complaintIds: readonly string[];
  readonly files: readonly HandedIn[];
  readonly by: GivenBy;
  readonly receivedAt: Instant;
}

/** Evidence as it was handed in, without its personal data. */
export type EvidenceLine = EvidenceEvent['data'];

/** Evidence with what was sealed; null where the person was erased since. */
export interface OpenedEvidence {
  readonly line: EvidenceLine;
  readonly questionnaire: Questionnaire | null;
  /** In the order of its files. */
  readonly fileNames: readonly (string | null)[];
}

/** What customers hand in to show consent: scored, sealed and kept. */
export class Evidence {
  constructor(private readonly needs: Needs) {}

  /** Durable when it resolves, its files first. `files` were looked through: see fileProblems. The same `meta.commandId`
   *  again hands in nothing more. */
  async give(
    of: KnownCase,
    handed: Handed,
    meta: Meta,
  ): Promise<Outcome<EvidenceEvent> & { evidenceId: string; score: Score }> {
    const { vault, give, now } = this.needs;
    const { receivedAt, by } = handed;
    const complaintIds = [...new Set(handed.complaintIds)];
    const evidenceId = uuidv5(meta.commandId, 'evidence');
    const about = await this.about(of, complaintIds);
    const keyId = await vault.keyFor({ kind: 'report', id: evidenceId });
    await this.fileUnder(keyId, about.subjects);
    const files = await Promise.all(
      handed.files.map((file, n) =>
        this.keep(uuidv5(evidenceId, String(n)), file, keyId, receivedAt, about.subjects),
      ),
    );
    const score = scoreOf(handed.questionnaire, { receivedAt, ...about.facts });
    const stored = z.encode(questionnaire, handed.questionnaire);
    const outcome = await give(
      {
        type: 'GiveEvidence',
        caseId: of.caseId,
        accountId: of.accountId,
        at: now(),
        evidenceId,
        receivedAt,
        by,
        complaintIds,
        questionnaire: unsealed<StoredQuestionnaire>(keyId, stored),
        ...score,
        files,
      },
      meta,
    );
    return { ...outcome, evidenceId, score };
  }

  /** In the order in which it was received. */
  async of(caseId: CaseId): Promise<EvidenceLine[]> {
    const lines: EvidenceLine[] = [];
    for await (const recorded of this.needs.events.read(streamOfEvidence({ caseId })))
      lines.push(evidenceEvents.decode(recorded).data);
    return lines;
  }

  /** Each opening is audited. */
  async opened(caseId: CaseId, reader: Reader): Promise<OpenedEvidence[]> {
    const all: OpenedEvidence[] = [];
    for await (const recorded of this.needs.events.read(streamOfEvidence({ caseId }))) {
      const line = evidenceEvents.decode(recorded).data;
      const given = await this.open<StoredQuestionnaire>(recorded, '/questionnaire', reader);
      const fileNames = await Promise.all(
        line.files.map((_, n) => this.open<string>(recorded, `/files/${n}/name`, reader)),
      );
      all.push({ line, questionnaire: given && z.decode(questionnaire, given), fileNames });
    }
    return all;
  }

  /** The bytes of a file as they came; null: erased, or gone at the end of its retention. The caller has it audited. */
  async bytesOf({ fileId, segment }: EvidenceFile): Promise<Buffer | null> {
    const found = await this.needs.files.get(segment, fileId as unknown as ReportId);
    return Buffer.isBuffer(found) ? found : null;
  }

  private async open<T>(recorded: Recorded, path: string, reader: Reader): Promise<T | null> {
    const found = await this.needs.vault.openEvent(recorded, path, reader);
    return wasErased(found) ? null : (found as T);
  }

  private async keep(
    fileId: string,
    { name, bytes }: HandedIn,
    keyId: string,
    at: Instant,
    subjects: readonly Subject[],
  ): Promise<EvidenceFile> {
    const type = typeOf(bytes);
    if (!type) throw new TypeError(`file ${fileId} is of no type that is taken: ask fileProblems first`);
    const kept = await this.needs.files.put(fileId as unknown as ReportId, bytes, at);
    await this.fileUnder(kept.keyId, subjects);
    return {
      fileId,
      name: unsealed<string>(keyId, name.slice(0, 255)),
      type,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      segment: kept.segment,
    };
  }

  /** So that whoever of them is erased takes it along. At once, for a case may have hundreds. */
  private async fileUnder(keyId: string, subjects: readonly Subject[]): Promise<void> {
    await Promise.all(subjects.map((subject) => this.needs.vault.fileUnder(keyId, subject)));
  }

  /** Whose data it is, and what the desk knows of the mail that it is about. */
  private async about(of: KnownCase, complaintIds: readonly string[]) {
    const { states, accounts } = this.needs;
    const subjects: Subject[] = [{ kind: 'case', id: of.caseId }];
    let sentAt: Instant | null = null;
    for (const id of complaintIds.length > 0
      ? complaintIds
      : of.complaints.map(({ complaintId }) => complaintId)) {
      const { state } = await states.complaint(id);
      if (state.status === 'none') continue;
      if (state.recipientKey !== null) subjects.push({ kind: 'recipient', id: state.recipientKey });
      if (sentAt === null || state.sent.at < sentAt) sentAt = state.sent.at; // consent had to be there before the first
    }
    const profile = await accounts.find(of.accountId);
    return { subjects, facts: { sentAt, firstSentAt: null, domains: profile?.domains ?? [] } };
  }
}
