import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unsealed, Instant, type ReportId } from '@app/kernel';
import { everyRoleOf, SqliteVault, wasErased } from '@app/privacy';
import { SqliteReadStore } from '@app/read-store';
import { ViewRunner, type AnyProjection } from '@app/runtime';
import { MemoryEventStore } from '@app/testing';
import { accountList, caseList, complaintList, offenders, search } from '@app/views';
import { aggregatesOn } from './aggregates';
import { commandId, rootMeta } from './command-id';
import { Search } from './search';
import { searchIndexOf } from './search-terms';

const at = Instant('2026-03-03T09:00:00.000Z');

describe('a search, once a person was erased', () => {
  const folder = mkdtempSync(join(tmpdir(), 'search-'));
  const vault = new SqliteVault({ dataDir: folder, now: () => at, warn: () => undefined });
  const events = new MemoryEventStore(() => at);
  const tables = SqliteReadStore.inMemory();
  const aggregates = aggregatesOn(events, { sealer: vault });
  const views = [accountList, caseList, complaintList, offenders, search].map(
    (view) => new ViewRunner({ events, tables }, view as unknown as AnyProjection),
  );
  const { identity } = vault;
  const meta = () => rootMeta(commandId());
  const followed = async () => {
    for (const view of views) await view.catchUp();
  };
  afterAll(async () => {
    await tables.close();
    await vault.close();
    rmSync(folder, { recursive: true });
  });

  /** A report of a mail to somebody, as examination leaves it: what it says is sealed under the person's key. */
  const reported = async (text: string, to: string, subject: string) => {
    const reportId: ReportId = identity.reportIdOf(Buffer.from(text));
    const person = identity.recipientKeyOf(to);
    const keyId = await vault.keyFor({ kind: 'recipient', id: person });
    const search = searchIndexOf(
      {
        channel: 'direct',
        report: {
          fields: { originalSubject: subject },
          recipients: [{ address: to, placeholder: false }],
          further: [],
          header: { from: [to] },
        } as never,
      },
      identity,
    );
    const envelope = unsealed(keyId, { mailFrom: to, rcptTo: [] });
    await aggregates.report(
      {
        type: 'ReceiveReport',
        reportId,
        at,
        intake: 'smtp',
        size: 1,
        raw: { segment: '2026-03-03' as never, keyId },
        envelope,
        archive: false,
      },
      meta(),
    );
    await aggregates.report(
      {
        type: 'RecordExamination',
        reportId,
        at,
        kind: 'complaint',
        incidentType: null,
        format: 'forwarded',
        feedbackType: 'abuse',
        disposition: 'person',
        complaints: 0,
        channel: 'direct',
        source: null,
        trust: 'C',
        why: '',
        authentication: { dkim: 'none', spf: 'none', dmarc: 'none', arc: 'none' },
        problems: [],
        alarms: [],
        fields: unsealed(keyId, { originalSubject: subject }),
        ...(search && { search }),
      },
      meta(),
    );
    return { reportId, person };
  };

  it('finds nothing of them, their words included, and still does not when the view was built anew', async () => {
    const jan = await reported('one', 'jan@people.example', 'Dear Jan, your order');
    const eva = await reported('two', 'eva@people.example', 'Dear Eva, your order');
    await followed();
    const desk = new Search({ tables, identity });
    const found = async (asked: Parameters<Search['find']>[0]) =>
      (await desk.find(asked)).found.map(({ id }) => id).sort();
    expect(await found({ recipient: 'Jan@people.example' })).toEqual([jan.reportId]);
    expect(await found({ subject: 'order dear' })).toEqual([jan.reportId, eva.reportId].sort());

    await vault.destroy(...everyRoleOf(jan.person));
    const by = { kind: 'person', keyId: 'sue' } as const;
    await aggregates.person(
      { type: 'ErasePerson', person: jan.person, at, by, reason: 'they asked' },
      meta(),
    );
    await followed();
    const gone = async () => {
      expect(await found({ recipient: 'jan@people.example' })).toEqual([]);
      expect(await found({ subject: 'Dear Jan, your order' })).toEqual([]);
      expect(await found({ text: { written: 'jan@people.example' } })).toEqual([]);
      expect(await found({ subject: 'order dear' })).toEqual([eva.reportId]);
    };
    await gone();
    for (const view of views) await view.rebuild();
    await gone();

    for await (const recorded of events.read(`report-${jan.reportId}`))
      if (recorded.type === 'ReportExamined')
        expect(wasErased(await vault.openEvent(recorded, '/fields', { by: 'sue', why: 'test' }))).toBe(true);
  });
});
