import Database from 'libsql';
import { migrate, type Migration } from '@app/read-store';

/** Opens a SQLite file as the stores here want it, its tables brought up to date; a file of newer code is refused. */
export const openDatabase = (path: string, migrations: readonly Migration[]): Database.Database => {
  const db = new Database(path, { timeout: 5_000 });
  db.exec('pragma journal_mode = wal; pragma synchronous = full');
  migrate(db, path, migrations);
  return db;
};
