import { join } from 'node:path';
import { freeBytesOf, FreeSpace } from '@app/channels';
import type { Instant } from '@app/kernel';
import { outboxMailer, relayMailer, type Mailer } from '@app/notices';
import type { Keyring } from '@app/privacy';
import { simulatedPlatform, webhookPlatform, type SendingPlatform } from '@app/platform';
import { systemClock, type Clock } from '@app/runtime';
import { loadSettings, type Settings } from '@app/settings';
import { bringFaceTablesUp, KeyStore } from '../access';
import { AuditTrail } from '../audit';
import { audited, DataDirLock, OperationsServer, type Operations } from '../cli-socket';
import { createHttpApp, drainHttpApp } from '../http';
import { createLogger, Health, Metrics, type Logger } from '../observability';
import { logTo, openChannels } from './channels';
import { Desk, type DeskKeys } from './desk';
import type { FetchText } from './sns';
import { DeskModule } from './desk.module';
import { commandId } from './command-id';
import { observe } from './observe';
import { operationsOn } from './operations';
import { openStores, type Stores } from './stores';

export interface OpenOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** How the certificates of SNS are fetched; over the network, unless told. */
  readonly fetchText?: FetchText;
  /** Of the disk of the data directory; asked of the disk itself unless told otherwise. */
  readonly freeBytes?: () => Promise<number>;
}
export interface OpenedDesk {
  readonly url: string;
  readonly smtpPort: number | null;
  /** Made on this start, to be shown once. */
  readonly firstAdminKey: string | undefined;
  readonly logger: Logger;
  /** Until everything that can happen at this instant has happened. */
  settled(): Promise<void>;
  /** Takes nothing new, finishes what is under way, closes the stores. */
  close(): Promise<void>;
}

/** The whole desk in this process: its stores, channels, consumers and face. Rejects with what is wrong with the settings,
 *  and when another process owns the data directory; nothing is left open then. */
export const openDesk = async ({
  env,
  clock = systemClock,
  logger: given,
  fetchText,
  freeBytes,
}: OpenOptions): Promise<OpenedDesk> => {
  const settings = loadSettings({ environment: env, workingDir: process.cwd() });
  const now = () => clock.now();
  const logger = given ?? createLogger({ level: settings.logLevel, now });
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const lock = DataDirLock.acquire(settings.dataDir, 'desk', now());
    closing.push(() => lock.release());
    const stores = await openStores(settings, now, logger);
    closing.push(() => stores.close());
    // Kept where logs are kept: rows cut off the audit while the desk was down show only against it.
    logger.info({ audit: stores.audit.head }, 'the audit ends here');
    const platform = await platformOf(settings, now);
    closing.push(() => platform.close());
    const keys = await keysOf(stores);
    const mailer = mailerOf(settings, keys.notice, now);
    closing.push(() => mailer.close());
    const { host, port } = settings.http;
    if (settings.mail.relay !== undefined && settings.http.publicUrl === undefined)
      logger.warn(
        { http: settings.http },
        'notices go out by mail.relay, and link to where only this machine may reach the answer page: set http.publicUrl',
      );
    const address = { url: port === 0 ? undefined : `http://${host}:${port}` }; // of port 0 it is known once it listens
    const publicUrl = () => {
      const url = settings.http.publicUrl ?? address.url;
      if (url === undefined) throw new Error('the address of the answer page is not known yet');
      return url;
    };
    const desk = new Desk({
      settings,
      clock,
      logger,
      stores,
      platform,
      mailer,
      keys,
      publicUrl,
      ...(fetchText && { fetchText }),
    });
    const space = new FreeSpace({
      freeBytes: freeBytes ?? freeBytesOf(settings.dataDir),
      minFree: settings.limits.freeDisk,
      now,
      log: logTo(logger),
    });
    const { tables, audit } = stores;
    const app = await createHttpApp(
      DeskModule.of(desk, { settings, now, tables, audit, space, logger }),
      settings,
      logger,
    );
    closing.push(() => drainHttpApp(app));
    await app.init();
    const apiKeys = app.get(KeyStore);
    const firstAdminKey = await apiKeys.firstAdminKey();
    const health = app.get(Health);
    const metrics = app.get(Metrics);
    observe(desk, space, health, metrics);

    const trail = app.get(AuditTrail);
    const operations = await OperationsServer.listen(
      settings.dataDir,
      audited(operationsOn(desk, apiKeys), (operation, ids) => trail.operated(commandId(), operation, ids)),
      logger,
    );
    closing.push(() => operations.close());
    await desk.start(); // before anybody is let in: views are there to be read from here on
    closing.push(() => desk.stop());
    await app.listen(port, host);
    address.url = await app.getUrl();
    const channels = await openChannels({ settings, desk, clock, space, logger, health, metrics });
    closing.push(() => channels.close());
    return {
      url: address.url,
      smtpPort: channels.smtpPort,
      firstAdminKey,
      logger,
      settled: () => desk.settled(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

/** The same desk for an operator in whose hands it lies still: it owns the data directory and answers, and nothing it
 *  holds moves. What is imported is worked through when it runs again. */
export const openIdleDesk = async (settings: Settings, clock: Clock = systemClock): Promise<IdleDesk> => {
  const now = () => clock.now();
  const logger = createLogger({ level: 'fatal', now });
  const lock = DataDirLock.acquire(settings.dataDir, 'cli', now());
  try {
    const stores = await openStores(settings, now, logger);
    await bringFaceTablesUp(stores.tables);
    const keys = await keysOf(stores);
    const unused = () => Promise.reject(new Error('this desk is idle: nothing goes out of it'));
    const desk = new Desk({
      settings,
      clock,
      logger,
      stores,
      keys,
      platform: { order: unused, close: () => Promise.resolve() },
      mailer: { send: unused, close: () => Promise.resolve() },
      publicUrl: () => '',
    });
    await desk.runtime.open();
    const trail = new AuditTrail(stores.audit, now);
    return {
      operations: audited(operationsOn(desk, new KeyStore(stores.tables, now)), (operation, ids) =>
        trail.operated(commandId(), operation, ids),
      ),
      close: async () => {
        await desk.stop();
        await stores.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
};

export interface IdleDesk {
  readonly operations: Operations;
  close(): Promise<void>;
}

const keysOf = async ({ vault }: Stores): Promise<DeskKeys> => ({
  trace: await vault.keyring('trace'),
  answer: await vault.keyring('answer'),
  notice: await vault.keyring('notice'),
});

/** Through the relay, or, where none is set, into files that a person can read. */
const mailerOf = (settings: Settings, keys: Keyring, now: () => Instant): Mailer => {
  const { relay, timeout } = settings.mail;
  return relay === undefined
    ? outboxMailer({ folder: join(settings.dataDir, 'outbox'), keys, now })
    : relayMailer({ url: relay, timeout, keys, now });
};

const platformOf = async (settings: Settings, now: () => Instant): Promise<SendingPlatform> => {
  const { kind, url, secret, timeout } = settings.platform;
  return kind === 'webhook'
    ? webhookPlatform({ url: url!, secret: secret!, timeout, now })
    : simulatedPlatform({
        entry: join(__dirname, '../../../../apps/simulated-platform/src/main.js'),
        seed: 1,
        timeout,
        now,
      });
};
