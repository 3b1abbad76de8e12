export * from './account/shapes';
export * from './account/events';
export * from './account/commands';
export { accountDecider, accountSnapshot } from './account/account';
export { HOLD_LASTS, RENEW_AFTER } from './account/orders';
export { accountOfOrder, hashedName, hashedNameIn, orderIdOf } from './account/order-id';
export {
  standingOf,
  warnedAt,
  type AccountState,
  type Known as KnownAccount,
  type Order,
} from './account/state';
