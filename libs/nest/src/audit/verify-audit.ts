import { createReadStream } from 'node:fs';
import { auditFiles } from './audit-log';
import { auditRow, GENESIS, rowHash, type AuditHead } from './audit-row';

export interface AuditVerdict {
  readonly rows: number;
  readonly head: AuditHead;
  /** Empty when every row is what was written. Each names its file and line. */
  readonly problems: readonly string[];
}

const MAX_PROBLEMS = 100;

/** Reads the whole chain and says where it was changed. Rows cut off its end show only against `known`, a head noted
 *  earlier (the desk logs one at each start). Streams: needs no memory to speak of. */
export const verifyAudit = async (dir: string, known: AuditHead = GENESIS): Promise<AuditVerdict> => {
  const problems: string[] = [];
  const report = (problem: string) => problems.length < MAX_PROBLEMS && problems.push(problem);
  let head = GENESIS;
  let metKnown = known.seq === 0;
  for (const file of await auditFiles(dir)) {
    let line = 0;
    for await (const text of linesOf(file)) {
      line++;
      const row = parsed(text);
      if (!row) {
        report(`${file}:${line}: is no row`);
        continue;
      }
      if (row.seq !== head.seq + 1) report(`${file}:${line}: row ${row.seq} follows row ${head.seq}`);
      if (row.prev !== head.hash) report(`${file}:${line}: does not follow from the row before it`);
      if (row.hash !== rowHash(row)) report(`${file}:${line}: was changed after it was written`);
      if (row.seq === known.seq) {
        metKnown = true;
        if (row.hash !== known.hash) report(`${file}:${line}: is not the row ${known.seq} that was noted`);
      }
      head = { seq: row.seq, hash: row.hash };
    }
  }
  if (!metKnown) report(`row ${known.seq}, which was noted, is gone: the chain ends at ${head.seq}`);
  return { rows: head.seq, head, problems };
};

/** The lines that are whole. What follows the last of them is being written right now, or was when the desk died; it was
 *  never answered, and the next start cuts it off. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
}

const parsed = (text: string) => {
  try {
    return auditRow.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
