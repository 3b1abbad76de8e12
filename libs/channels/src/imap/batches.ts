/** A message as the server lists it. */
export interface Listed {
  readonly uid: number;
  readonly size: number; // bytes, as the server says
}

/** Messages in their order, in batches of at most `count` messages and `bytes` bytes; a single one may have more. */
export function* batchesOf<M extends Listed>(
  messages: Iterable<M>,
  { count, bytes }: { readonly count: number; readonly bytes: number },
): Iterable<M[]> {
  let batch: M[] = [];
  let weight = 0;
  for (const message of messages) {
    if (batch.length > 0 && (batch.length === count || weight + message.size > bytes)) {
      yield batch;
      batch = [];
      weight = 0;
    }
    batch.push(message);
    weight += message.size;
  }
  if (batch.length > 0) yield batch;
}
