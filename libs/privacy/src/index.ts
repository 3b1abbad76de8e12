export * from './errors';
export * from './port';
export * from './subject';
export { SqliteVault, wasErased, type VaultOptions } from './vault';
export { SqliteRawStore, type RawStoreOptions } from './raw-store';
export { identityUnder, normalisedAddress } from './identity';
export { type Warn } from './master-key';
