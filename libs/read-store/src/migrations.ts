import type Database from 'libsql';

/** Forward only, and never edited once released: the number of the last one is in the file (`user_version`). */
export type Migration = string;

/** Brings the tables of a file up to what this code knows. Each step is one transaction; a crash between two is resumed.
 *  Throws when the file is newer: older code would write what newer code cannot read. */
export const migrate = (db: Database.Database, file: string, migrations: readonly Migration[]): void => {
  const [row] = db.prepare('pragma user_version').all() as [{ user_version: number }];
  if (row.user_version > migrations.length)
    throw new Error(
      `${file} has tables of version ${row.user_version}, this code knows ${migrations.length}: ` +
        'start the newer release again, or restore a copy from before it.',
    );
  for (const [done, text] of migrations.entries()) {
    if (done < row.user_version) continue;
    try {
      db.exec(`begin immediate; ${text}; pragma user_version = ${done + 1}; commit`);
    } catch (error) {
      if (db.inTransaction) db.exec('rollback');
      throw error;
    }
  }
};
