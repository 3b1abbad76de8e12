import { contactId } from '@app/accounts';
import { parsePolicy, type AdoptedPolicy, type Decision } from '@app/enforcement';
import {
  accountId as asAccount,
  brandId as asBrand,
  complaintId as asComplaint,
  days,
  hours,
  Instant,
  minutes,
  plus,
  recipientKey,
  reportId,
  type CaseId,
  type Duration,
} from '@app/kernel';
import { policyFile, type PolicyId } from '@app/testing';
import { Agenda } from '../agenda';
import { SimulatedDesk } from '../desk';
import type { AccountDifferences } from './differences';
import type { Historic } from './historic';
import { Replay } from './replay';
import { Survey } from './survey';

const brand = asBrand.parse('brand');
const accountId = asAccount.parse('shop');
const START = Instant('2026-03-02T09:00:00.000Z');
const coverage = [{ provider: 'yahoo', from: null }];
const settings = { enforcement: 'live' as const, staffed: null, timeZone: 'UTC' };

const contents = new Map<string, object>();
const adopted = (id: PolicyId, changed: Readonly<Record<string, unknown>> = {}): AdoptedPolicy => {
  const content = structuredClone(policyFile(id)) as { settings: Record<string, { value: unknown }> };
  for (const [name, value] of Object.entries(changed)) content.settings[name]!.value = value;
  const version = `${id} ${JSON.stringify(changed)}`;
  contents.set(version, content);
  return { ...parsePolicy(content), version };
};

/** One account's past: what is done to the desk here, it did then. */
class Past {
  readonly history: Historic[] = [];
  private readonly agenda = new Agenda(START);
  private readonly desk: SimulatedDesk;
  private numbers = 0;

  constructor(
    policy: AdoptedPolicy,
    private readonly enforcement: 'live' | 'shadow' = 'live',
  ) {
    this.desk = new SimulatedDesk({
      agenda: this.agenda,
      brand: () => ({ ...settings, enforcement: this.enforcement, policy }),
      coverage,
      happened: (event, command) =>
        this.history.push({ event, at: this.agenda.now, stream: 's', commandId: `${command}` } as Historic),
    });
    const { id: policyId, version } = policy;
    const content = contents.get(version);
    this.history.push({
      event: { type: 'PolicyAdopted', data: { policyId, version, at: START, content } },
      at: START,
      stream: 'policy',
      commandId: 'adopt',
    } as Historic);
    const contact = { contactId: contactId.parse('owner'), email: { erased: true as const } };
    this.desk.takes({
      type: 'AccountRegistered',
      data: {
        accountId,
        at: START,
        profile: {
          brandId: brand,
          name: { erased: true },
          nameKey: 'n',
          contacts: [{ ...contact, emailKey: 'e', locale: 'en' }],
          parent: null,
          domains: [],
          ips: [],
          dkim: [],
          legalForm: 'legal-person',
          protected: false,
          policyAcceptedVersion: null,
          history: [],
        },
      },
    });
  }

  get now(): Instant {
    return this.agenda.now;
  }

  /** About mail sent a minute ago, by another person than before. */
  complains(n = 1): this {
    for (let i = 0; i < n; i++) {
      const id = `c${++this.numbers}`;
      this.desk.files({
        type: 'FileComplaint',
        complaintId: asComplaint.parse(id),
        at: this.now,
        identity: 'token',
        aliases: [],
        report: {
          reportId: reportId.parse(id),
          channel: 'feedback-loop',
          trust: 'A',
          source: 'yahoo',
          feedbackType: 'abuse',
          provider: 'yahoo',
          receivedAt: this.now,
          reporter: id,
          corroboration: ['token'],
        },
        accountId,
        brandId: brand,
        campaignId: null,
        deliveryId: id,
        recipientKey: recipientKey.parse(id),
        sent: { at: (this.now - minutes(1)) as Instant, estimated: false },
        trace: { outcome: 'traced', strategy: 'token', confidence: 1, attempts: [] },
        violations: [],
        maxMessageAge: days(90),
        reported: { erased: true },
      });
    }
    return this;
  }
  answers(): this {
    const given = { erased: true as const };
    this.desk.asks({
      type: 'GiveAnswer',
      ...this.ofCase,
      answerId: `a${++this.numbers}`,
      contactId: 'owner',
      receivedAt: this.now,
      feedback: given,
      solution: given,
      prevention: given,
    });
    return this;
  }
  decides(decision: Decision): this {
    const by = { kind: 'person' as const, keyId: 'ann' };
    const refused = this.desk.asks({
      type: 'DecideCase',
      ...this.ofCase,
      decision,
      by,
      role: 'supervisor',
      reason: 'so it is',
    });
    expect(refused).toBeUndefined();
    return this;
  }
  passes(time: Duration): this {
    this.agenda.runThrough(plus(this.now, time));
    return this;
  }

  private get ofCase() {
    return { caseId: 'shop.1' as CaseId, accountId, at: this.now };
  }

  under(policy: AdoptedPolicy, since?: Instant): AccountDifferences | undefined {
    const survey = new Survey();
    for (const historic of this.history) survey.take(historic);
    const { enforcement } = this;
    const options = { policy, brands: { [brand]: { ...settings, enforcement } }, coverage };
    const replay = new Replay({ ...options, ...(since !== undefined && { since }) }, survey);
    for (const historic of this.history) replay.take(historic);
    return replay.finish(this.now)[0];
  }
}

const told = (found: AccountDifferences | undefined) =>
  found?.differences.map(({ kind, was, would, assuming }) => {
    const { measure, turn } = (would ?? was)!;
    return [kind, `${measure} ${turn}`, ...assuming].join(': ');
  });

describe('history under another policy', () => {
  const silent = () => new Past(adopted('spotler', { unanswered: 'off' })).complains(2).passes(days(3));

  it('tells what would have been done besides, when and by which rule', () => {
    const { differences, accountId: who } = silent().under(adopted('spotler', { unanswered: 'auto' }))!;
    expect(who).toBe('shop');
    expect(differences).toEqual([
      {
        kind: 'new',
        was: null,
        would: {
          at: plus(START, (hours(24) + minutes(15)) as Duration),
          caseId: 'shop.1',
          measure: 'suspend',
          turn: 'taken',
          rule: 'unanswered',
        },
        assuming: [],
      },
    ]);
  });

  it('tells what would not have been done', () =>
    expect(told(silent().under(adopted('aino')))).toEqual(['gone: demand taken']));

  it('takes silence of a customer who was not asked then for an assumption, and all that follows from it', () => {
    const forwarded = new Past(adopted('aino')).complains(2).passes(days(3));
    expect(told(forwarded.under(adopted('spotler')))).toEqual([
      'new: demand taken',
      'new: suspend proposed: silence',
      'new: suspend taken: silence',
    ]);
  });

  it('takes an answer at its time, where it is still one', () => {
    const answered = new Past(adopted('spotler')).complains(2).passes(hours(20)).answers();
    answered.decides({ decision: 'accept-answer' }).passes(days(3));
    expect(answered.under(adopted('spotler', { unanswered: 'auto' }))).toBeUndefined();
    const { assumed } = answered.under(adopted('aino'))!;
    expect(assumed.map(({ assumption, detail }) => [assumption, detail])).toEqual([
      ['left-out', 'accept-answer: no-answer'],
    ]);
  });

  it('leaves a proposal one that nobody ever decided on', () => {
    const past = new Past(adopted('aino')).complains().passes(hours(3)).complains().passes(days(1));
    const found = past.under(
      adopted('iconneqt', {
        closeOn: ['feedback-loop', 'direct', 'regulator', 'blocklist', 'trap', 'upstream'],
      }),
    );
    expect(told(found)).toContain('new: close proposed: undecided');
    expect(told(found)!.join()).not.toContain('close taken');
  });

  it('says where complaints are counted about mail that would have been held back', () => {
    const past = new Past(adopted('aino')).complains(2).passes(days(3)).complains().passes(days(1));
    expect(past.under(adopted('spotler'))!.assumed.map(({ assumption }) => assumption)).toEqual([
      'silence',
      'mail-not-sent',
    ]);
  });

  it('says where nobody knows what would have been sent, as the account was held back', () => {
    const past = new Past(adopted('spotler', { unanswered: 'auto' }))
      .complains(2)
      .passes(days(3))
      .complains();
    const { assumed } = past.passes(days(1)).under(adopted('aino'))!;
    expect(assumed.map(({ assumption }) => assumption)).toEqual(['mail-unknown']);
  });

  it('leaves what was as it was before a date, and open cases under their own policy', () => {
    const past = silent();
    expect(past.under(adopted('spotler', { unanswered: 'auto' }), plus(START, days(2)))).toBeUndefined();
    // The case is older than the policy: it is not decided by it, though nothing was decided yet.
    expect(past.under(adopted('aino'), plus(START, hours(1)))).toBeUndefined();
  });

  it('shadows where the brand does', () => {
    const past = new Past(adopted('aino'), 'shadow').complains(2).passes(days(3));
    expect(told(past.under(adopted('spotler')))).toEqual(['new: demand would be taken']);
  });
});
