import { AppendTooLarge } from './errors';
import { MAX_APPEND_BYTES, MAX_APPEND_EVENTS, type Draft } from './port';

/** An event in the form in which it crosses to where it is stored. */
export interface SerialisedDraft {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly data: string; // JSON
  readonly meta: string; // JSON
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What every adapter does first with an append, so that none takes what another refuses. Throws AppendTooLarge; TypeError
 *  for what cannot be stored at all: no event, no name, an id that is no lower-case UUID, data that is no JSON. */
export const serialised = (
  stream: string,
  drafts: readonly Draft[],
): { drafts: SerialisedDraft[]; bytes: number } => {
  if (!stream) throw new TypeError('a stream needs a name, and this one is empty');
  if (drafts.length === 0)
    throw new TypeError(`${stream}: an append of no events; do not call it for nothing`);
  if (drafts.length > MAX_APPEND_EVENTS)
    throw new AppendTooLarge(stream, `${drafts.length} events`, `${MAX_APPEND_EVENTS}`);
  let bytes = 0;
  const made = drafts.map(({ id, type, version, data, meta }) => {
    if (!UUID.test(id))
      throw new TypeError(`${stream}: "${id}" is no UUID in lower case, and an event's id must be`);
    if (!type) throw new TypeError(`${stream}: event ${id} has no type`);
    const one = { id, type, version, data: JSON.stringify(data), meta: JSON.stringify(meta) };
    bytes += Buffer.byteLength(one.data) + Buffer.byteLength(one.meta);
    return one;
  });
  if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(stream, `${bytes} bytes`, `${MAX_APPEND_BYTES}`);
  return { drafts: made, bytes };
};
