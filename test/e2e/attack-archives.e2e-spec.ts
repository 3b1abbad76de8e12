import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { feedbackReport, personalComplaint } from '@app/testing';
import { MORNING } from '../support/scene';
import { SmtpClient } from '../support/smtp-client';
import { TestDesk } from '../support/test-desk';

const MEMBER = 64 * 1024 ** 2;
const MEMBERS = 64;
/** What a bomb here unpacks to: as much as a process of Node can hold in one piece, and far beyond what this test allows. */
const UNPACKED = MEMBER * MEMBERS;

/** RFC 1952 section 2.2: members one behind the other are one file. 4 GiB of zeros in 4 MB. */
const gzipped = (): Buffer => {
  const member = gzipSync(Buffer.alloc(MEMBER));
  return Buffer.concat(Array.from({ length: MEMBERS }, () => member));
};

/** An archive whose index names the same compressed bytes over and over: 4 GiB in 64 KB. */
const zipped = (name: string): Buffer => {
  const data = deflateRawSync(Buffer.alloc(MEMBER));
  const named = Buffer.from(name);
  const head = (length: number, signature: number) => {
    const bytes = Buffer.alloc(length);
    bytes.writeUInt32LE(signature, 0);
    return bytes;
  };
  const local = head(30, 0x04034b50);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(MEMBER, 22);
  local.writeUInt16LE(named.length, 26);
  const line = head(46, 0x02014b50);
  line.writeUInt16LE(8, 10);
  line.writeUInt32LE(data.length, 20);
  line.writeUInt32LE(MEMBER, 24);
  line.writeUInt16LE(named.length, 28);
  const index = Buffer.concat(Array.from({ length: MEMBERS }, () => Buffer.concat([line, named])));
  const end = head(22, 0x06054b50);
  end.writeUInt16LE(MEMBERS, 8);
  end.writeUInt16LE(MEMBERS, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(local.length + named.length + data.length, 16);
  return Buffer.concat([local, named, data, index, end]);
};

const sent = {
  messageId: 'm1@shop.example',
  date: 'Tue, 3 Mar 2026 08:00:00 +0000',
  from: 'news@shop.example',
  to: 'jan@people.example',
};
const FROM = 'jan@people.example';

const part = (name: string, type: string, bytes: Buffer): string =>
  `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`;

/** Behind the last part of a multipart. */
const withPart = (mail: string, added: string): string => {
  const at = mail.lastIndexOf('--', mail.trimEnd().length - 3);
  const boundary = mail.slice(mail.lastIndexOf('\r\n--', at) + 4, at).split('\r\n')[0]!;
  return `${mail.slice(0, mail.lastIndexOf(`--${boundary}`))}--${boundary}\r\n${added}--${boundary}--\r\n`;
};

const alone = (subject: string, added: string): string =>
  `From: <${FROM}>\r\nTo: <abuse@desk.example>\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThis is spam, see the file.\r\n--b\r\n${added}--b--\r\n`;

interface Told {
  readonly kind: string;
  readonly format: string;
  readonly disposition: string;
  readonly problems: readonly string[];
  readonly complaints: readonly unknown[];
}

describe('an archive that unpacks to 4 GiB', () => {
  let desk: TestDesk;
  let client: SmtpClient;
  beforeAll(async () => {
    desk = await TestDesk.open({ start: MORNING });
    client = await SmtpClient.open(desk.smtpPort);
  });
  afterAll(async () => {
    client.close();
    await desk.close();
  });

  const worked = async (raw: string): Promise<Told> => {
    const answer = await client.send(FROM, 'abuse@desk.example', raw);
    expect(answer).toMatchObject({ code: 250 });
    await desk.settled();
    const [id] = /[^ ]+$/.exec(answer.text)!;
    const original = await fetch(`${desk.url}/v1/reports/${id}/original`, { headers: desk.asAdmin });
    expect(Buffer.from(await original.arrayBuffer()).equals(Buffer.from(raw, 'latin1'))).toBe(true);
    const { kind, format, disposition, problems, complaints } = await desk.get<Told>(`/v1/reports/${id}`);
    return { kind, format, disposition, problems, complaints };
  };
  /** One that is what it says, and one that nobody could unpack, are told alike: neither is looked into. */
  const toldOf = async (mail: (bytes: Buffer) => string, bomb: Buffer): Promise<Told> => {
    const before = process.memoryUsage().rss;
    const told = await worked(mail(bomb));
    expect(process.memoryUsage().rss - before).toBeLessThan(UNPACKED / 4);
    const broken = await worked(mail(Buffer.alloc(bomb.length, 'no archive')));
    expect({ ...broken, complaints: broken.complaints.length }).toEqual({ ...told, complaints: told.complaints.length });
    return told;
  }; // prettier-ignore

  it.each([
    ['a zip', (bytes: Buffer) => part('spam.zip', 'application/zip', bytes), () => zipped('spam.eml')],
    ['a gz', (bytes: Buffer) => part('spam.eml.gz', 'application/gzip', bytes), gzipped],
    ['a gz that says to be something else', (bytes: Buffer) => part('spam.gz', 'application/octet-stream', bytes), gzipped],
  ])('waits unopened for a person who is told why: %s', async (_, attachment, bomb) => {
    expect(await toldOf((bytes) => alone('spam', attachment(bytes)), bomb())).toMatchObject({
      kind: 'complaint',
      disposition: 'person',
      problems: ['it has an archive, which is not opened'],
    });
  }); // prettier-ignore

  it('is nothing to a complaint that has its message beside it', async () => {
    const complaint = personalComplaint(sent, FROM, 'p1');
    expect(
      await toldOf((bytes) => withPart(complaint, part('more.zip', 'application/zip', bytes)), zipped('a.eml')),
    ).toMatchObject({ kind: 'complaint', format: 'forwarded', complaints: [{}], problems: [] });
  }); // prettier-ignore

  it('is nothing to a feedback report', async () => {
    const report = feedbackReport(sent, { from: 'fbl@fbl.example', userAgent: 'Local/1.0' }, 'r1');
    expect(
      await toldOf((bytes) => withPart(report, part('log.gz', 'application/gzip', bytes)), gzipped()),
    ).toMatchObject({ kind: 'complaint', format: 'arf', complaints: [{}] });
  });

  it('is a DMARC aggregate report by its name, and is put by as one', async () => {
    const name = 'mail.example!shop.example!1772496000!1772582399';
    for (const [file, bomb] of [
      [`${name}.xml.gz`, gzipped()],
      [`${name}.zip`, zipped(`${name}.xml`)],
    ] as const)
      expect(
        await toldOf((bytes) => alone('Report', part(file, 'application/gzip', bytes)), bomb),
      ).toMatchObject({ format: 'dmarc-aggregate', disposition: 'ignored', complaints: [] });
  });

  it('is not unpacked as the body of a call either', async () => {
    const before = process.memoryUsage().rss;
    const answer = await fetch(`${desk.url}/v1/reports`, {
      method: 'POST',
      headers: { ...desk.asAdmin, 'content-type': 'message/rfc822', 'content-encoding': 'gzip' },
      body: gzipped(),
    });
    expect([202, 415]).toContain(answer.status);
    await desk.settled();
    expect(process.memoryUsage().rss - before).toBeLessThan(UNPACKED / 4);
  });
});

describe('what could unpack anything', () => {
  const root = join(__dirname, '../..');
  const sources = ['libs', 'apps'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map((file) => readFileSync(join(root, folder, file), 'utf8')),
  );

  it('is imported nowhere', () => {
    expect(sources.length).toBeGreaterThan(300);
    const imported = sources.flatMap((text) =>
      [...text.matchAll(/import ([^;]{1,500}) from '(?:node:)?zlib'|(?:import|require)\('(?:node:)?zlib'\)/g)].map(
        ([whole, names]) => names ?? whole,
      ),
    );
    expect([...new Set(imported)]).toEqual(['{ crc32 }']);
    const unpacking = sources.filter((text) => /\b(?:inflate|gunzip|unzip|brotliDecompress|DecompressionStream)\w*\(/i.test(text));
    expect(unpacking).toEqual([]);
  }); // prettier-ignore
});
