import { sql, type Statement } from '@app/kernel';
import type { EventStore, Recorded } from '@app/event-store';
import type { ReadStore } from '@app/read-store';
import type { Source } from './instance';

/** What a parked instance has yet to see: places in the log, no copies. */
export interface Behind {
  readonly seq: number;
  readonly stream: string;
  readonly revision: number;
}

export const add = (process: string, instance: string, { stream, revision }: Recorded): Statement =>
  sql(
    'insert into backlog(process, instance, stream, revision) values ($1, $2, $3, $4)',
    process,
    instance,
    stream,
    revision,
  );
export const seen = ({ seq }: Behind): Statement => sql('delete from backlog where seq = $1', seq);

export const page = (
  tables: ReadStore,
  process: string,
  instance: string,
  limit: number,
): Promise<Behind[]> =>
  tables.all(
    'select seq, stream, revision from backlog where process = $1 and instance = $2 order by seq limit $3',
    process,
    instance,
    limit,
  );

export const recall = async (
  events: EventStore,
  { stream, revision }: Pick<Behind, 'stream' | 'revision'>,
): Promise<Recorded> => {
  for await (const recorded of events.read(stream, revision - 1)) return recorded;
  throw new Error(`${stream} has no event ${revision}, which a process has yet to see: the log has lost it`);
};

/** Takes away the very stimulus at which an instance stands parked; asked twice, the second loses the race. */
export const skip = (process: string, instance: string, source: Source): Statement => ({
  ...(source.kind === 'event'
    ? sql(
        'delete from backlog where process = $1 and instance = $2 and stream = $3 and revision = $4',
        process,
        instance,
        source.stream,
        source.revision,
      )
    : sql(
        'delete from deadlines where process = $1 and instance = $2 and name = $3 and version = $4',
        process,
        instance,
        source.name,
        source.version,
      )),
  mustChange: 1,
});
