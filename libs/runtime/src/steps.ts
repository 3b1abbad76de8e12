import type { EventDefs, EventOf, Stimulus } from '@app/kernel';
import { recall } from './backlog';
import type { Source } from './instance';
import type { AnyProcess, Stores } from './options';

const PAGE = 256;

export interface Difference {
  readonly process: string;
  readonly instance: string;
  readonly stored: unknown; // null: done
  readonly folded: unknown;
}

/** The state to which the step log leads, by this code: encoded, null when done. Reads the log, writes nothing. */
export const foldSteps = async (stores: Stores, process: AnyProcess, instance: string): Promise<unknown> => {
  let state: unknown = null;
  let after = -1;
  for (;;) {
    const steps = await stores.tables.all<{ seq: number; stimulus: string }>(
      `select seq, stimulus from steps where process = $1 and instance = $2 and seq > $3 order by seq limit ${PAGE}`,
      process.name,
      instance,
      after,
    );
    for (const { seq, stimulus } of steps) {
      const taken = await recalled(stores, process, JSON.parse(stimulus) as Source);
      const before = state === null ? process.initial : process.state.decode(state as never);
      const reaction = process.react(before, taken);
      state = 'done' in reaction ? null : process.state.encode(reaction.state);
      after = seq;
    }
    if (steps.length < PAGE) return state;
  }
};

const recalled = async (
  { events }: Stores,
  process: AnyProcess,
  source: Source,
): Promise<Stimulus<EventOf<EventDefs>, string>> => {
  if (source.kind === 'deadline') {
    const { name, version, dueAt, firedAt } = source;
    return { kind: 'deadline', id: `${name}#${version}`, name, dueAt, firedAt };
  }
  const recorded = await recall(events, source);
  return { kind: 'event', id: recorded.id, event: process.inputs.decode(recorded) };
};

/** Every instance whose stored state is not what its step log leads to: the tables were changed by hand, or `react` was
 *  changed without a new version of the state. */
export async function* differences(stores: Stores, process: AnyProcess): AsyncIterable<Difference> {
  let last = '';
  for (;;) {
    const rows = await stores.tables.all<{ instance: string; state: string | null }>(
      `select instance, state from processes where process = $1 and instance > $2 order by instance limit ${PAGE}`,
      process.name,
      last,
    );
    for (const { instance, state } of rows) {
      last = instance;
      // Lifted to today's version first, so that an upcast is no difference.
      const stored =
        state === null ? null : process.state.encode(process.state.decode(JSON.parse(state) as never));
      const folded = await foldSteps(stores, process, instance);
      if (JSON.stringify(stored) !== JSON.stringify(folded))
        yield { process: process.name, instance, stored, folded };
    }
    if (rows.length < PAGE) return;
  }
}
