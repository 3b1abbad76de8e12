export { mintToken, verifyToken, MAX_TOKEN, TOKEN_HEADER } from './token/token';
export type { TokenClaims, TokenKeys, TokenVerdict } from './token/token';
export { MAX_BATCH, SendLog, type SendLogOptions } from './send-log/send-log';
export type { LoggedDelivery, Sent } from './send-log/rows';
export { OptOuts, type OptOut } from './send-log/opt-outs';
export { migrateTracing, tracingMigrations } from './send-log/tables';
export { bareMessageId, innermost, knownRecipients, type TraceEvidence } from './evidence';
export type { Finding, Found, Looked, Strategy, TraceLookups } from './strategies/strategy';
export { STRATEGIES, SUFFICIENT, trace, type TraceAttempt, type TraceResult } from './trace';
