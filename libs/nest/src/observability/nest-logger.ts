import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger';

/** What Nest has to say, as lines of our log. Its routine ("mapped route …") is debugging. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest gives the context last, and a stack before it when there is one. */
  private write(
    level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: unknown[],
  ): void {
    const component = typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : 'nest';
    const stack = rest
      .slice(0, -1)
      .find((item): item is string => typeof item === 'string' && item.includes('\n'));
    if (message instanceof Error) this.logger[level]({ component, err: message }, message.message);
    else
      this.logger[level](
        { component, ...(stack === undefined ? {} : { stack }) },
        typeof message === 'string' ? message : JSON.stringify(message),
      );
  }
}
