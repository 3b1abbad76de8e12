import { join } from 'node:path';
import Database from 'libsql';
import { SMTPServer } from 'smtp-server';

// A process of its own, `node no-op-smtp.js FOLDER`: answers 250 to every message once its bytes are in a table, all that
// came meanwhile in one durable commit. It says its port, and ends with its input.

const db = new Database(join(process.argv[2]!, 'no-op.db'));
db.exec(`pragma journal_mode = wal; pragma synchronous = full;
  create table if not exists blobs(n integer primary key, block blob not null) strict`);
const insert = db.prepare('insert into blobs(block) values (?1)');

let waiting: { readonly bytes: Buffer; readonly done: () => void }[] = [];
const commit = (): void => {
  const group = waiting;
  waiting = [];
  db.exec('begin immediate');
  for (const { bytes } of group) insert.run([bytes]);
  db.exec('commit');
  for (const { done } of group) done();
};

const server = new SMTPServer({
  disableReverseLookup: true,
  logger: false,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData: (stream, _session, done) => {
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('end', () => {
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ bytes: Buffer.concat(pieces), done });
    });
  },
});
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${(server.server.address() as { port: number }).port}\n`),
);
process.stdin.on('end', () => process.exit(0)).resume();
