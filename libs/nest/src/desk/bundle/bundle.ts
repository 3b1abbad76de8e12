import type { ComplaintId, Instant } from '@app/kernel';
import type { KnownCase } from '@app/enforcement';
import type { Reader } from '@app/privacy';
import type { Desk } from '../desk';
import { contentsOf, type BundleContents } from './contents';
import { Manifest } from './manifest';
import { summaryOf } from './summary';
import { zip, type ZipEntry } from './zip';

export interface Bundle {
  readonly contents: BundleContents;
  /** The archive, made as it is read: one original at a time is in memory. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** What a regulator or a certifier is given: what was complained of, what the archive and the customer say of consent, how
 *  that was scored, and every original that is still there; last a manifest, whose chain of hashes covers all of it. Opens
 *  personal data as `reader`, audited; the originals are covered by the audit of the call. */
export const bundleOf = async (
  desk: Desk,
  state: KnownCase,
  only: ComplaintId | undefined,
  reader: Reader,
  at: Instant,
): Promise<Bundle> => {
  const contents = await contentsOf(desk, state, only, reader, at);
  return { contents, bytes: zip(entriesOf(desk, state, contents), at) };
};

async function* entriesOf(
  desk: Desk,
  { caseId }: KnownCase,
  contents: BundleContents,
): AsyncGenerator<ZipEntry> {
  const manifest = new Manifest();
  const absent: string[] = [];
  const entry = (name: string, bytes: Uint8Array): ZipEntry => {
    manifest.add(name, bytes);
    return { name, bytes };
  };
  yield entry('bundle.json', json(contents));
  yield entry('summary.txt', Buffer.from(`${summaryOf(contents).join('\n')}\n`));
  const done = new Set<string>();
  for (const { reports } of contents.complaints)
    for (const { id, file } of reports) {
      if (done.has(file)) continue; // one report may be of several complaints
      done.add(file);
      const original = await desk.reports.original(id);
      if (Buffer.isBuffer(original)) yield entry(file, original);
      else absent.push(file);
    }
  const kept = new Map(
    (await desk.evidence.of(caseId)).flatMap(({ files }) => files.map((file) => [file.fileId, file])),
  );
  for (const { files } of contents.evidence)
    for (const { id, file } of files) {
      const bytes = await desk.evidence.bytesOf(kept.get(id)!);
      if (bytes) yield entry(file, bytes);
      else absent.push(file);
    }
  const { lines, head } = manifest;
  // What is named and is not there was erased, at the wish of somebody it was about or at the end of its time.
  yield {
    name: 'manifest.json',
    bytes: json({ case: caseId, madeAt: contents.madeAt, head, files: lines, absent }),
  };
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
