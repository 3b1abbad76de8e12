import { join } from 'node:path';
import { importPaths } from '@app/channels';
import { verify } from '@app/event-store';
import { keyOperations, type KeyStore } from '../access';
import { verifyAudit } from '../audit';
import type { Operations } from '../cli-socket';
import { everyEvent } from './aggregates';
import { commandId, rootMeta } from './command-id';
import { views } from './consumers';
import type { Desk } from './desk';
import { refusing } from './refusing';
import { timelineOf } from './timeline';
import { traceKeyOperations } from './trace-key-operations';

/** What an operator may ask of this desk, over its socket or under its lock. */
export const operationsOn = (desk: Desk, keys: KeyStore): Operations => {
  const { events, tables } = desk.stores;
  const { parked } = desk.runtime;
  return {
    ...keyOperations(keys, (source) => desk.sources.keyFault(source)),
    ...traceKeyOperations(desk.stores.vault),
    importPaths: async ({ paths, archive, suppress }, { progress, signal }) => {
      const imported = await importPaths(paths, desk.submit, {
        archive,
        suppress,
        now: desk.now,
        onProgress: progress,
        signal,
      });
      return { ...imported, failures: imported.failures.map(({ path, why }) => `${path}: ${why}`) };
    },
    timeline: ({ of, id }) =>
      timelineOf(events, tables, of === 'account' ? { account: id } : { case: id }, 10_000),
    reload: () => refusing(() => desk.reload()),
    rebuild: async ({ projections }, { progress }) => {
      let events = 0;
      await refusing(() =>
        desk.runtime.rebuild(projections, (_, done, total) => {
          events = Math.max(events, done);
          progress({ done, total });
        }),
      );
      return { projections: projections.length > 0 ? projections : views.map(({ name }) => name), events };
    },
    parkedList: () => parked.list(),
    parkedShow: ({ id }) => refusing(() => parked.show(id)),
    parkedRetry: async ({ id }) => {
      await refusing(() => parked.retry(id));
      return {};
    },
    parkedSkip: async ({ id, reason }) => {
      await refusing(() => parked.skip(id, { by: 'operator', reason }, rootMeta(commandId())));
      return {};
    },
    verify: async () => {
      const log = await verify(events, everyEvent);
      const audit = await verifyAudit(join(desk.settings.dataDir, 'audit'), desk.stores.audit.head);
      const problems = [
        ...log.findings.map(({ stream, revision, problem }) => `${stream}@${revision}: ${problem}`),
        ...audit.problems,
      ];
      for await (const difference of desk.runtime.differences())
        problems.push(`process instance ${JSON.stringify(difference)} is not what its steps lead to`);
      return { events: log.events, auditRows: audit.rows, problems };
    },
  };
};
