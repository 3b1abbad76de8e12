import { generateKeyPairSync } from 'node:crypto';
import { authenticate, sealMessage } from 'mailauth';
import type { Zone } from './sample-mail';

/** A forwarder as lists are: it verifies what it gets, changes it, and says under its ARC seal what it had found. */
export class Forwarder {
  private readonly privateKey: string;

  constructor(
    readonly domain: string,
    private readonly zone: Zone,
    private readonly now: () => Date,
  ) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.privateKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const p = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    zone[`arc._domainkey.${domain}`] = { TXT: [`v=DKIM1; k=rsa; p=${p}`] };
  }

  async forward(message: string, change = (incoming: string) => incoming): Promise<string> {
    const { dkim } = await authenticate(message, {
      resolver: this.resolve as never,
      disableArc: true,
      disableBimi: true,
    });
    const found = dkim.results.map(({ info }) => info).join('; ');
    const outgoing = change(message);
    const seal = {
      signingDomain: this.domain,
      selector: 'arc',
      privateKey: this.privateKey,
      authResults: `mx.${this.domain}; ${found}`,
      cv: 'none',
      signTime: this.now(),
    };
    return `${(await sealMessage(outgoing, seal)).toString()}${outgoing}`;
  }

  private readonly resolve = (name: string, type: 'TXT' | 'MX'): Promise<unknown> => {
    const records = this.zone[name]?.[type];
    return records
      ? Promise.resolve(type === 'TXT' ? records.map((text) => [text]) : records)
      : Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }));
  };
}
