import type { DeskEvent, Historic } from '@app/simulation';
import type { Instant } from '@app/kernel';
import { simulateWorld, type Plan } from './world';

/** What a desk would have in its log of such a world. */
export const historyOf = (plan: Plan): Historic[] => {
  const history: Historic[] = [];
  const watch = (event: DeskEvent, at: Instant, command: number) =>
    history.push({ event, at, stream: 'one', commandId: String(command) } as Historic);
  simulateWorld({ ...plan, each: true, watch });
  return history;
};
