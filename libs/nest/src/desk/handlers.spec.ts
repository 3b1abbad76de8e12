import { rejected } from '@app/kernel';
import type { EffectContext } from '@app/runtime';
import type { Aggregates } from './aggregates';
import { commandHandlers } from './handlers';

const context = { meta: { commandId: 'c-1' }, target: 'account A-1' } as unknown as EffectContext;

describe('commands of processes', () => {
  const refused: string[][] = [];
  const answering = (outcome: unknown) => {
    refused.length = 0;
    const decide = () => Promise.resolve(outcome);
    return commandHandlers({
      aggregates: {
        complaint: decide,
        account: decide,
        automation: decide,
        incident: decide,
      } as unknown as Aggregates,
      toCase: decide as never,
      openClaim: decide as never,
      limitOf: () => 10,
      refused: (...told) => refused.push(told),
    });
  };
  const names = Object.keys(answering({ ok: true }));

  it.each(names)('%s: what is refused ends, and is told to whoever runs the desk', async (type) => {
    const handlers = answering({ ok: false, rejection: rejected('has-ended', 'the case has ended') });
    expect(await handlers[type]!({ type } as never, context)).toBeUndefined();
    expect(refused).toEqual([[type, 'account A-1', 'the case has ended']]);
  });

  it.each(names)('%s: what is accepted is not spoken of', async (type) => {
    await answering({ ok: true, revision: 1, events: [] })[type]!({ type } as never, context);
    expect(refused).toEqual([]);
  });
});
