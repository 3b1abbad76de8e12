import { createHash } from 'node:crypto';
import {
  FreeSpace,
  ImapSource,
  type ImapAccount,
  type Log,
  type Submission,
  type Submit,
} from '@app/channels';
import { Instant, seconds, type ReportId } from '@app/kernel';
import { FakeClock } from '@app/testing';

/** Where messages end: a store that knows each by its bytes, as the desk does, and a clock that only the test moves. */
export class Mailroom {
  readonly clock = new FakeClock(Instant('2026-03-03T09:00:00.000Z'));
  /** By the hash of their bytes. */
  readonly kept = new Map<string, Submission>();
  readonly logged: { level: string; message: string; fields: Record<string, unknown> | undefined }[] = [];
  submitted = 0;
  /** How long somebody asked to wait, in ms, each time. */
  readonly waits: number[] = [];
  freeBytes = 1_000_000_000;
  /** Awaited before a message is kept; what it throws, `submit` rejects with. */
  before = (_text: string): Promise<void> | void => undefined;
  /** Awaited once it is kept. */
  after = (): Promise<void> | void => undefined;
  private readonly sources: ImapSource[] = [];

  readonly submit: Submit = async (raw) => {
    this.submitted++;
    await this.before(raw.bytes.toString('latin1'));
    const id = createHash('sha256').update(raw.bytes).digest('hex');
    const duplicate = this.kept.has(id);
    if (!duplicate) this.kept.set(id, raw);
    await this.after();
    return { reportId: id as ReportId, duplicate };
  };

  open(account: ImapAccount, size = 100_000): ImapSource {
    const log: Log = (level, message, fields) => void this.logged.push({ level, message, fields });
    const source = new ImapSource(
      { ...account, size },
      {
        submit: this.submit,
        clock: {
          now: this.clock.now,
          at: (at, wake) => {
            this.waits.push(at - this.clock.now());
            return this.clock.at(at, wake);
          },
        },
        log,
        space: new FreeSpace({
          freeBytes: () => Promise.resolve(this.freeBytes),
          minFree: 1_000,
          now: this.clock.now,
          log,
        }),
      },
    );
    this.sources.push(source);
    return source;
  }

  async close(): Promise<void> {
    for (const source of this.sources) await source.close(seconds(2));
  }

  subjects(): string[] {
    return [...this.kept.values()].map(
      ({ bytes }) => /^Subject: (.*?)\r?$/m.exec(bytes.toString('latin1'))![1]!,
    );
  }

  errors(): string[] {
    return this.logged.filter(({ level }) => level === 'error').map(({ message }) => message);
  }
}
