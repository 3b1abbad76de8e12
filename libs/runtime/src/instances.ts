import type { ReadStore } from '@app/read-store';
import { Instance, type InstanceRow, type Setting } from './instance';

const LENGTHS = [1, 16, 256]; // of lists, lest each number of instances be a statement to prepare

/** The instances a commit is about, as they are stored. */
export const load = async (
  tables: ReadStore,
  setting: Setting,
  instances: readonly string[],
): Promise<Map<string, Instance>> => {
  const wanted = [...new Set(instances)];
  if (wanted.length === 0) return new Map();
  const length = LENGTHS.find((n) => n >= wanted.length) ?? wanted.length;
  const list = Array.from({ length }, (_, i) => wanted[Math.min(i, wanted.length - 1)]!);
  const rows = await tables.all<InstanceRow>(
    `select instance, revision, state, parked from processes
      where process = $1 and instance in (${list.map((_, i) => `$${i + 2}`).join(', ')})`,
    setting.process.name,
    ...list,
  );
  const found = new Map(rows.map((row) => [row.instance, row]));
  return new Map(
    wanted.map((instance) => [
      instance,
      new Instance(setting, found.get(instance) ?? { instance, revision: 0, state: null, parked: null }),
    ]),
  );
};
