import type Database from 'libsql';
import type { SqlValue } from '@app/kernel';

const MAX_KEPT = 500; // texts; ours are some hundred, and a rebuild adds those of its own tables

// Literals first, so that a `$1` inside of one stays what it is.
const PARAMETER = /'[^']*'|\$(\d+)/g;
/** PostgreSQL's spelling of a parameter, in SQLite's. */
const numbered = (text: string): string =>
  text.replace(PARAMETER, (found, n: string | undefined) => (n === undefined ? found : `?${n}`));

/** libsql binds every number as REAL, and `5.0 || ''` is not what PostgreSQL says: whole numbers go in as such. */
const bound = (value: SqlValue): string | bigint | null => {
  if (typeof value !== 'number') return value;
  if (!Number.isInteger(value) || Math.abs(value) > 2 ** 53)
    throw new RangeError(`${value} is no integer up to 2^53, and nothing else is stored as a number`);
  return BigInt(value);
};

/** Statements of one connection, kept prepared: preparing one costs several times its run. */
export class Prepared {
  private readonly kept = new Map<string, Database.Statement>();

  constructor(private readonly db: Database.Database) {}

  all<Row>(text: string, params: readonly SqlValue[]): Row[] {
    return this.statement(text).all(...params.map(bound)) as Row[];
  }
  /** How many rows it changed; of a statement that changes none, such as `create`, it means nothing. */
  run(text: string, params: readonly SqlValue[]): number {
    return this.statement(text).run(...params.map(bound)).changes;
  }

  private statement(text: string): Database.Statement {
    let statement = this.kept.get(text);
    if (!statement) {
      statement = this.db.prepare(numbered(text));
      if (this.kept.size >= MAX_KEPT) this.kept.delete(this.kept.keys().next().value!); // the oldest
      this.kept.set(text, statement);
    }
    return statement;
  }
}
