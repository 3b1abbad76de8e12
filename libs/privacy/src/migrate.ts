import Database from 'libsql';

/** Opens a SQLite file as all stores here want it, and brings its tables up to date: step n of `steps` lifts it from
 *  version n to n + 1. Forward only; a file that newer code has changed is refused. */
export const openDatabase = (path: string, steps: readonly string[], pragmas = ''): Database.Database => {
  const db = new Database(path);
  db.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000; ${pragmas}`);
  const [row] = db.prepare('pragma user_version').all() as { user_version: number }[];
  const version = row?.user_version ?? 0;
  if (version > steps.length)
    throw new Error(
      `${path} is at version ${version}, this code knows ${steps.length}: run the newer release that wrote it`,
    );
  for (const [n, step] of steps.entries())
    if (n >= version) db.exec(`begin immediate; ${step}; pragma user_version = ${n + 1}; commit`);
  return db;
};
