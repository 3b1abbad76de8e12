import { pino, type Bindings, type Logger } from 'pino';
import type { Instant } from '@app/kernel';
import { currentCorrelation } from './correlation';
import { withoutAddresses, withoutPersonalData } from './personal-data';

export type { Logger };

export interface LogOptions {
  readonly level: string; // of pino: trace … fatal, silent
  readonly now: () => Instant;
  /** Takes one line at a time, with its newline. Standard output unless said otherwise. */
  readonly write?: (line: string) => void;
}

/** One JSON object a line, with correlation ids, without personal data: names are hidden where they stand in an object,
 *  and addresses wherever they stand in the line, message and stack included. */
export const createLogger = ({
  level,
  now,
  write = (line) => process.stdout.write(line),
}: LogOptions): Logger => {
  const logger = pino(
    {
      level,
      base: undefined, // no pid and host: whoever collects the lines knows where they came from
      timestamp: () => `,"at":"${new Date(now()).toISOString()}"`,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => withoutPersonalData(fields) as Record<string, unknown>,
      },
      mixin: () => ({ ...currentCorrelation() }),
      serializers: { err: (error: unknown) => error },
    },
    { write: (line: string) => write(withoutAddresses(line)) },
  );
  return guarded(logger);
};

/** pino formats the bindings of its root only; those of children may hold the same things. */
const guarded = (logger: Logger): Logger => {
  const child = logger.child.bind(logger);
  return Object.assign(logger, {
    child: (bindings: Bindings) => guarded(child(withoutPersonalData(bindings) as Bindings)),
  });
};
