import { isObject, textOf } from './json';

/** What Amazon SNS posts, taken apart for whoever verifies it. Nothing of it is true before that. */
export interface SnsEnvelope {
  readonly type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly topicArn: string;
  readonly messageId: string;
  /** As it was written, RFC 3339. */
  readonly timestamp: string;
  readonly message: string;
  /** What `signature` signs: with SHA-1 when `signatureVersion` is '1', with SHA-256 when it is '2'. */
  readonly stringToSign: string;
  readonly signature: string; // base64
  readonly signatureVersion: '1' | '2';
  /** Of a shape that is Amazon's own (`isAmazonsCertificate`): nothing else is to be fetched. */
  readonly signingCertUrl: string;
  /** To be called to accept a subscription, once verified and wanted. Of Amazon's own shape too. */
  readonly subscribeUrl?: string;
}

/** The fields that are signed, in their order: by the alphabet, those that are absent left out.
 *  https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const; // prettier-ignore

/** Two megabytes are eight times what SNS may post. */
const MOST = 2 * 1024 * 1024;

/** A posted body → its envelope, or why it is none; pure, nothing is fetched or verified. */
export const snsEnvelope = (body: Uint8Array | string): SnsEnvelope | { readonly refused: string } => {
  const refused = (because: string) => ({ refused: because });
  if (body.length > MOST) return refused('it is larger than anything SNS posts');
  const given = parsed(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  if (!isObject(given)) return refused('it is no JSON object');
  const text = (name: string) => (typeof given[name] === 'string' ? textOf(given, name) : undefined);
  const type = text('Type') ?? '';
  if (!Object.hasOwn(SIGNED, type)) return refused('its Type is none that SNS sends');
  const signed = SIGNED[type as SnsEnvelope['type']];
  const missing = [...signed, 'Signature', 'SigningCertURL'].find(
    (name) => name !== 'Subject' && text(name) === undefined,
  );
  if (missing !== undefined) return refused(`${missing} is missing`);
  const signatureVersion = text('SignatureVersion');
  if (signatureVersion !== '1' && signatureVersion !== '2')
    return refused('its SignatureVersion is neither 1 nor 2');
  const topicArn = text('TopicArn')!;
  const region = regionOf(topicArn);
  const signingCertUrl = text('SigningCertURL')!;
  const subscribeUrl = text('SubscribeURL');
  if (region === undefined) return refused('its TopicArn is no topic of SNS');
  if (!isAmazonsCertificate(signingCertUrl, region))
    return refused('its SigningCertURL is none of Amazon SNS in the region of the topic');
  if (subscribeUrl !== undefined && !isAmazonSns(subscribeUrl, region))
    return refused('its SubscribeURL is none of Amazon SNS in the region of the topic');
  return {
    type: type as SnsEnvelope['type'],
    topicArn,
    messageId: text('MessageId')!,
    timestamp: text('Timestamp')!,
    message: text('Message')!,
    stringToSign: signed
      .filter((name) => text(name) !== undefined)
      .map((name) => `${name}\n${text(name)!}\n`)
      .join(''),
    signature: text('Signature')!,
    signatureVersion,
    signingCertUrl,
    ...(subscribeUrl === undefined ? {} : { subscribeUrl }),
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** `arn:aws:sns:eu-west-1:123456789012:complaints`; China and the government have partitions of their own. */
const regionOf = (arn: string): string | undefined =>
  /^arn:aws(?:-cn|-us-gov)?:sns:([a-z]{2}(?:-[a-z]{1,12}){1,3}-\d{1,2}):\d{12}:[\w.-]{1,256}$/.exec(arn)?.[1];

/** Whether a certificate may be fetched from there: a host of SNS itself, over https, and a certificate by its name. A
 *  host that only ends like Amazon's would let anybody sign. */
export const isAmazonsCertificate = (url: string, region?: string): boolean =>
  isAmazonSns(url, region) &&
  /^\/SimpleNotificationService-[\da-f]{16,64}\.pem$/i.test(new URL(url).pathname);

const isAmazonSns = (url: string, region?: string): boolean => {
  if (url.length > 2_000 || !URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = /^sns\.([a-z\d-]{5,30})\.amazonaws\.com(?:\.cn)?$/.exec(hostname);
  return (
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    password === '' &&
    host !== null &&
    (region === undefined || host[1] === region)
  );
};
