import {
  accountId as asAccount,
  caseId as asCase,
  complaintId as asComplaint,
  reportId as asReport,
} from '@app/kernel';
import * as everything from './index';
import { routes, targetOf, type CommandOf, type ProcessCommand } from './routes';

type Exported = (typeof everything)[keyof typeof everything];
type Process = Extract<Exported, { inputs: unknown }> | ReturnType<typeof everything.rateWatch>;
type Unrouted = Exclude<CommandOf<Process>['type'], ProcessCommand['type']>;

const ids = {
  accountId: asAccount.parse('A-1'),
  caseId: asCase.parse('A-1.2'),
  complaintId: asComplaint.parse('c-1'),
  reportId: asReport.parse('r-1'),
  scope: 'brand:spotler',
  orderId: 'A-1.7',
  incidentId: 'claim-A-1.2.m1',
};
const targets: Record<ProcessCommand['type'], string> = {
  ExamineReport: 'report:r-1',
  EvaluateRate: 'rate:A-1',
  SuppressRecipient: 'suppress:c-1',
  SendNotice: 'notice:A-1.2',
  DispatchOrder: 'platform:A-1',
  ReachSuppressionLimit: 'complaint-c-1',
  AbsorbReports: 'complaint-c-1',
  RaiseSignal: 'case-A-1.2',
  RecordEvidence: 'case-A-1.2',
  ReachDeadline: 'case-A-1.2',
  ApplyMeasure: 'account-A-1',
  AnnulMeasure: 'account-A-1',
  ReinstateAccount: 'account-A-1',
  MoveBaseline: 'account-A-1',
  LapseWarning: 'account-A-1',
  SetStopDeadline: 'account-A-1',
  ReachOrderLimit: 'account-A-1',
  RenewHold: 'account-A-1',
  OpenDamageClaim: 'incident-claim-A-1.2.m1',
  WithdrawIncident: 'incident-claim-A-1.2.m1',
  CountAutomaticMeasure: 'automation-brand:spotler',
};

describe('the route of a command', () => {
  it('is there for whatever any process of this lib asks for', () => {
    const all: [Unrouted] extends [never] ? true : Unrouted = true; // else this does not compile
    expect(all).toBe(true);
    expect(Object.keys(routes).sort()).toEqual(Object.keys(targets).sort());
  });
  it.each(Object.entries(targets))('%s goes to %s', (type, target) =>
    expect(targetOf({ ...ids, type })).toBe(target),
  );
  it('keeps a suppression that is refused from holding up orders about the account', () =>
    expect(targets.SuppressRecipient).not.toBe(targets.DispatchOrder));
  it.each(['LiftTheMoon', 'constructor'])('is missing for a command nobody told us of: %s', (type) =>
    expect(() => targetOf({ type })).toThrow(`${type} has no route`),
  );
});
