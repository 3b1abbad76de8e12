import { hours, Instant, minus, minutes, plus, type Duration } from '@app/kernel';
import type { AnswerPage } from './page';

const NOW = Instant('2026-03-02T09:05:00.000Z');

/** A page with everything on it, for the specs. */
export const samplePage = (page: Partial<AnswerPage> = {}): AnswerPage => ({
  brand: { name: 'Spotler', timeZone: 'Europe/Amsterdam' },
  locales: ['nl', 'en'],
  caseId: 'acme.1',
  now: NOW,
  state: 'asked',
  campaigns: [
    {
      campaignId: 'spring-sale',
      complaints: 3,
      first: minus(NOW, hours(2)),
      last: minus(NOW, hours(1)),
      providers: [{ provider: 'yahoo', complaints: 2 }, { complaints: 1 }],
    },
    { complaints: 1, first: NOW, last: NOW, providers: [] },
  ],
  deadline: plus(NOW, (hours(23) + minutes(12)) as Duration),
  received: [{ at: NOW, fields: ['feedback'] }],
  asks: ['feedback', 'solution'],
  ...page,
});

export const suspendedPage = (page: Partial<AnswerPage> = {}): AnswerPage =>
  samplePage({
    state: 'suspended',
    deadline: undefined,
    asks: ['feedback', 'solution', 'prevention'],
    statement: {
      measure: 'suspension',
      since: NOW,
      scope: 'bulk',
      ground: 'unanswered',
      remarks: 'The list was bought.',
      policy: { name: 'Anti-spambeleid', version: 'a'.repeat(64), url: 'https://policy.example/' },
      clauses: [{ id: 'SP-82', text: 'Wij kunnen het account opschorten.' }, { id: 'SP-83' }],
      automated: { detection: true, decision: false },
    },
    objection: { until: plus(NOW, hours(24 * 180)) },
    ...page,
  });
