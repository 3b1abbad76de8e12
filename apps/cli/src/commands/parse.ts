import { resolve } from 'node:path';
import { DEFAULT_BUDGET } from '@app/examination';
import { WrongUsage, type Command } from '../command';
import { readMessage, Unopened } from '../read-message';
import { harmless, jsonLine } from '../table';

/** As much of a message as is looked at. */
const LIMIT = DEFAULT_BUDGET.bytes;

export const parse: Command = {
  usage: 'FILE…',
  summary: 'examine files without a desk; one JSON object a line',
  help: `Each FILE is one message as received (.eml); /dev/stdin reads what is piped in. What cannot be read as a report is a
result too ("kind": "unreadable"). Of a file beyond 32 MiB the beginning is read, and that is said. Nothing is stored, sent or
looked up. Exit 1 when a file could not be opened.`,
  async run(files, _values, { out, err, workingDir, describe }) {
    if (files.length === 0) throw new WrongUsage('FILE is missing');
    let unopened = 0;
    for (const file of files)
      try {
        const raw = await readMessage(resolve(workingDir, file), LIMIT);
        if (raw.length > LIMIT)
          err(`${harmless(file)} is more than a message: its first ${LIMIT} bytes are read; import takes mbox files apart\n`);
        out(jsonLine({ file, ...describe(raw) }));
      } catch (error) {
        if (!(error instanceof Unopened)) throw error;
        unopened++;
        err(`${harmless(file)} cannot be opened: ${harmless(error.message)}\n`);
      }
    return unopened === 0 ? 0 : 1;
  },
}; // prettier-ignore
