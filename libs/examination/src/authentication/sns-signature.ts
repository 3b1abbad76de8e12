import { verify, X509Certificate } from 'node:crypto';
import type { SnsEnvelope } from '../formats/sns';

/** Whether Amazon signed it: by the certificate that the envelope names and the caller fetched, which must be SNS's own and
 *  valid at `at` (epoch ms). Why not, or undefined when it did. Never throws.
 *  https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
export const snsFault = (
  { stringToSign, signature, signatureVersion }: SnsEnvelope,
  certificate: string,
  at: number,
): string | undefined => {
  let cert: X509Certificate;
  try {
    cert = new X509Certificate(certificate);
  } catch {
    return 'the certificate it names is none';
  }
  if (cert.checkHost('sns.amazonaws.com') === undefined) return 'its certificate is not that of Amazon SNS';
  if (at < Date.parse(cert.validFrom) || at > Date.parse(cert.validTo))
    return 'its certificate is not valid at this time';
  const algorithm = signatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return verify(algorithm, Buffer.from(stringToSign), cert.publicKey, Buffer.from(signature, 'base64'))
    ? undefined
    : 'its signature is wrong';
};
