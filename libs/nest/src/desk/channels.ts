import { join } from 'node:path';
import { ImapSource, SmtpListener, SqliteBuckets, type FreeSpace, type Log } from '@app/channels';
import { seconds, type Duration } from '@app/kernel';
import type { Clock } from '@app/runtime';
import type { Settings } from '@app/settings';
import type { Health, Logger, Metrics } from '../observability';
import type { Desk } from './desk';

/** Conversations that go on when the desk ends get this long. Together with the rest it stays within ten seconds. */
const DRAIN = seconds(4);

export interface ChannelNeeds {
  readonly settings: Settings;
  readonly desk: Pick<Desk, 'submit' | 'dailySweep'>;
  readonly clock: Clock;
  readonly space: FreeSpace;
  readonly logger: Logger;
  readonly health: Health;
  readonly metrics: Metrics;
}
export interface Channels {
  readonly smtpPort: number | null;
  /** Takes nothing new, and ends what is under way. */
  close(): Promise<void>;
}

/** Every way mail comes in. Rejects when one cannot listen; none is left open then. A mailbox that cannot be reached is no
 *  reason not to start: its server may come back. */
export const openChannels = async (needs: ChannelNeeds): Promise<Channels> => {
  const { settings, desk, clock, space, logger } = needs;
  const { smtp, lmtp } = settings;
  const open: { close(grace: Duration): Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(open.splice(0).map((channel) => channel.close(DRAIN)));
  };
  const with_ = { submit: desk.submit, space, log: logTo(logger) };
  const listening = { ...with_, now: () => clock.now() };
  try {
    let smtpPort: number | null = null;
    if (smtp.enabled) {
      const buckets = new SqliteBuckets(join(settings.dataDir, 'limits.db'));
      const listener = await SmtpListener.start(smtp, { ...listening, buckets });
      open.push(listener);
      smtpPort = listener.port;
    }
    // All mail comes from one server then: how much it brings, and over how many connections, is its operator's to say.
    const unmetered = { tls: undefined, rates: undefined, connectionsPerBlock: smtp.connections };
    if (lmtp.enabled)
      open.push(await SmtpListener.start({ ...smtp, ...lmtp, ...unmetered, protocol: 'lmtp' }, listening));
    const sources = settings.imap.map(
      (account) => new ImapSource({ ...account, size: smtp.size }, { ...with_, clock }),
    );
    open.push(...sources);
    desk.dailySweep.watch(sources);
    observeMailboxes(sources, needs);
    return { smtpPort, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const observeMailboxes = (
  sources: readonly ImapSource[],
  { clock, health, metrics }: Pick<ChannelNeeds, 'clock' | 'health' | 'metrics'>,
): void => {
  if (sources.length === 0) return;
  for (const source of sources)
    health.add(`imap ${source.name}`, () => {
      const detail = source.trouble();
      return detail === undefined ? { state: 'ok' } : { state: 'degraded', detail };
    });
  const gauges = (name: string, help: string, read: (source: ImapSource) => number) =>
    metrics.gauges(
      name,
      help,
      'account',
      () => new Map(sources.map((source) => [source.name, read(source)])),
    );
  gauges('imap_kept', 'Messages of a mailbox that are durable, since the start', ({ counts }) => counts.kept);
  gauges(
    'imap_duplicates',
    'Messages of them that were known, since the start',
    ({ counts }) => counts.duplicates,
  );
  gauges('imap_failed', 'Messages put aside, since the start', ({ counts }) => counts.failed);
  gauges('imap_oldest_seconds', 'How long the oldest message that was not read has waited', (source) => {
    const oldest = source.oldest();
    return oldest === undefined ? 0 : Math.max(0, clock.now() - oldest) / 1000;
  });
};

export const logTo =
  (logger: Logger): Log =>
  (level, message, fields) =>
    logger[level](fields ?? {}, message);
