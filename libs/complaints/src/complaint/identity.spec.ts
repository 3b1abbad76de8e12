import { reportId as asReport } from '@app/kernel';
import { compareIdentity, identify } from './identity';

const reportId = asReport.parse('rep-1');

describe('the identity of a complaint', () => {
  it('is the delivery in our token, before all else', () =>
    expect(
      identify({ tokenDelivery: 'd-1', loggedDelivery: 'd-1', messageAndRecipient: 'h', reportId }),
    ).toEqual([
      { key: 'delivery:d-1', by: 'token' },
      { key: 'message:h', by: 'message' },
    ]));
  it('is the same whether token or send log named the delivery', () =>
    expect(identify({ loggedDelivery: 'd-1', reportId })[0].key).toBe(
      identify({ tokenDelivery: 'd-1', reportId })[0].key,
    ));
  it('is message and recipient when no delivery is known', () =>
    expect(identify({ messageAndRecipient: 'h', reportId })).toEqual([{ key: 'message:h', by: 'message' }]));
  it('is the report when the recipient is unknown, one for each message in it', () => {
    expect(identify({ reportId })).toEqual([{ key: 'report:rep-1#0', by: 'report' }]);
    expect(identify({ reportId, part: 1 })[0].key).toBe('report:rep-1#1');
  });
  it('is ordered: token and send log alike before message before report', () => {
    expect(compareIdentity('token', 'send-log')).toBe(0);
    expect(compareIdentity('send-log', 'message')).toBeLessThan(0);
    expect(compareIdentity('message', 'report')).toBeLessThan(0);
  });
});
