import { parentPort, workerData } from 'node:worker_threads';
import { authenticate } from '../authentication/authenticate';
import { ownSignatures } from '../authentication/own-signature';
import { caching, codeOf, DnsError, type Resolver } from '../authentication/resolver';
import { parseReport } from '../parse-report';
import type { FromThread, Job, Outcome, ThreadSettings, ToThread } from './protocol';
import { rememberKeys } from './remember-keys';

/** Runs in a thread of its own: whatever a message does to the one who reads it, it does it here. */
const port = parentPort!;
const { budget, keepDns, dnsBudget } = workerData as ThreadSettings;
rememberKeys(256); // far more than there are feedback sources, and some 100 KiB
const say = (message: FromThread): void => port.postMessage(message);

const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
let questions = 0;
const ask: Resolver = (name, type) =>
  new Promise((resolve, reject) => {
    const question = ++questions;
    waiting.set(question, { resolve, reject });
    say({ question, name, type });
  });
const resolver = caching(ask, keepDns, () => performance.now());

/** One message may not wait for DNS for ever, however many servers it makes us ask. */
const bounded = (): Resolver => {
  const until = performance.now() + dnsBudget;
  return (name, type) =>
    performance.now() > until ? Promise.reject(new DnsError('ETIMEOUT', name)) : resolver(name, type);
};

const work = async (job: Job): Promise<Outcome> => {
  if (job.do === 'own-signatures')
    return { signatures: await ownSignatures(job.bytes, job.domains, job.receivedAt, bounded(), budget) };
  const { bytes, travelled, receivedAt, registered } = job;
  const report = parseReport(bytes, budget);
  return { report, verdict: await authenticate(bytes, travelled, receivedAt, bounded(), registered) };
};

port.on('message', (message: ToThread) => {
  if ('job' in message) {
    const { job } = message;
    work(message.work).then(
      (outcome) => say({ job, outcome }),
      (error: unknown) => say({ job, failed: error instanceof Error ? error.message : codeOf(error) }),
    );
    return;
  }
  const asked = waiting.get(message.question);
  waiting.delete(message.question);
  if ('code' in message) asked?.reject(new DnsError(message.code, 'a name'));
  else asked?.resolve(message.answer);
});
say({ ready: true });
