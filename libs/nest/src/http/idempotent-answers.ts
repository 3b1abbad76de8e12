import { sql, type Duration, type Instant } from '@app/kernel';
import { LostRace, type ReadStore } from '@app/read-store';
import { Problem } from './problem';

interface Row {
  readonly request: string;
  readonly body: string | null;
}

const SWEEP_EVERY = 3_600_000;

/** What was answered to which Idempotency-Key. Holds answers to POSTs, which by contract are ids and counts: no personal
 *  data may stand in one. */
export class IdempotentAnswers {
  /** Those being answered right now, so that a retry that overtakes the first waits for its answer. */
  private readonly running = new Map<
    string,
    { readonly request: string; readonly answer: Promise<unknown> }
  >();
  private sweptAt: number | undefined;

  constructor(
    private readonly tables: ReadStore,
    private readonly now: () => Instant,
    private readonly keepFor: Duration,
  ) {}

  /** `request` is a hash of method, path and body. The first call runs `act`; its retries get the same answer, without.
   *  A call that was refused leaves nothing and is decided anew; one whose process died runs again under the same command
   *  id, which command execution recognises. Rejects with Problem 422 when the key belongs to another request. The answer of
   *  a `secret` call is not kept: a retry is refused. */
  async once(
    commandId: string,
    request: string,
    act: () => Promise<unknown>,
    secret = false,
  ): Promise<unknown> {
    const running = this.running.get(commandId);
    if (running) {
      if (running.request !== request) throw reused();
      return running.answer;
    }
    const answer = this.answer(commandId, request, act, secret);
    this.running.set(commandId, { request, answer });
    try {
      return await answer;
    } finally {
      this.running.delete(commandId);
    }
  }

  private async answer(
    commandId: string,
    request: string,
    act: () => Promise<unknown>,
    secret: boolean,
  ): Promise<unknown> {
    const [row] = await this.tables.all<Row>(
      'select request, body from idempotent_answers where command_id = $1',
      commandId,
    );
    if (row && row.request !== request) throw reused();
    if (row?.body != null) return answered(row.body);
    if (!row) await this.begin(commandId, request);
    try {
      const body = (await act()) ?? null;
      await this.tables.commit([
        sql(
          'update idempotent_answers set body = $2 where command_id = $1',
          commandId,
          secret ? SECRET : JSON.stringify(body),
        ),
      ]);
      return body;
    } catch (error) {
      if (error instanceof Problem && error.getStatus() < 500)
        await this.tables.commit([sql('delete from idempotent_answers where command_id = $1', commandId)]);
      throw error;
    }
  }

  private async begin(commandId: string, request: string): Promise<void> {
    const at = this.now();
    const sweep = this.sweptAt === undefined || at - this.sweptAt > SWEEP_EVERY;
    if (sweep) this.sweptAt = at;
    try {
      await this.tables.commit([
        ...(sweep ? [sql('delete from idempotent_answers where at < $1', at - this.keepFor)] : []),
        {
          ...sql(
            'insert into idempotent_answers(command_id, request, at) values ($1, $2, $3) on conflict do nothing',
            commandId,
            request,
            at,
          ),
          mustChange: 1,
        },
      ]);
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
      // Another instance that shares the tables is at it.
      throw new Problem(
        'in-progress',
        'the first call with this Idempotency-Key is still running: ask again',
        {
          headers: { 'retry-after': '1' },
        },
      );
    }
  }
}

/** Stands for an answer that may not be kept. No JSON. */
const SECRET = 'secret';

const answered = (body: string): unknown => {
  if (body !== SECRET) return JSON.parse(body);
  throw new Problem(
    'refused',
    'this was done, and its answer was shown once: ask for a new one under a new Idempotency-Key',
  );
};

const reused = () =>
  new Problem(
    'key-reused',
    'this Idempotency-Key came before with another path or body: repeat that call exactly, or take a new key',
  );
