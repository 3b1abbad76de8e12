import type { Instant } from '@app/kernel';
import type { EffectContext, Handler, Undelivered, Verdict } from '@app/runtime';
import type { Logger } from '../observability';

/** Whom the desk delivers to: notices to the mail relay, orders and suppressions to the sending platform. */
export const destination = ['mail', 'platform'] as const;
export type Destination = (typeof destination)[number];

/** How the targets of each begin: see libs/processes/src/routes.ts. */
const PREFIXES: Readonly<Record<Destination, readonly string[]>> = {
  mail: ['notice:'],
  platform: ['platform:', 'suppress:'],
};
const GOES_TO: Readonly<Partial<Record<string, Destination>>> = {
  SendNotice: 'mail',
  DispatchOrder: 'platform',
  SuppressRecipient: 'platform',
};

const REMEMBERED = 1_000; // failing deliveries of each: more would only cost memory while a destination is down

interface Needs {
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  /** What waits for targets that begin so. */
  readonly undelivered: (prefix: string) => Promise<Undelivered>;
}

/** What goes out of the desk and does not arrive. The outbox tries it again for ever: nothing is lost by it, and nothing
 *  would be heard of it either. */
export class Deliveries {
  private readonly failing: Readonly<Record<Destination, Set<string>>> = {
    mail: new Set(), // ids of what was tried in vain since the start
    platform: new Set(),
  };

  constructor(private readonly needs: Needs) {}

  /** The same handlers, of whose deliveries the first failure and the end of the last are told. */
  watched(handlers: Readonly<Record<string, Handler>>): Record<string, Handler> {
    return Object.fromEntries(
      Object.entries(handlers).map(([type, handler]) => {
        const to = GOES_TO[type];
        return [type, to === undefined ? handler : this.watch(to, handler)];
      }),
    );
  }

  async waiting(to: Destination): Promise<Undelivered> {
    const counted = await Promise.all(PREFIXES[to].map((prefix) => this.needs.undelivered(prefix)));
    return counted.reduce((all, one) => ({
      failing: all.failing + one.failing,
      late: all.late + one.late,
      oldest: earlier(all.oldest, one.oldest),
    }));
  }

  /** Of all destinations what has waited over 15 minutes, and since when. */
  async late(): Promise<{ count: number; oldest: Instant | null }> {
    const all = (await Promise.all(destination.map((to) => this.waiting(to)))).filter(({ late }) => late > 0);
    return {
      count: all.reduce((count, { late }) => count + late, 0),
      oldest: all.reduce<Instant | null>((oldest, one) => earlier(oldest, one.oldest), null),
    };
  }

  private watch(to: Destination, handler: Handler): Handler {
    return async (command, context: EffectContext) => {
      try {
        const verdict = await handler(command, context);
        this.tried(to, context.id, verdict);
        return verdict;
      } catch (error) {
        this.failed(to, context.id);
        throw error;
      }
    };
  }

  private tried(to: Destination, id: string, verdict: Verdict): void {
    if (verdict && 'failed' in verdict) this.failed(to, id);
    else if (this.failing[to].delete(id) && this.failing[to].size === 0)
      this.needs.logger.info({ destination: to }, 'deliveries go out again');
  }

  private failed(to: Destination, id: string): void {
    if (this.failing[to].size === 0)
      this.needs.logger.warn({ destination: to }, 'deliveries fail, and are tried again until they go out');
    if (this.failing[to].size < REMEMBERED) this.failing[to].add(id);
  }
}

const earlier = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : a < b ? a : b;
