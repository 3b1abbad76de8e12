import type { ImapFlow } from 'imapflow';
import type { Instant } from '@app/kernel';
import type { FreeSpace } from '../limits/free-space';
import type { Log } from '../log';
import type { Submit } from '../submit';
import type { CompleteAccount } from './account';
import { batchesOf, type Listed } from './batches';
import { deliveryEnvelope } from './delivery-fields';
import { uidSet } from './uid-set';

/** Since the start. `kept` are durable here, `duplicates` of them were so before; `failed` went to the folder of those. */
export interface ImapCounts {
  kept: number;
  duplicates: number;
  failed: number;
}

export interface RoundNeeds {
  readonly account: CompleteAccount;
  readonly mailbox: string;
  /** Bytes of a message. */
  readonly size: number;
  readonly submit: Submit;
  readonly now: () => Instant;
  readonly space: FreeSpace;
  readonly log: Log;
  readonly counts: ImapCounts;
  /** Told since when the oldest message that is still there has lain there; undefined: there is none. */
  readonly oldest: (since: Instant | undefined) => void;
  readonly stopping: () => boolean;
}

/** Where a message goes from here; `stays`: the same may succeed later. */
type Fate = { readonly uid: number } & (
  | { readonly goes: 'processed' }
  | { readonly goes: 'failed'; readonly why: string }
  | { readonly goes: 'stays'; readonly why: string; readonly store: boolean }
);
const LISTED = 1_000; // messages whose sizes are asked for at once

/** Everything in the mailbox that the client has open, once through, oldest first: fetched in batches, submitted, and
 *  moved away once it is durable. What lies in the mailbox is what was not processed, so no position is kept: a crash
 *  before the move brings the same bytes again, which the desk knows. Resolves with why messages stay, if any do; rejects
 *  when the connection or the server fails. No submission is under way any more then. */
export const readThrough = async (client: ImapFlow, needs: RoundNeeds): Promise<string | undefined> => {
  const under: Promise<Fate>[][] = []; // batches that are being kept, of which the oldest is moved first
  let stays: string | undefined;
  let goOn = true;
  const settleOldest = async () => {
    const fates = await Promise.all(under[0]!);
    await moveAway(client, fates, needs);
    void under.shift();
    for (const fate of fates) {
      if (fate.goes !== 'stays') continue;
      stays ??= fate.why;
      if (fate.store) goOn = false; // the next message would fare no better
    }
  };
  try {
    for await (const batch of batchesIn(client, needs)) {
      if (needs.stopping()) break;
      needs.oldest(batch[0]!.since);
      if (!(await needs.space.hasRoomFor(weight(batch)))) {
        stays ??= 'the disk is nearly full';
        break;
      }
      // The next is fetched while one waits for the disk, so that neither the line nor the disk stands idle.
      under.push(await taken(client, batch, needs));
      if (under.length > 1) await settleOldest();
      if (!goOn) break;
    }
    while (under.length > 0) await settleOldest();
  } finally {
    await Promise.all(under.flat());
  }
  if (stays === undefined && !needs.stopping()) needs.oldest(undefined);
  return stays;
};

async function* batchesIn(client: ImapFlow, { account }: RoundNeeds): AsyncIterable<Present[]> {
  const uids = await present(client);
  for (let from = 0; from < uids.length; from += LISTED) {
    const listed = await sizesOf(client, uids.slice(from, from + LISTED));
    yield* batchesOf(listed, { count: account.batch, bytes: account.batchBytes });
  }
}

const weight = (batch: readonly Listed[]): number => batch.reduce((sum, { size }) => sum + size, 0);

/** UIDs, ascending. Those somebody marked as deleted are not ours any more: a server without MOVE leaves them so when the
 *  connection breaks after the copy. */
const present = async (client: ImapFlow): Promise<number[]> => {
  const uids = await client.search({ deleted: false }, { uid: true });
  if (!uids) throw failure(client, 'the server does not list the messages');
  return uids.sort((a, b) => a - b);
};

interface Present extends Listed {
  readonly since: Instant | undefined; // when the server took it
}
const sizesOf = async (client: ImapFlow, uids: readonly number[]): Promise<Present[]> => {
  const found = await client.fetchAll(
    uidSet(uids),
    { uid: true, size: true, internalDate: true },
    { uid: true },
  );
  return found
    .map(({ uid, size = 0, internalDate }) => ({ uid, size, since: instantOf(internalDate) }))
    .sort((a, b) => a.uid - b.uid);
};
const instantOf = (date: Date | string | undefined): Instant | undefined => {
  const at = date === undefined ? NaN : new Date(date).getTime();
  return Number.isNaN(at) ? undefined : (at as Instant);
};

/** Fetches a batch and submits each message as it comes. Resolves once all were fetched; what becomes of each is known
 *  later. */
const taken = async (
  client: ImapFlow,
  batch: readonly Listed[],
  needs: RoundNeeds,
): Promise<Promise<Fate>[]> => {
  const { size: limit } = needs;
  const fates: Promise<Fate>[] = [];
  const add = (fate: Fate) => void fates.push(Promise.resolve(fate));
  for (const { uid, size } of batch) if (size > limit) add(tooBig(uid, limit));
  const wanted = batch.filter(({ size }) => size <= limit).map(({ uid }) => uid);
  if (wanted.length === 0) return fates;
  // One byte over the limit is enough to see that a server said less than there is.
  const query = { uid: true, source: { maxLength: limit + 1 } };
  try {
    for await (const { uid, source } of client.fetch(uidSet(wanted), query, { uid: true })) {
      if (source === undefined)
        add({ uid, goes: 'stays', why: 'the server does not give a message', store: false });
      else if (source.length > limit) add(tooBig(uid, limit));
      else fates.push(kept(uid, source, needs));
    }
    return fates;
  } catch (error) {
    await Promise.all(fates);
    throw error;
  }
};

const tooBig = (uid: number, limit: number): Fate => ({
  uid,
  goes: 'failed',
  why: `it exceeds the limit of ${limit} bytes`,
});

/** Never rejects. */
const kept = async (uid: number, bytes: Buffer, needs: RoundNeeds): Promise<Fate> => {
  const { submit, now, counts, log } = needs;
  const envelope = deliveryEnvelope(bytes);
  try {
    const { duplicate } = await submit({ bytes, channel: 'imap', receivedAt: now(), envelope });
    counts.kept++;
    if (duplicate) counts.duplicates++;
    return { uid, goes: 'processed' };
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ReportRefused') return { uid, goes: 'failed', why: message };
    const store = name === 'StoreBusy' || name === 'StoreFull';
    if (!store)
      log('error', 'a message was not kept; it stays where it is', { ...placeOf(needs), uid, err: error });
    return { uid, goes: 'stays', why: store ? message : 'a message could not be kept', store };
  }
};

/** In one command for each folder. What the server does not move is submitted again in the next round. */
const moveAway = async (client: ImapFlow, fates: readonly Fate[], needs: RoundNeeds): Promise<void> => {
  const { account, counts, log } = needs;
  for (const goes of ['processed', 'failed'] as const) {
    const uids = fates.filter((fate) => fate.goes === goes).map(({ uid }) => uid);
    if (uids.length === 0) continue;
    const set = uidSet(uids.sort((a, b) => a - b));
    if (!(await client.messageMove(set, account[goes], { uid: true })))
      throw failure(client, `the server does not move messages to ${account[goes]}`);
  }
  for (const fate of fates) {
    if (fate.goes !== 'failed') continue;
    counts.failed++;
    const { uid, why } = fate;
    log('error', 'a message cannot be taken; it was put aside', {
      ...placeOf(needs),
      uid,
      folder: account.failed,
      why,
    });
  }
};

/** imapflow answers `false` for what the server refuses, and for a connection that broke meanwhile. */
const failure = (client: ImapFlow, refused: string): Error =>
  new Error(client.usable ? refused : 'the connection was lost');

const placeOf = ({ account, mailbox }: RoundNeeds) => ({ account: account.name, mailbox });
