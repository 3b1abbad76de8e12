import { readdirSync, readFileSync } from 'node:fs';
import { describeReport, parseReport } from '@app/examination';
it('x', () => {
  const C='/work/shared/corpus/';
  const out: string[] = [];
  for (const f of readdirSync(C, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.eml') || (f.endsWith('.json') && /v3.*(pos|spam)|spec-samples\/v/.test(f) )).sort()) {
    const p = parseReport(readFileSync(C+f));
    const d = describeReport(p) as any;
    out.push([f, d.kind, d.incidentType ?? '', d.format, d.complaints, d.sourceIp ?? '-', d.arrivalDate ?? '-', p.channel, (d.originalRcptTo??[]).join(','), d.originalMessageId ?? '', JSON.stringify(d.derivedFrom ?? {}), JSON.stringify(d.problems)].join(' | '));
  }
  process.stdout.write(out.join('\n'));
});
