import { parsePolicy } from '@app/enforcement';
import { policyFile } from '@app/testing';
import { PoliciesController } from './policies.controller';

const shown = (change: object) => {
  const policy = parsePolicy({ ...(policyFile('iconneqt') as object), ...change });
  const desk = { policies: { list: () => [{ ...policy, version: 'f00' }] } };
  return new PoliciesController(desk as never).list().items[0]!;
};

describe('a policy, as it is shown', () => {
  it('says when a complaint rate is too high', () => {
    const rate = {
      threshold: '3/1000',
      comparator: '>=',
      floors: { breachComplaints: 4, actionableComplaints: 6, actionableDelivered: 2_000 },
    };
    expect(shown({ rate }).rate).toEqual({ ...rate, threshold: 0.003 });
  });

  it('says so too where its file does not, and the figure of the industry holds', () => {
    expect(shown({ rate: undefined }).rate).toEqual({
      threshold: 0.001,
      comparator: '>',
      floors: { breachComplaints: 3, actionableComplaints: 5, actionableDelivered: 1_000 },
    });
  });

  it('has its settings, and its rules with the sentences they fulfil', () => {
    const { id, version, settings, rules } = shown({});
    expect([id, version]).toEqual(['iconneqt', 'f00']);
    expect(Object.keys(settings).length).toBeGreaterThan(0);
    expect(rules.every(({ cites, measures }) => cites.length > 0 && measures.length > 0)).toBe(true);
  });
});
