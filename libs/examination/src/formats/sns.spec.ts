import { createSign, createVerify, generateKeyPairSync } from 'node:crypto';
import { isAmazonsCertificate, snsEnvelope } from './sns';

const posted = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: 'arn:aws:sns:eu-west-1:123456789012:complaints',
  Subject: 'Amazon SES Email Event Notification',
  Message: '{"notificationType":"Complaint"}\n',
  Timestamp: '2026-03-03T09:00:01.000Z',
  SignatureVersion: '1',
  Signature: 'c2lnbmVk',
  SigningCertURL:
    'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
  UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
};
const envelope = (value: unknown) => snsEnvelope(JSON.stringify(value));

describe('an envelope of SNS', () => {
  it('says what is signed, field by field in the order of the alphabet', () =>
    expect(envelope(posted)).toEqual({
      type: 'Notification',
      topicArn: posted.TopicArn,
      messageId: posted.MessageId,
      timestamp: posted.Timestamp,
      message: posted.Message,
      stringToSign:
        `Message\n${posted.Message}\nMessageId\n${posted.MessageId}\nSubject\n${posted.Subject}\n` +
        `Timestamp\n${posted.Timestamp}\nTopicArn\n${posted.TopicArn}\nType\nNotification\n`,
      signature: 'c2lnbmVk',
      signatureVersion: '1',
      signingCertUrl: posted.SigningCertURL,
    }));

  it('leaves a subject out that is not there', () => {
    const { Subject: _, ...rest } = posted;
    expect(envelope(rest)).toMatchObject({ stringToSign: expect.not.stringContaining('Subject') as string });
  });

  it('of a subscription has the call that accepts it, and signs it too', () => {
    const asked = { ...posted, Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription' }; // prettier-ignore
    const found = envelope(asked);
    expect(found).toMatchObject({ type: 'SubscriptionConfirmation', subscribeUrl: asked.SubscribeURL });
    expect(found).toMatchObject({ stringToSign: expect.stringContaining(`\nSubscribeURL\n${asked.SubscribeURL}\nTimestamp\n`) as string }); // prettier-ignore
  });

  it('can be verified with what it says', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const unsigned = envelope({ ...posted, SignatureVersion: '2' });
    if ('refused' in unsigned) throw new Error(unsigned.refused);
    const Signature = createSign('RSA-SHA256').update(unsigned.stringToSign).sign(privateKey, 'base64');
    const { stringToSign, signature } = { ...unsigned, ...envelope({ ...posted, SignatureVersion: '2', Signature }) };
    expect(createVerify('RSA-SHA256').update(stringToSign).verify(publicKey, signature, 'base64')).toBe(true);
  }); // prettier-ignore

  it.each<[unknown, string]>([
    [[posted], 'no JSON object'],
    [{ ...posted, Type: 'Other' }, 'Type'],
    [{ ...posted, Type: 'constructor' }, 'Type'],
    [{ ...posted, Message: 7 }, 'Message is missing'],
    [{ ...posted, Signature: undefined }, 'Signature is missing'],
    [{ ...posted, SignatureVersion: '3' }, 'SignatureVersion'],
    [{ ...posted, TopicArn: 'arn:aws:s3:::bucket' }, 'TopicArn'],
    [{ ...posted, SigningCertURL: 'https://evil.example/x.pem' }, 'SigningCertURL'],
    [{ ...posted, SigningCertURL: posted.SigningCertURL.replace('eu-west-1', 'us-east-1') }, 'SigningCertURL'],
    [{ ...posted, SubscribeURL: 'https://evil.example/' }, 'SubscribeURL'],
  ])('%j is refused, and why', (value, why) =>
    expect(envelope(value)).toEqual({ refused: expect.stringContaining(why) as string }),
  ); // prettier-ignore

  it('that is no JSON, or far too long, is refused', () => {
    expect(snsEnvelope('{')).toHaveProperty('refused');
    expect(snsEnvelope(Buffer.alloc(3_000_000, 32))).toHaveProperty('refused');
  });
});

describe('a certificate of SNS', () => {
  const name = 'SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';
  it.each([
    [`https://sns.eu-west-1.amazonaws.com/${name}`, true],
    [`https://sns.cn-north-1.amazonaws.com.cn/${name}`, true],
    [`http://sns.eu-west-1.amazonaws.com/${name}`, false],
    [`https://sns.eu-west-1.amazonaws.com.evil.example/${name}`, false],
    [`https://evil.example/sns.eu-west-1.amazonaws.com/${name}`, false],
    [`https://sns.eu-west-1.amazonaws.com@evil.example/${name}`, false],
    [`https://sns.eu-west-1.amazonaws.com:8443/${name}`, false],
    [`https://a.sns.eu-west-1.amazonaws.com/${name}`, false],
    [`https://s3.eu-west-1.amazonaws.com/${name}`, false],
    [`https://sns.eu-west-1.amazonaws.com/bucket/${name}`, false],
    [`https://sns.eu-west-1.amazonaws.com/other.pem`, false],
    ['no URL', false],
  ])('%s: %s', (url, is) => expect(isAmazonsCertificate(url)).toBe(is));
});
