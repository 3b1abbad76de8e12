import {
  Catalogue,
  Versioned,
  instant,
  type EventIn,
  type DefsOf,
  type Instant,
  type ProcessManager,
} from '@app/kernel';
import type { EventStore } from '@app/event-store';
import { z } from 'zod';
import { draft } from './drafts';

// A process small enough to test what runs processes.

export const windowEvents = new Catalogue({
  Asked: new Versioned(1, z.strictObject({ who: z.string(), dueAt: instant })),
  Answered: new Versioned(1, z.strictObject({ who: z.string() })),
  Seen: new Versioned(1, z.strictObject({ who: z.string() })),
});
export type WindowEvent = EventIn<typeof windowEvents>;
export type WindowCommand =
  | { readonly type: 'Escalate'; readonly who: string; readonly dueAt: Instant; readonly firedAt: Instant }
  | { readonly type: 'Thank'; readonly who: string };
export type AnswerWindow = ProcessManager<
  { who: string },
  DefsOf<typeof windowEvents>,
  WindowCommand,
  'due' | 'other'
>;

/** Escalates who does not answer and thanks who does; who was merely seen is thanked at once, without a state. Throws at
 *  each stimulus in `poison`: `Asked ann`, `due ann`. */
export const answerWindow = (
  poison: readonly string[] = [],
  from: 'now' | 'beginning' = 'beginning',
): AnswerWindow => ({
  name: 'window',
  state: new Versioned(1, z.strictObject({ who: z.string() })),
  initial: { who: '' },
  inputs: windowEvents,
  from,
  instanceOf: ({ data }) => (data.who === 'nobody' ? null : data.who),
  react(state, stimulus) {
    const what =
      stimulus.kind === 'event' ? `${stimulus.event.type} ${stimulus.event.data.who}` : `due ${state.who}`;
    if (poison.includes(what)) throw new Error(`cannot bear ${what}`);
    if (stimulus.kind === 'deadline') {
      const { dueAt, firedAt } = stimulus;
      return { done: true, commands: [{ type: 'Escalate', who: state.who, dueAt, firedAt }] };
    }
    const { type, data } = stimulus.event;
    if (type === 'Asked') return { state: { who: data.who }, deadlines: { due: data.dueAt, other: null } };
    return { done: true, commands: [{ type: 'Thank', who: data.who }] };
  },
});

/** Appends to a stream per person, each event under a command of its own. */
export const happens = async (events: EventStore, ...happened: readonly WindowEvent[]): Promise<void> => {
  for (const event of happened) {
    const stream = `person-${event.data.who}`;
    let revision = 0;
    for await (const recorded of events.read(stream)) revision = recorded.revision;
    await events.append(stream, revision === 0 ? 'none' : revision, [
      { ...draft(), ...windowEvents.encode(event) },
    ]);
  }
};
export const asked = (who: string, dueAt: Instant): WindowEvent => ({ type: 'Asked', data: { who, dueAt } });
export const answered = (who: string): WindowEvent => ({ type: 'Answered', data: { who } });
export const seen = (who: string): WindowEvent => ({ type: 'Seen', data: { who } });
