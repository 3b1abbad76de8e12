import { Signer, type Zone } from '@app/testing';
import { Examiner, loadSources, parseReport, zoneResolver } from '@app/examination';
import { authenticate } from 'mailauth';
import { against, rate, type Bench } from './harness';
import { yahooReport } from './yahoo-report';

const AT = Date.parse('2026-03-03T09:00:00Z');
const TRAVELLED = {
  mailFrom: 'feedback@arf.mail.yahoo.com',
  clientIp: '192.0.2.1',
  helo: 'mta.yahoo.example',
};

const sample = (): string =>
  yahooReport(
    {
      messageId: 'm1.spring@shop.example',
      accountId: 'shop',
      to: 'jan@yahoo.example',
      sentAt: new Date(AT - 3_600_000),
    },
    'bench',
  );

/** What nobody can do without: the header lines cut apart, and the parts found, of outer and original message. */
const crude = (bytes: Buffer): number => {
  const text = bytes.toString('latin1');
  const boundary = /boundary="([^"]+)"/.exec(text)![1]!;
  let fields = 0;
  for (const part of text.split(`--${boundary}`)) {
    const head = part.slice(0, part.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
    for (const line of head.split('\r\n')) if (line.indexOf(':') > 0) fields++;
    const inner = part.indexOf('\r\n\r\n') + 4;
    if (!part.includes('message/')) continue;
    const block = part.slice(inner, part.indexOf('\r\n\r\n', inner)).replace(/\r\n[ \t]+/g, ' ');
    for (const line of block.split('\r\n')) if (line.indexOf(':') > 0) fields++;
  }
  return fields;
};

/** One thread, no authentication: what the parser costs. */
const parsing: Bench['run'] = async () => {
  const bytes = Buffer.from(sample());
  const n = 5_000;
  const times = (work: (bytes: Buffer) => unknown) => () =>
    rate(n, () => {
      for (let i = 0; i < n; i++) work(bytes);
    });
  const { runs, ...rates } = await against(times(crude), times(parseReport));
  const note = `one ARF of ${bytes.length} bytes, one core; the limit cuts headers and parts apart and keeps nothing; goal 5,000/s; ${runs}`;
  return [
    {
      name: 'examine',
      value: rates.value,
      limit: rates.limit,
      unit: 'reports/s',
      goal: 5_000,
      durability: 'none',
      note,
    },
  ];
};

/** Through the pool, with DKIM, SPF and DMARC, against mailauth alone in this thread. */
const authenticated: Bench['run'] = async () => {
  const zone: Zone = { 'arf.mail.yahoo.com': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] } };
  const signer = new Signer('arf.mail.yahoo.com', zone, () => new Date(AT));
  const bytes = Buffer.from(await signer.sign(sample()));
  const resolver = zoneResolver(() => zone);
  const registry = loadSources('config/sources');
  const examiner = new Examiner({
    registry: () => registry,
    resolver,
    threads: 1,
    timeout: 20_000,
    keepDns: 60_000,
  });
  const n = 1_000;
  const bare = async () => {
    const result = await authenticate(bytes, {
      sender: TRAVELLED.mailFrom,
      ip: TRAVELLED.clientIp,
      helo: TRAVELLED.helo,
      resolver: resolver as never,
      disableArc: false,
      disableBimi: true,
    });
    if (result.dmarc === false || result.dmarc.status.result !== 'pass')
      throw new Error('the bench broke its own signature');
  };
  const ours = async () => {
    const found = await examiner.examine(bytes, TRAVELLED, { receivedAt: AT });
    if (found.outcome !== 'examined' || found.trust.level !== 'A')
      throw new Error('the bench broke its own signature');
  };
  const eightAtOnce = (work: () => Promise<void>) => () =>
    rate(n, () =>
      Promise.all(
        Array.from({ length: 8 }, async (_, lane) => {
          for (let i = lane; i < n; i += 8) await work();
        }),
      ),
    );
  const { runs, ...rates } = await against(eightAtOnce(bare), eightAtOnce(ours));
  await examiner.close();
  const note = `one signed ARF of ${bytes.length} bytes, parsed and verified in one worker thread, 8 at once, DNS from memory; the limit is mailauth's authenticate alone, in this thread; ours asks for neither SPF nor DMARC once a registered source's signature is good, as here; ${runs}`;
  return [
    { name: 'examine-authenticated', ...rates, unit: 'reports/s', goal: 0.8, durability: 'none', note },
  ];
};

export const examine: readonly Bench[] = [
  { name: 'examine', run: parsing },
  { name: 'examine-authenticated', run: authenticated },
];
