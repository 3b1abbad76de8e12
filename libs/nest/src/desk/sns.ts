import type { Submit } from '@app/channels';
import { snsEnvelope, snsFault, type Registry } from '@app/examination';
import { hours, minus, type Instant } from '@app/kernel';

/** An https address → what stands there; rejects when it does not answer, and for what is too long. */
export type FetchText = (url: string) => Promise<string>;

interface Needs {
  readonly registry: () => Registry;
  readonly submit: Submit;
  readonly fetchText: FetchText;
  readonly now: () => Instant;
}
export type SnsAnswer =
  | { readonly done: 'accepted'; readonly reportId: string; readonly duplicate: boolean }
  | { readonly done: 'subscribed' | 'unsubscribed' }
  /** `retry`: it may be that a later attempt succeeds, and SNS makes one. */
  | { readonly refused: string; readonly retry: boolean };

const CERTIFICATES = 20;
/** SNS tries for up to 23 days; what is older was recorded by somebody, and is sent again. */
const OLDEST = hours(24 * 24);

/** Reports that Amazon SES publishes on a topic of SNS. Anybody can post to the address: what counts is a topic that a
 *  feedback source of the registry names, under a signature of Amazon's. The two addresses that are fetched, certificate and
 *  confirmation, are Amazon's own by their shape; nothing else of a report ever is. */
export class SnsIntake {
  private readonly certificates = new Map<string, string>();

  constructor(private readonly needs: Needs) {}

  async take(body: Buffer, remoteAddress: string): Promise<SnsAnswer> {
    const envelope = snsEnvelope(body);
    if ('refused' in envelope) return { refused: envelope.refused, retry: false };
    const { registry, submit, fetchText, now } = this.needs;
    const { topicArn, type, subscribeUrl, timestamp } = envelope;
    const source = registry().sources.find(({ identity }) => identity.snsTopics.includes(topicArn));
    if (!source) return { refused: 'no feedback source here publishes on that topic', retry: false };
    let certificate: string;
    try {
      certificate = await this.certificate(envelope.signingCertUrl);
    } catch {
      return { refused: 'its certificate could not be fetched', retry: true };
    }
    const fault = snsFault(envelope, certificate, now());
    if (fault !== undefined) return { refused: fault, retry: false };
    const sentAt = Date.parse(timestamp);
    if (!(sentAt > minus(now(), OLDEST))) return { refused: 'it is weeks old, and sent again', retry: false };
    if (type === 'UnsubscribeConfirmation') return { done: 'unsubscribed' };
    if (type === 'SubscriptionConfirmation') {
      try {
        await fetchText(subscribeUrl!);
      } catch {
        return { refused: 'the subscription could not be confirmed', retry: true };
      }
      return { done: 'subscribed' };
    }
    const taken = await submit({
      bytes: body,
      channel: 'http',
      receivedAt: now(),
      envelope: { mailFrom: '', rcptTo: [], remoteAddress, posted: { source: source.id, by: 'sns' } },
    });
    return { done: 'accepted', ...taken };
  }

  private async certificate(url: string): Promise<string> {
    const known = this.certificates.get(url);
    if (known !== undefined) return known;
    const certificate = await this.needs.fetchText(url);
    if (this.certificates.size >= CERTIFICATES) this.certificates.clear();
    this.certificates.set(url, certificate);
    return certificate;
  }
}

const MOST = 64 * 1024; // characters
const PATIENCE = 5_000; // ms

/** Follows no redirect: the address was checked, and the next one was not. */
export const fetchText: FetchText = async (url) => {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > MOST) throw new Error(`${url} answered more than ${MOST} characters`);
  }
  return text;
};
