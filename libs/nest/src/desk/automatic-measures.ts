import type { AutomationScope, CaseCommand, CaseEvent } from '@app/enforcement';
import { uuidv5, type Meta, type Outcome } from '@app/event-store';
import { breaker } from '@app/processes';
import { Turns } from '@app/runtime';
import type { Aggregates } from './aggregates';

interface Needs {
  readonly aggregates: Pick<Aggregates, 'automation'>;
  /** Automatic measures an hour, of the brand's present policy. */
  readonly limitOf: (scope: AutomationScope) => number;
  /** One could not be counted at once: the process of the breaker does it later. */
  readonly onError: (error: unknown) => void;
}

/** Counts for the circuit breaker what a case takes by itself, before the next case decides. The process counts it too, and
 *  surely, yet after the fact: a flood of reports makes demands that end at one instant, and all of those customers would be
 *  suspended before the first was counted. */
export class AutomaticMeasures {
  private readonly turns = new Turns();

  constructor(private readonly needs: Needs) {}

  /** Deadlines wait for each other, but for digests, which take no measure. What a signal has taken is counted as soon, and
   *  signals do not wait: as many may pass beyond the limit as are decided at the same time. */
  decide(
    command: CaseCommand,
    meta: Meta,
    decide: () => Promise<Outcome<CaseEvent>>,
  ): Promise<Outcome<CaseEvent>> {
    const counted = async () => {
      const outcome = await decide();
      if (outcome.ok) await this.count(outcome.events, meta);
      return outcome;
    };
    const waits = command.type === 'ReachDeadline' && command.name !== 'digest-due';
    return waits ? this.turns.take(counted) : counted();
  }

  private async count(events: readonly CaseEvent[], meta: Meta): Promise<void> {
    const { aggregates, limitOf, onError } = this.needs;
    for (const event of events) {
      if (event.type !== 'MeasureTaken' || breaker.instanceOf(event) === null) continue;
      const { commands = [] } = breaker.react({}, { kind: 'event', id: meta.commandId, event });
      for (const command of commands)
        try {
          await aggregates.automation(
            { ...command, limitPerHour: limitOf(command.scope) },
            { ...meta, commandId: uuidv5(meta.commandId, `count ${command.measureId}`) },
          );
        } catch (error) {
          onError(error);
        }
    }
  }
}
