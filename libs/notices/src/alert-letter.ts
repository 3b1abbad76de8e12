import { momentInWords, type Instant } from '@app/kernel';
import { oneLine, rendered } from './letter';
import type { Composed } from './notice';

interface Waits {
  readonly queue: string;
  readonly count: number;
  readonly oldest: Instant | null;
  readonly nearest?: Instant | null;
}

/** To those who work at the desk, in English: which queues wait, since when, and until when. Numbers only, for it may be read
 *  on any telephone: no customer, no complainant. */
export const alertLetter = (waiting: readonly Waits[], deskUrl: string): Composed => {
  const moment = (at: Instant) => `${momentInWords(at, 'UTC', 'en')}`;
  const lines = waiting.map(({ queue, count, oldest, nearest }) =>
    [
      `${oneLine(queue)}: ${count}`,
      ...(oldest === null ? [] : [`since ${moment(oldest)}`]),
      ...(nearest === null || nearest === undefined ? [] : [`due ${moment(nearest)}`]),
    ].join(', '),
  );
  const named = waiting.map(({ queue }) => oneLine(queue)).join(', ');
  return rendered({
    subject: `Waiting at the abuse desk: ${named.length > 120 ? `${waiting.length} queues` : named}`,
    locale: 'en',
    blocks: [
      { text: 'This waits for somebody at the abuse desk:' },
      { items: lines },
      { link: 'All queues', url: `${deskUrl}/v1/queues` },
    ],
  });
};
