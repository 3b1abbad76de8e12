// What the face is given. Tokens and not classes: the composition decides what stands behind them.

/** A pino Logger, see createLogger. */
export const LOGGER = Symbol('logger');
/** `() => Instant` */
export const NOW = Symbol('now');
/** A FreeSpace of the data directory. */
export const SPACE = Symbol('space');
export const SETTINGS = Symbol('settings');
