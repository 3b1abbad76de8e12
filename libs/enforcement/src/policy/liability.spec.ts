import { days } from '@app/kernel';
import { policyFile } from '@app/testing';
import { parsePolicy } from './parse';

const changed = (id: 'aino' | 'iconneqt', change: (content: Record<string, unknown>) => void) => () => {
  const content = policyFile(id) as Record<string, unknown>;
  change(content);
  return parsePolicy(content);
};

describe('who bears what it costs', () => {
  it('is said in whole cents, by the reading that is set', () =>
    expect(parsePolicy(policyFile('aino')).liability).toEqual({
      currency: 'EUR',
      hour: 9_500,
      charged: 'customer-liable',
      lookBack: days(30),
      cites: ['AI-16', 'AI-18', 'AI-24', 'AI-30'],
    }));
  it('takes no amount that is not exact', () =>
    expect(
      changed(
        'aino',
        (content) => (content['liability'] = { ...(content['liability'] as object), hour: 95 }),
      ),
    ).toThrow(/liability\.hour/));
  it('is nobody, where the policy says nothing of it', () =>
    expect(changed('aino', (content) => delete content['liability'])().liability).toBeUndefined());
  it('must be said where damages are claimed', () =>
    expect(changed('iconneqt', (content) => delete content['liability'])).toThrow(
      /claimDamages is true: damages need a section liability, which says their currency/,
    ));
});
