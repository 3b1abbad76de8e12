import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  consentDecider,
  consentEvents,
  evidenceDecider,
  evidenceEvents,
  streamOfConsent,
  streamOfEvidence,
} from '@app/consent';
import type { KnownCase } from '@app/enforcement';
import { execute } from '@app/event-store';
import { accountId, caseId, Instant, type RecipientKey } from '@app/kernel';
import { everyRoleOf, SqliteRawStore, SqliteVault } from '@app/privacy';
import { MemoryEventStore } from '@app/testing';
import type { Accounts } from './accounts';
import type { States } from './aggregates';
import { rootMeta } from './command-id';
import { Consents } from './consents';
import { Evidence, type Handed } from './evidence';

const at = Instant('2026-03-03T09:00:00.000Z');
const account = accountId.parse('shop');
const reader = { by: 'k', why: 'a spec' };
const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

let dataDir: string;
let vault: SqliteVault;
let files: SqliteRawStore;
let evidence: Evidence;
let consents: Consents;
let jan: RecipientKey;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'evidence-'));
  vault = new SqliteVault({ dataDir, now: () => at, warn: () => undefined });
  files = new SqliteRawStore({ dataDir, keys: vault.keys });
  jan = vault.identity.recipientKeyOf('jan@yahoo.example');
  const events = new MemoryEventStore(() => at);
  const recipients: Record<string, RecipientKey> = {
    c1: jan,
    c2: vault.identity.recipientKeyOf('piet@yahoo.example'),
  };
  const states = {
    complaint: (one: string) =>
      Promise.resolve({ state: { status: 'known', recipientKey: recipients[one], sent: { at } } }),
  } as unknown as States;
  const accounts = { find: () => Promise.resolve({ domains: ['shop.example'] }) } as unknown as Accounts;
  evidence = new Evidence({
    events,
    vault,
    files,
    states,
    accounts,
    now: () => at,
    give: execute(
      events,
      { catalogue: evidenceEvents, decider: evidenceDecider, streamOf: streamOfEvidence },
      { sealer: vault },
    ),
  });
  consents = new Consents({
    events,
    vault,
    tell: execute(
      events,
      { catalogue: consentEvents, decider: consentDecider, streamOf: streamOfConsent },
      { sealer: vault },
    ),
  });
});
afterEach(async () => {
  await files.close();
  await vault.close();
  rmSync(dataDir, { recursive: true });
});

const aCase = {
  caseId: caseId.parse('shop.1'),
  accountId: account,
  complaints: [{ complaintId: 'c1' }, { complaintId: 'c2' }],
} as unknown as KnownCase;
const handed = (complaintIds: string[]): Handed => ({
  questionnaire: { collected: 'online', ip: '8.8.8.8', url: 'https://shop.example/' },
  complaintIds,
  files: [{ name: 'form.pdf', bytes: Buffer.from('%PDF-1.7') }],
  by: { kind: 'key', keyId: 'k' },
  receivedAt: at,
});

describe('when a recipient is erased', () => {
  it('what was handed in about them is gone, its files too, and what is about others stays', async () => {
    await evidence.give(aCase, handed(['c1']), rootMeta(id(1)));
    await evidence.give(aCase, handed(['c2']), rootMeta(id(2)));
    await evidence.give(aCase, handed([]), rootMeta(id(3))); // about all of the case
    await vault.destroy(...everyRoleOf(jan));
    const all = await evidence.opened(aCase.caseId, reader);
    expect(all.map(({ questionnaire }) => questionnaire?.collected ?? null)).toEqual([null, 'online', null]);
    expect(all.map(({ fileNames }) => fileNames)).toEqual([[null], ['form.pdf'], [null]]);
    const bytes = await Promise.all(all.map(({ line }) => evidence.bytesOf(line.files[0]!)));
    expect(bytes.map((one) => one?.toString() ?? null)).toEqual([null, '%PDF-1.7', null]);
    expect(all[0]!.line.completeness.answered).toBe(2); // how it scored says nothing of them
  });

  it('the archive still tells the times, and nothing of who it was', async () => {
    const told = {
      accountId: account,
      recipient: 'jan@yahoo.example',
      source: 'own-opt-in' as const,
      signedUpAt: at,
      ip: '8.8.8.8',
    };
    await consents.record([told], at, rootMeta(id(1)));
    const of = { accountId: account, recipientKey: jan };
    expect(await consents.opened(of, 10, reader)).toMatchObject([
      { address: 'jan@yahoo.example', ip: '8.8.8.8' },
    ]);
    await vault.destroy(...everyRoleOf(jan));
    expect(await consents.opened(of, 10, reader)).toMatchObject([
      { address: null, ip: null, event: { type: 'ConsentRecorded', data: { signedUpAt: at } } },
    ]);
  });
});

it('evidence handed in again under the same command is handed in once', async () => {
  const first = await evidence.give(aCase, handed(['c1']), rootMeta(id(1)));
  const again = await evidence.give(aCase, handed(['c1']), rootMeta(id(1)));
  expect(again.evidenceId).toBe(first.evidenceId);
  expect(await evidence.of(aCase.caseId)).toHaveLength(1);
});
