export * from './submit';
export { type Log } from './log';
export { SmtpListener, type SmtpCounts, type SmtpOptions, type SmtpSurroundings } from './smtp/listener';
export { accepts } from './smtp/accepts';
export { blockOf } from './limits/address-block';
export { freeBytesOf, FreeSpace } from './limits/free-space';
export { RateLimiter, type Bucket, type BucketStore, type Rate, type Verdict } from './limits/rate-limiter';
export { SqliteBuckets } from './limits/sqlite-buckets';
export { importPaths, type Imported, type ImportOptions } from './files/import-paths';
