import { feedbackReport, Signer, type Zone } from '@app/testing';
import { Examiner, loadSources, parseReport, zoneResolver } from '@app/examination';
import { authenticate } from 'mailauth';
import { against, rate, type Bench } from './harness';

const AT = Date.parse('2026-03-03T09:00:00Z');
const TRAVELLED = {
  mailFrom: 'feedback@arf.mail.yahoo.com',
  clientIp: '192.0.2.1',
  helo: 'mta.yahoo.example',
};

/** A report of some 6 KB: text, feedback fields, and an original with the headers of a real journey and two bodies. */
const sample = (): string => {
  const received = Array.from(
    { length: 5 },
    (_, i) =>
      `from mta${i}.shop.example (mta${i}.shop.example [192.0.2.${i}])\r\n by mx${i}.yahoo.example with ESMTPS id a1b2c3d4e5f6g7h8-${i}\r\n for <jan@yahoo.example>; Tue, 3 Mar 2026 08:00:0${i} +0000`,
  );
  const text = feedbackReport(
    {
      messageId: 'm1.spring@shop.example',
      date: 'Tue, 3 Mar 2026 08:00:00 +0000',
      from: 'news@shop.example',
      to: 'jan@yahoo.example',
      headers: {
        'X-Apparently-To': 'jan@yahoo.example; Tue, 3 Mar 2026 08:00:01 +0000',
        Received: received.join('\r\nReceived: '),
        'DKIM-Signature': `v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.example; s=s1;\r\n h=from:to:subject:date; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\r\n b=${'QUJD'.repeat(86)}`,
        'Feedback-ID': 'spring:shop:bulk:esp',
        'List-Unsubscribe': '<https://shop.example/u/abc>, <mailto:u+abc@shop.example>',
      },
    },
    { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' },
    'bench',
  );
  const body = `${'Everything must go, everything in bloom. =E2=82=AC 10 only.'.padEnd(76, '.')}\r\n`.repeat(
    44,
  );
  return text.replace('Everything must go, everything in bloom.\r\n', () => body);
};

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
