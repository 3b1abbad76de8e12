import { readFileSync } from 'node:fs';
import { ImapFlow, type ImapFlowError } from 'imapflow';
import { minutes, seconds } from '@app/kernel';
import type { CompleteAccount } from './account';

const IDLE_AT_MOST = minutes(4); // below the five minutes after which many a firewall forgets a connection
const CONNECT = seconds(30);

/** A connection that is not open yet: `connect()` opens it, `close()` ends it whatever it is at. Throws when the password
 *  or certificate file cannot be read. */
export const connectionTo = (account: CompleteAccount, maxMessage: number): ImapFlow => {
  const { host, port, tls, caFile, user, password, passwordFile } = account;
  const client = new ImapFlow({
    host,
    port,
    secure: tls === 'implicit',
    ...(tls !== 'implicit' && { doSTARTTLS: tls === 'starttls' }),
    tls: caFile === undefined ? {} : { ca: readFileSync(caFile) },
    auth: { user, pass: password ?? readFileSync(passwordFile!, 'utf8').replace(/\r?\n$/, '') },
    logger: false,
    disableAutoIdle: true, // the reader knows when there is nothing to do
    maxIdleTime: IDLE_AT_MOST,
    connectionTimeout: CONNECT,
    maxLiteralSize: maxMessage + 1024,
    maxLineLength: 16 * 1024 ** 2, // the answer to SEARCH is one line: two million messages
    maxResponseSize: maxMessage + 16 * 1024 ** 2,
  });
  client.on('error', () => undefined); // told by whatever was under way, and by `close`
  return client;
};

/** Makes a folder unless it is there. Rejects when the server does not let us. */
export const ensureFolder = async (client: ImapFlow, path: string): Promise<void> => {
  const there = await client.status(path, { messages: true }).catch((error: ImapFlowError) => {
    if (error.code === 'NotFound') return false;
    throw error;
  });
  if (!there) await client.mailboxCreate(path);
};

/** The server refuses the user or the password: to try again soon would only lock the account. */
export const refusesLogin = (error: unknown): boolean =>
  (error as ImapFlowError).authenticationFailed === true;

/** What went wrong, for whoever runs the desk. Names no user: what the server says might. */
export const inWords = (error: unknown): string => {
  const { code, message, mailboxMissing, serverResponseCode, responseStatus, command } =
    error as ImapFlowError;
  if (refusesLogin(error)) return 'the server refuses the user or the password';
  if (mailboxMissing) return 'the server has no such mailbox';
  if (responseStatus !== undefined)
    return `the server answered ${[responseStatus, serverResponseCode].filter(Boolean).join(' ')}${command ? ` to ${command}` : ''}`;
  if (code === 'EConnectionClosed' || code === 'NoConnection') return 'the connection was lost';
  return code !== undefined && !message.includes(code) ? `${message} (${code})` : message;
};
