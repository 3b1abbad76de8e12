import { ReportRefused, type Submission, type Submit } from '@app/channels';
import { unsealed, type Instant, type Json } from '@app/kernel';
import type { RawStore, Vault } from '@app/privacy';
import type { ReportEnvelope } from '@app/reports';
import { commandId, rootMeta } from './command-id';
import type { Aggregates } from './aggregates';

/** Where every channel ends: the raw report first, then the event that names it, and only then "accepted". A crash in
 *  between leaves a blob that no event names; `resubmitOrphans` brings it in. */
export const intake =
  (raw: RawStore, vault: Vault, { report }: Pick<Aggregates, 'report'>): Submit =>
  async ({ bytes, channel, receivedAt: at, envelope, archive = false, suppress = false }) => {
    const reportId = vault.identity.reportIdOf(bytes);
    const about: Json = { channel, at, envelope, archive, suppress };
    const { segment, keyId } = await raw.put(reportId, bytes, at, about);
    const { mailFrom, rcptTo, remoteAddress, helo, posted } = envelope;
    const kept: ReportEnvelope = {
      mailFrom,
      rcptTo: rcptTo.slice(0, 100),
      clientIp: remoteAddress,
      helo,
      posted,
    };
    const outcome = await report(
      {
        type: 'ReceiveReport',
        reportId,
        at,
        intake: channel,
        size: bytes.length,
        raw: { segment, keyId },
        envelope: unsealed(keyId, kept),
        archive,
        suppress,
      },
      // A command of its own at every delivery: of two at once one is decided, and the other is told that it is no news.
      rootMeta(commandId()),
    );
    if (!outcome.ok) throw new ReportRefused(`report ${reportId} was refused: ${outcome.rejection.rejected}`);
    return { reportId, duplicate: outcome.events.length === 0 };
  };

/** Blobs that were durable when the desk died, and their events were not: submitted again, as they came. */
export const resubmitOrphans = async (
  raw: RawStore,
  submit: Submit,
  known: Parameters<RawStore['orphans']>[1],
  olderThan: Instant,
): Promise<number> => {
  let found = 0;
  for await (const { bytes, about } of raw.orphans(olderThan, known)) {
    const { channel, at, envelope, archive, suppress } = about as unknown as Omit<
      Submission,
      'bytes' | 'receivedAt'
    > & {
      at: Instant;
    };
    await submit({ bytes, channel, receivedAt: at, envelope, archive, suppress });
    found++;
  }
  return found;
};
