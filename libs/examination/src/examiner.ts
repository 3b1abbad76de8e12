import type { Channel, TrustLevel } from '@app/kernel';
import type { Travelled } from './authentication/authenticate';
import { UNSIGNED, type OwnSignature } from './authentication/own-signature';
import type { Resolver } from './authentication/resolver';
import { mayImprove, trustOf, type Posted } from './authentication/trust';
import { strongest, UNVERIFIED, type Verdict, type VerdictWord } from './authentication/verdict';
import { dispositionOf, type Disposition } from './disposition';
import { manualReport, type ManualEntry } from './manual-entry';
import { DEFAULT_BUDGET, type Budget } from './mime/budget';
import type { NormalisedReport, ReportedMessage } from './normalised';
import type { Registry } from './sources/registry';
import { ExaminationFailed, Pool } from './threads/pool';

export interface ExaminerSettings {
  readonly registry: () => Registry; // asked for each report, so that sources can be reloaded
  readonly resolver: Resolver;
  readonly threads: number;
  /** Milliseconds a message may take, DNS included. */
  readonly timeout: number;
  /** DNS answers are kept this many milliseconds; 0 with a zone file that changes. */
  readonly keepDns: number;
  readonly budget?: Partial<Budget>;
}

/** What should be looked at beside the report: see `alarm` of the reports context. */
export type Alarm = 'forgery' | 'dns-unanswered' | 'examination-failed' | 'left-out';

export interface Examination {
  readonly outcome: 'examined';
  readonly report: NormalisedReport;
  readonly disposition: Disposition;
  readonly channel: Channel;
  readonly source: string | null;
  readonly trust: { readonly level: TrustLevel; readonly why: string };
  /** Verdicts without domains: they may stand in clear. SPF and DMARC are `none` where a source's signature decided. */
  readonly authentication: Readonly<Record<'dkim' | 'spf' | 'dmarc' | 'arc', VerdictWord>>;
  /** Who vouches: domains whose DKIM or SPF passed. Personal data when it is a person's own domain. */
  readonly authenticatedDomains: readonly string[];
  readonly alarms: readonly Alarm[];
}

/** No verdict: DNS gave no answer, and with one it could be another. */
export interface Deferred {
  readonly outcome: 'deferred';
  readonly report: NormalisedReport;
  readonly because: string;
}

export interface Circumstances {
  /** When the report was received, epoch ms: signatures have to be valid then. */
  readonly receivedAt: number;
  /** Who posted it over HTTP, as a key or a signature of theirs proved. */
  readonly posted?: Posted | undefined;
  /** The last attempt: what can be said without DNS is said, with an alarm. */
  readonly final?: boolean;
}

/** Bytes → what they report and who vouches for it, in threads of its own. */
export class Examiner {
  private readonly pool: Pool;

  constructor(private readonly settings: ExaminerSettings) {
    const { threads, timeout, keepDns, budget, resolver } = settings;
    this.pool = new Pool(
      {
        threads,
        timeout,
        keepDns,
        // What is left of the time is for parsing; a message that waits for DNS must not look like one that hangs.
        dnsBudget: timeout * 0.75,
        budget: { ...DEFAULT_BUDGET, ...budget },
      },
      resolver,
    );
  }

  /** Never rejects for what a report holds: one that cannot be read comes back for a person, with the reason. */
  async examine(
    bytes: Uint8Array,
    travelled: Travelled,
    { receivedAt, final = false, posted }: Circumstances,
  ): Promise<Examination | Deferred> {
    try {
      const registered = this.settings.registry().signers;
      const outcome = await this.pool.run({ do: 'examine', bytes, travelled, receivedAt, registered });
      if (!('report' in outcome)) throw new Error('the thread did something else than it was asked');
      return this.judge(outcome.report, outcome.verdict, final, posted);
    } catch (error) {
      if (!(error instanceof ExaminationFailed)) throw error;
      return this.judge(unreadable(`it could not be examined: ${error.message}`), UNVERIFIED, true);
    }
  }

  /** What somebody of the desk wrote down: their key vouches for the entry, and nobody for what they were told. */
  examineEntry(entry: ManualEntry): Examination {
    const report = manualReport(entry);
    return {
      outcome: 'examined',
      report,
      disposition: dispositionOf(report),
      channel: report.channel,
      source: null,
      trust: { level: 'C', why: 'written down by somebody of the desk' },
      authentication: { dkim: 'none', spf: 'none', dmarc: 'none', arc: 'none' },
      authenticatedDomains: [],
      alarms: [],
    };
  }

  /** Whether the reported messages carry good signatures of ours, in their order. `isOurs` says which domains sign for us;
   *  when none does, nothing is asked, since it costs as much again as the examination. */
  async ownSignatures(
    bytes: Uint8Array,
    report: NormalisedReport,
    isOurs: (domain: string) => boolean,
    receivedAt: number,
  ): Promise<readonly OwnSignature[]> {
    const messages = [report, ...report.further];
    const unsigned = messages.map(() => UNSIGNED);
    const domains = signersOf(messages).filter(isOurs);
    if (domains.length === 0) return unsigned;
    try {
      const outcome = await this.pool.run({ do: 'own-signatures', bytes, domains, receivedAt });
      return 'signatures' in outcome && outcome.signatures.length === messages.length
        ? outcome.signatures
        : unsigned;
    } catch (error) {
      if (!(error instanceof ExaminationFailed)) throw error;
      return unsigned;
    }
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private judge(
    report: NormalisedReport,
    verdict: Verdict,
    final: boolean,
    posted?: Posted,
  ): Examination | Deferred {
    const trust = trustOf(report, verdict, this.settings.registry(), posted);
    const improvable = mayImprove(trust, verdict);
    if (improvable && !final) return { outcome: 'deferred', report, because: 'DNS gave no answer' };
    return {
      outcome: 'examined',
      report,
      disposition: dispositionOf(report),
      channel: trust.channel,
      source: trust.source,
      trust: { level: trust.level, why: trust.why },
      authentication: {
        dkim: strongest(verdict.dkim),
        spf: verdict.spf.result,
        dmarc: verdict.dmarc,
        arc: verdict.arc.result,
      },
      authenticatedDomains: domainsThatPass(verdict),
      alarms: [
        ...(trust.level === 'X' ? (['forgery'] as const) : []),
        ...(improvable ? (['dns-unanswered'] as const) : []),
        ...(report.leftOut ? (['left-out'] as const) : []),
        ...(report.kind === 'unreadable' && report.format === 'failed'
          ? (['examination-failed'] as const)
          : []),
      ],
    };
  }
}

/** Whoever signed one of these messages, good or not. */
export const signersOf = (messages: readonly ReportedMessage[]): string[] => [
  ...new Set(messages.flatMap(({ original }) => original?.signatures.map(({ domain }) => domain) ?? [])),
];

const domainsThatPass = ({ dkim, spf }: Verdict): string[] => [
  ...new Set([
    ...dkim.filter((s) => s.result === 'pass' && s.whole).map((s) => s.domain),
    ...(spf.result === 'pass' && spf.domain !== undefined ? [spf.domain] : []),
  ]),
];

const unreadable = (problem: string): NormalisedReport => ({
  kind: 'unreadable',
  format: 'failed',
  channel: 'direct',
  fields: {},
  otherFields: new Map(),
  recipients: [],
  further: [],
  complaints: 0,
  header: { from: [], fromFields: 0, to: [], cc: [], automatic: false, list: false },
  problems: [problem],
});
