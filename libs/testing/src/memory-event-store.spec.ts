import { Instant } from '@app/kernel';
import { eventStoreContract } from './event-store.contract';
import { MemoryEventStore } from './memory-event-store';

eventStoreContract('Memory', () =>
  Promise.resolve(new MemoryEventStore(() => Instant('2026-03-01T10:00:00.000Z'))),
);
