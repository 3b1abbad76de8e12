import { constants } from 'node:fs';
import { access, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '@app/kernel';
import type { Mailer, OutgoingMail, SigningKeys } from './mailer';
import { built, UnusableAddress, type BuiltMail } from './message';

export interface OutboxMailerOptions {
  /** Made when absent. */
  readonly folder: string;
  readonly keys: SigningKeys;
  readonly now: () => Instant;
}

/** Where no relay is set: each mail is a file `<id>.eml`, whole or not there at all, durable when it is accepted. A mail that is
 *  sent again keeps the file of the first time: that is what a reader may have seen. */
export const outboxMailer = ({ folder, keys, now }: OutboxMailerOptions): Mailer => ({
  async send(mail: OutgoingMail) {
    const name = `${mail.id}.eml`;
    try {
      const message = await built(mail, keys);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (!(await exists(join(folder, name)))) await written(join(folder, name), asDelivered(message));
      await synced(folder);
      return { outcome: 'accepted', at: now(), detail: `written as ${name}` };
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof UnusableAddress) return { outcome: 'permanent', detail: message };
      return { outcome: 'temporary', detail: `${name} could not be written: ${message}`.slice(0, 300) };
    }
  },
  close: () => Promise.resolve(),
});

/** With the envelope on top, as a mailbox would have it (RFC 5321 section 4.4). */
const asDelivered = ({ bytes, from, to }: BuiltMail): Buffer =>
  Buffer.concat([Buffer.from(`Return-Path: <${from}>\r\nX-Envelope-To: <${to}>\r\n`), bytes]);

const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );

const written = async (path: string, bytes: Buffer): Promise<void> => {
  const file = await open(`${path}.tmp`, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.tmp`, path);
};

/** The name in the folder is durable only once the folder is. */
const synced = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
