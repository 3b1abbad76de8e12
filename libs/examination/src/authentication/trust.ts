import type { Channel, TrustLevel } from '@app/kernel';
import { domainOf, isWithin } from '../fields/address';
import type { NormalisedReport } from '../normalised';
import type { Registry } from '../sources/registry';
import type { FeedbackSource } from '../sources/schema';
import type { Verdict } from './verdict';

export interface Posted {
  readonly source: string;
  readonly by: 'key' | 'sns';
}

export interface Trust {
  readonly level: TrustLevel;
  /** For people; names sources, and no person or private domain. */
  readonly why: string;
  /** Of the registry; null when nobody vouches that it is one of those. A mere claim does not set it. */
  readonly source: string | null;
  readonly channel: Channel;
}

/** Who vouches for a report, by domain rules C2: A a registered source's own signature, B its envelope or a forwarder's
 *  word, C somebody authenticated but unknown, D nobody, X a source that always signs and did not. */
export const trustOf = (
  report: NormalisedReport,
  verdict: Verdict,
  registry: Registry,
  /** Who posted it over HTTP, as a key or a signature of theirs proved. */
  posted?: Posted,
): Trust => {
  const poster = posted && registry.source(posted.source);
  if (poster && mayPost(poster, posted))
    return {
      level: 'A',
      why: `posted ${posted.by === 'key' ? 'with a key' : 'on a topic'} of the registered source ${poster.id}`,
      source: poster.id,
      channel: poster.channel,
    };
  const claimed = claimOf(report, verdict, registry);
  if (!claimed) return ofStranger(report, verdict);
  // The address that was verified must itself be the source's: a signature beside another From says nothing of it.
  const certain =
    verdict.from !== undefined &&
    report.header.fromFields === 1 &&
    registry.claimedBy(verdict.from)?.id === claimed.id;
  return ofSource(claimed, certain, report, verdict);
};

/** The registry may have changed its mind since the key was made. */
const mayPost = ({ identity }: FeedbackSource, { by }: Posted): boolean =>
  by === 'key' ? identity.keys : identity.snsTopics.length > 0;

/** Whom it says it is from: by the one From field there is, else by any of them, since a forger may write several. */
const claimOf = (
  report: NormalisedReport,
  verdict: Verdict,
  registry: Registry,
): FeedbackSource | undefined => {
  const claims = verdict.from === undefined ? report.header.from : [verdict.from, ...report.header.from];
  return claims.map((from) => registry.claimedBy(from)).find((source) => source !== undefined);
};

const ofSource = (
  source: FeedbackSource,
  certain: boolean,
  report: NormalisedReport,
  verdict: Verdict,
): Trust => {
  const { id, identity, alwaysSigned, channel } = source;
  const known = (level: TrustLevel, why: string): Trust => ({ level, why, source: id, channel });
  const unknown = (level: TrustLevel, why: string): Trust => ({
    level,
    why,
    source: null,
    channel: ofFormat(report),
  });

  if (!certain)
    return unknown('D', `claims to be ${id} among several From addresses: nobody can be verified by it`);
  const signed = verdict.dkim.filter((s) => isOneOf(s.domain, identity.dkim));
  if (signed.some((s) => s.result === 'pass' && s.whole))
    return known('A', `signed by a domain of the registered source ${id}`);
  if (verdict.spf.result === 'pass' && isOneOf(verdict.spf.domain, identity.envelope))
    return known('B', `sent from an address that the registered source ${id} allows by SPF`);
  const { sealer, vouchedFor } = verdict.arc;
  if (
    verdict.arc.result === 'pass' &&
    isOneOf(sealer, identity.arcSealers) &&
    vouchedFor.some((domain) => isOneOf(domain, identity.dkim))
  )
    return known('B', `forwarded by ${sealer}, whose seal says that the signature of ${id} was good`);

  if (signed.some((s) => s.result === 'pass'))
    return unknown('D', `claims to be ${id}; its signature covers only a part of the message`);
  if (signed.some((s) => s.result === 'neutral' || s.result === 'policy'))
    return unknown(
      'D',
      `claims to be ${id}; signed by it, but changed on the way, expired or with a weak key`,
    );
  if (signed.some((s) => s.result === 'unknown'))
    return unknown('D', `claims to be ${id}; the key to its signature is not in DNS`);
  if (!alwaysSigned) return unknown('D', `claims to be ${id}; neither DKIM, SPF nor ARC vouches for it`);
  if (verdict.dnsTrouble)
    return unknown('D', `claims to be ${id}; DNS gave no answer, so that nobody can tell`);
  if (verdict.skipped !== undefined) return unknown('D', `claims to be ${id}; ${verdict.skipped}`);
  if (report.header.list || verdict.arc.result === 'pass')
    return unknown('D', `claims to be ${id}; it came through a list or forwarder that broke the signature`);
  return unknown('X', `claims to be ${id}, which signs whatever it sends: this is not signed by it`);
};

const ofStranger = (report: NormalisedReport, verdict: Verdict): Trust => {
  const trust = (level: TrustLevel, why: string): Trust => ({
    level,
    why,
    source: null,
    channel: ofFormat(report),
  });
  if (verdict.skipped !== undefined) return trust('D', verdict.skipped);
  if (verdict.from === undefined)
    return trust('D', 'it has several From addresses or none: nobody can be verified by it');
  if (verdict.dkim.some((s) => s.result === 'pass' && s.whole && s.aligned))
    return trust('C', 'signed by the domain of its From address, which is no registered source');
  if (verdict.dmarc === 'pass')
    return trust('C', 'its From address passes DMARC, and is no registered source');
  if (verdict.dnsTrouble) return trust('D', 'DNS gave no answer, so that nobody can tell who sent it');
  return trust('D', 'nobody vouches for it: no signature of its From domain, and no DMARC pass');
};

/** Anybody can send an ARF: only a registered source makes it a feedback loop, whose complaints enter the rate. What a
 *  stranger reports is a direct complaint, whatever it looks like; a regulator is one only when it is verified. */
const ofFormat = ({ channel }: NormalisedReport): Channel =>
  channel === 'feedback-loop' || channel === 'regulator' ? 'direct' : channel;

const isOneOf = (domain: string | undefined, domains: readonly string[]): boolean =>
  domain !== undefined && domains.some((parent) => isWithin(domainOf(domain), parent));

/** Whether another attempt could come to another verdict: DNS was in trouble, and nobody vouches for it so far. */
export const mayImprove = ({ level }: Trust, { dnsTrouble }: Verdict): boolean =>
  dnsTrouble && level !== 'A' && level !== 'B';
