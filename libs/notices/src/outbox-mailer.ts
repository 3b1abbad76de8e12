import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '@app/kernel';
import type { Mailer, SigningKeys } from './mailer';
import { built } from './message';

export interface OutboxMailerOptions {
  readonly folder: string; // made when absent
  readonly keys: SigningKeys;
  readonly now: () => Instant;
}

/** Where no relay is set: each mail is a file, whole or not there at all, named by when it was written and its id. */
export const outboxMailer = ({ folder, keys, now }: OutboxMailerOptions): Mailer => ({
  async send(mail) {
    const { bytes, to, from } = await built(mail, keys);
    const name = `${new Date(mail.date).toISOString().replaceAll(':', '-')}_${mail.id}.eml`;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await written(join(folder, name), bytes);
      await synced(folder);
    } catch (error) {
      return { outcome: 'temporary', detail: `${name} could not be written: ${(error as Error).message}` };
    }
    return {
      outcome: 'accepted',
      at: now(),
      detail: `written as ${name}, from <${from}> to <${to}>`.slice(0, 300),
    };
  },
  close: () => Promise.resolve(),
});

/** The same mail again takes the place of itself. */
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

const synced = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
};
