import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { ADMIN_KEY } from '../support/desk-process';

/** How long calls took, in ms: of `n`, and how late the last of them was begun. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly n: number;
  readonly latest: number;
}

/** Calls `paths` in turn, `perSecond` of them whatever the answers take (open loop): each is timed from when it was due, so that
 *  a stall counts against every call that it held up. Rejects when one is not answered 200, or `isRight` says so. */
export const openLoop = async (
  url: string,
  paths: readonly string[],
  perSecond: number,
  during: number,
  isRight: (body: string, path: string) => boolean = () => true,
): Promise<Latencies> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(url);
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const call = (path: string) =>
    new Promise<void>((resolve, reject) => {
      request({ hostname, port, path, agent, headers }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => (body += text));
        answer.on('end', () =>
          answer.statusCode === 200 && isRight(body, path)
            ? resolve()
            : reject(new Error(`${path} answered ${answer.statusCode}: ${body}`)),
        );
      })
        .on('error', reject)
        .end();
    });

  const n = Math.floor((perSecond * during) / 1_000);
  const times: number[] = [];
  const calls: Promise<void>[] = [];
  let latest = 0;
  const start = performance.now();
  for (let i = 0; i < n; i++) {
    const due = start + (i * 1_000) / perSecond;
    const ahead = due - performance.now();
    if (ahead > 0) await wait(ahead);
    latest = Math.max(latest, performance.now() - due);
    calls.push(call(paths[i % paths.length]!).then(() => void times.push(performance.now() - due)));
  }
  try {
    await Promise.all(calls);
  } finally {
    agent.destroy();
  }
  times.sort((a, b) => a - b);
  const at = (part: number) => Number(times[Math.floor(times.length * part)]!.toFixed(2));
  return { p50: at(0.5), p99: at(0.99), n, latest: Math.round(latest) };
};
