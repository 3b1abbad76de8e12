export * from './load';
export { ABSENT, type Finding } from './meaning';
export { realWaiting, type Waiting } from './pace';
export type { Subject } from './question';
export { isDomainName, type Blocklist } from './schema';
export * from './senders';
export { sweepList, type AskDns, type SweepNeeds, type Swept } from './sweep-list';
