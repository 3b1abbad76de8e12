import type { EventStore } from '@app/event-store';
import type { Instant, ReportId } from '@app/kernel';
import { wasErased, type RawStore, type Vault } from '@app/privacy';
import { ask, type ReadStore } from '@app/read-store';
import { reportEvents, type ReportEvent } from '@app/reports';
import { complaintsOfReport, type ListedComplaint } from '@app/views';
import { rfc3339 } from '../http/json-time';

type Received = Extract<ReportEvent, { type: 'ReportReceived' }>['data'];
type Examined = Extract<ReportEvent, { type: 'ReportExamined' }>;

/** One report as it may be shown to whoever may read it. */
export interface ReportDescription {
  readonly id: ReportId;
  readonly state: 'received' | 'waiting' | 'examined';
  readonly receivedAt: Instant;
  readonly examinedAt?: Instant;
  readonly intake: string;
  readonly size: number;
  readonly archive: boolean;
  readonly [examined: string]: unknown;
}

/** Reads one report where it is kept: its own stream, the raw segment, and the keys that open both. */
export class ReportReader {
  constructor(
    private readonly events: EventStore,
    private readonly tables: ReadStore,
    private readonly raw: RawStore,
    private readonly vault: Vault,
  ) {}

  /** undefined: no such report. Opens what it says of persons, which is audited as `by`. */
  async describe(id: ReportId, by: string): Promise<ReportDescription | undefined> {
    let told: ReportDescription | undefined;
    for await (const recorded of this.events.read(`report-${id}`)) {
      const event = reportEvents.decode(recorded);
      if (event.type === 'ReportReceived') {
        const { at, intake, size, archive } = event.data;
        told = { id, state: 'received', receivedAt: at, intake, size, archive };
      } else if (event.type === 'ExaminationDeferred') {
        told = { ...told!, state: 'waiting', waitingFor: event.data.because };
      } else if (event.type === 'ReportHandled') {
        const { at, by, reason } = event.data;
        told = {
          ...told!,
          handled: { at: rfc3339(at), by: by.kind === 'person' ? by.keyId : by.rule, reason },
        };
      } else {
        const fields = await this.vault.openEvent(recorded, '/fields', { by, why: 'report read' });
        // At the top, by the names that `cli parse` prints; `complaints` are those it made, not how many.
        told = {
          ...(wasErased(fields) ? { erased: true } : (fields as object)),
          ...told!,
          ...examined(event.data),
        };
      }
    }
    return told;
  }

  async original(id: ReportId): Promise<Buffer | 'erased' | undefined> {
    const received = await this.received(id);
    if (!received) return undefined;
    const bytes = await this.raw.get(received.raw.segment, id);
    return Buffer.isBuffer(bytes) ? bytes : 'erased'; // its person was, or its time is over
  }

  /** The first event of its stream. */
  async received(id: ReportId): Promise<Received | undefined> {
    for await (const recorded of this.events.read(`report-${id}`)) {
      const event = reportEvents.decode(recorded);
      return event.type === 'ReportReceived' ? event.data : undefined;
    }
    return undefined;
  }

  complaintsOf(id: ReportId): Promise<ListedComplaint[]> {
    return ask(this.tables, complaintsOfReport(id));
  }
}

const examined = ({ reportId: _, at, fields: __, complaints, ...facts }: Examined['data']) => ({
  state: 'examined' as const,
  examinedAt: at,
  ...facts,
  complaintCount: complaints,
});
