import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { WrongUsage, type Command } from '../command';
import { jsonLine } from '../table';

export const parse: Command = {
  usage: 'FILE…',
  summary: 'examine files without a desk; one JSON object a line',
  help: `Each FILE is one message as received (.eml). What cannot be read as a report is a result too ("kind": "unreadable").
Nothing is stored, sent or looked up. Exit 1 when a file could not be opened.`,
  async run(files, _values, { out, err, workingDir, describe }) {
    if (files.length === 0) throw new WrongUsage('FILE is missing');
    let unopened = 0;
    for (const file of files) {
      let raw: Buffer;
      try {
        raw = await readFile(resolve(workingDir, file));
      } catch (error) {
        unopened++;
        err(`${file} cannot be opened: ${(error as Error).message}\n`);
        continue;
      }
      out(jsonLine({ file, ...describe(raw) }));
    }
    return unopened === 0 ? 0 : 1;
  },
};
