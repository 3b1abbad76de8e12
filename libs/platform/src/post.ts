import { Agent as HttpAgent, request as httpRequest, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as wait } from 'node:timers';
import type { Duration } from '@app/kernel';

/** Calls `wake` once `span` has passed; the answer calls it off. Tests hand in one of their own. */
export type After = (span: Duration, wake: () => void) => () => void;
export const realTime: After = (span, wake) => {
  const timer = wait(wake, span);
  return () => clearTimeout(timer);
};

export interface Response {
  readonly status: number;
  readonly body: string;
  /** Retry-After, as it came. */
  readonly retryAfter?: string;
}

const MAX_BODY = 64 * 1024; // what is longer is not an answer to an order; the rest is not read
const CONNECTIONS = 20;
/** Said aloud, for both can be turned off around us by NODE_TLS_REJECT_UNAUTHORIZED or Node's own options. An authority of
 *  one's own is trusted by NODE_EXTRA_CA_CERTS. */
const CHECKED = { rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;

export interface PostOptions {
  /** http or https; the only place this client ever talks to. */
  readonly url: URL;
  /** For the whole exchange, from connecting to the last byte. While it waits for one of the connections it does not run. */
  readonly timeout: Duration;
  readonly after: After;
}

/** POST to one fixed place over kept connections. No redirects, no proxies, no compression, a bounded answer: whatever the other
 *  side says, no byte goes anywhere else. */
export class Poster {
  private readonly secure: boolean;
  private readonly agent: HttpAgent;
  private readonly underWay = new Set<ClientRequest>();

  constructor(private readonly options: PostOptions) {
    const { protocol } = options.url;
    if (protocol !== 'http:' && protocol !== 'https:')
      throw new Error(`platform.url begins with ${protocol}//: it must begin with http:// or https://`);
    this.secure = protocol === 'https:';
    const kept = { keepAlive: true, maxSockets: CONNECTIONS };
    this.agent = this.secure ? new HttpsAgent({ ...kept, ...CHECKED }) : new HttpAgent(kept);
  }

  /** Rejects with an Error of one line when there was no answer. */
  post(body: string, headers: Readonly<Record<string, string>>): Promise<Response> {
    const { url, timeout, after } = this.options;
    return new Promise((resolve, reject) => {
      const bytes = Buffer.from(body);
      const outgoing = (this.secure ? httpsRequest : httpRequest)(
        url,
        { method: 'POST', agent: this.agent, headers: { ...headers, 'content-length': bytes.length } },
        (incoming) => {
          const parts: Buffer[] = [];
          let size = 0;
          const done = () =>
            resolve({
              status: incoming.statusCode ?? 0,
              body: Buffer.concat(parts).toString('utf8', 0, MAX_BODY),
              retryAfter: incoming.headers['retry-after'],
            });
          incoming.on('data', (part: Buffer) => {
            parts.push(part);
            size += part.length;
            if (size <= MAX_BODY) return;
            done();
            outgoing.destroy();
          });
          incoming.on('end', done);
          incoming.on('error', reject);
        },
      );
      let callOff = () => {};
      // Not from the start: behind twenty slow answers the next orders would be given up before they were sent.
      outgoing.once('socket', () => {
        callOff = after(timeout, () => outgoing.destroy(new Error(`no answer within ${timeout / 1_000} s`)));
      });
      outgoing.on('error', reject);
      this.underWay.add(outgoing);
      outgoing.on('close', () => {
        this.underWay.delete(outgoing);
        callOff();
        reject(new Error('the connection was closed before the answer was complete'));
      });
      outgoing.end(bytes);
    });
  }

  /** Gives up what is under way: those that wait for a connection, too, would otherwise open new ones. */
  close(): void {
    for (const outgoing of this.underWay) outgoing.destroy(new Error('the desk gave it up, because it ends'));
    this.agent.destroy();
  }
}
