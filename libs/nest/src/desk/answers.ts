import { caseEvents } from '@app/enforcement';
import type { EventStore } from '@app/event-store';
import type { CaseId } from '@app/kernel';
import { wasErased, type Vault } from '@app/privacy';

const FIELDS = ['feedback', 'solution', 'prevention'] as const;
export type AnswerText = Readonly<Record<(typeof FIELDS)[number], string | null>>;

/** What a customer wrote, by answer id, for whoever decides on it; null what was left empty, or erased since. Each opening
 *  is audited as `by`. */
export const answerTexts = async (
  events: EventStore,
  vault: Vault,
  caseId: CaseId,
  by: string,
): Promise<ReadonlyMap<string, AnswerText>> => {
  const texts = new Map<string, AnswerText>();
  for await (const recorded of events.read(`case-${caseId}`)) {
    if (recorded.type !== 'AnswerReceived') continue;
    const { data } = caseEvents.decode(recorded) as unknown as {
      data: { answerId: string } & Record<(typeof FIELDS)[number], unknown>;
    };
    const opened = await Promise.all(
      FIELDS.map(async (field) => {
        if (data[field] === null || data[field] === undefined) return [field, null] as const;
        const text = await vault.openEvent(recorded, `/${field}`, { by, why: 'answer read' });
        return [field, wasErased(text) ? null : (text as string)] as const;
      }),
    );
    texts.set(data.answerId, Object.fromEntries(opened) as AnswerText);
  }
  return texts;
};
