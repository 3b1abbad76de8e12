import { dayOf, days, Instant, minutes, plus, type BrandId, type Instant as At } from '@app/kernel';
import { contactId } from '@app/accounts';
import type { AdoptedPolicy } from '@app/enforcement';
import { Agenda, SimulatedDesk, type DeskEvent } from '@app/simulation';
import { Chance } from './chance';
import { BRAND, Mailings, PROVIDER } from './mail';
import { figuresOf, Outcome, type Figures } from './outcome';
import { Customer, Staff } from './people';
import { sendersOf, type Sender } from './truth';

export interface Plan {
  readonly policy: AdoptedPolicy;
  readonly seed: number;
  readonly accounts: number;
  readonly days: number;
  /** Of the complaints, how many are written to the desk by people, at level C, instead of coming over a feedback loop. */
  readonly direct?: number;
  /** Each complaint comes by itself: slower, and a log of it is whole. */
  readonly each?: boolean;
  /** Told of all that happens; events of one `command` were decided at once. */
  readonly watch?: (event: DeskEvent, at: At, command: number) => void;
}

const START = Instant('2026-03-02T00:00:00.000Z');
const ENDED_KEPT = 9; // cases that a late complaint may still be about

/** One world with known truth, under one policy: the desk's own deciders and processes on virtual time. */
export const simulateWorld = (plan: Plan): { figures: Figures; outcome: Outcome; desk: SimulatedDesk } => {
  const chance = new Chance(plan.seed);
  const agenda = new Agenda(START);
  const mailings = new Map<string, Mailings>();
  const customers = new Map<string, Customer>();
  const stopped = new Set<string>();
  const brand = {
    policy: plan.policy,
    enforcement: 'live' as const,
    staffed: null,
    timeZone: 'UTC',
  };
  const watching: ((event: DeskEvent) => void)[] = [];
  const desk = new SimulatedDesk({
    agenda,
    brand: (id: BrandId) => (id === BRAND ? brand : undefined),
    coverage: [{ provider: PROVIDER, from: null }],
    happened: (event, command) => {
      plan.watch?.(event, agenda.now, command);
      for (const watch of watching) watch(event);
    },
  });
  for (const sender of sendersOf(chance.fork(), plan.accounts, plan.days)) {
    const { accountId } = sender;
    const own = chance.fork();
    const mails = new Mailings(sender, own, agenda, desk, {
      maySend: () => !stopped.has(accountId),
      direct: plan.direct ?? 0,
      each: plan.each ?? false,
    });
    mailings.set(accountId, mails);
    customers.set(accountId, new Customer(mails, chance.fork(), agenda, desk));
    register(desk, sender, agenda.now);
  }
  const outcome = new Outcome(mailings);
  const staff = new Staff(chance.fork(), agenda, desk, (id) => mailings.get(id)!);
  watching.push(
    (event) => outcome.happened(event),
    (event) => staff.happened(event),
    (event) => {
      const { type, data } = event;
      if (type === 'NoticeOrdered') customers.get(data.accountId)?.reads(data);
      if (type === 'CaseOpened') forgetOld(desk, data.caseId);
      if (type === 'OrderConfirmed')
        if (data.order === 'resume') stopped.delete(data.accountId);
        else if (data.order !== 'purge' && data.order !== 'revoke-credentials') stopped.add(data.accountId);
    },
  );
  for (let number = 0; number < plan.days; number++) {
    const start = plus(START, days(number));
    const day = dayOf(start, 'UTC');
    for (const mails of mailings.values()) mails.day(number, day, start);
    agenda.runBefore(plus(start, days(1)));
  }
  agenda.runBefore(plus(agenda.now, minutes(1)));
  return { figures: figuresOf(outcome), outcome, desk };
};

/** Far fewer are asked about again than there are: complaints about old mail have come by then. */
const forgetOld = (desk: SimulatedDesk, caseId: string): void => {
  const dot = caseId.lastIndexOf('.');
  const old = Number(caseId.slice(dot + 1)) - ENDED_KEPT;
  if (old > 0)
    desk.states.forgetCase(
      `${caseId.slice(0, dot)}.${old}` as Parameters<SimulatedDesk['states']['forgetCase']>[0],
    );
};

const register = (desk: SimulatedDesk, { accountId }: Sender, at: At): void => {
  const of = { accountId, at };
  desk.takes({
    type: 'AccountRegistered',
    data: {
      ...of,
      profile: {
        brandId: BRAND,
        name: { erased: true },
        nameKey: accountId,
        contacts: [
          { contactId: contactId.parse('owner'), email: { erased: true }, emailKey: accountId, locale: 'en' },
        ],
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
};
