import type { Examiner } from '@app/examination';
import { days, minutes, type AccountId, type Duration } from '@app/kernel';
import { ask } from '@app/read-store';
import type { Handler } from '@app/runtime';
import { verifyToken, type TraceLookups } from '@app/tracing';
import { signersAmong } from '@app/views';
import type { Complainants } from '../complainants';
import type { Desk, DeskOptions } from '../desk';
import { evaluateRate } from './evaluate-rate';
import { examineReport, type Signers } from './examine-report';
import { fileComplaints } from './file-complaints';
import { mailAnswer } from './mail-answer';
import { mailBack } from './mail-back';
import { dispatchOrder, suppressRecipient } from './orders';
import { sendNotice } from './send-notice';

/** A complaint about older mail is shown, and counts and enforces nothing (domain rules, "Qualified complaint"). */
const MAX_MESSAGE_AGE: Duration = days(90);

/** Of a suppression for an account that no brand was told of: what the policies that come with the desk give. */
const CONFIRM_WITHIN: Duration = minutes(15);

interface Parts {
  readonly examiner: Examiner;
  readonly complainants: Complainants;
}

/** What the desk does in the world, and what takes time, by the command of a process that asks for it. */
export const effectsOf = (desk: Desk, options: DeskOptions, parts: Parts): Record<string, Handler> => {
  const { settings, platform, mailer, keys, publicUrl } = options;
  const { events, tables, vault, raw } = desk.stores;
  const { aggregates, accounts, states, policies, sources, recordSuppression } = desk;
  const { brands } = settings;
  const toCase: Desk['toCase'] = (...given) => desk.toCase(...given);
  return {
    ExamineReport: examineReport({
      events,
      raw,
      vault,
      aggregates,
      examiner: parts.examiner,
      registry: sources.current,
      file: fileComplaints({
        aggregates,
        accounts,
        tables,
        vault,
        lookups: lookupsOf(desk, keys),
        maxMessageAge: MAX_MESSAGE_AGE,
      }),
      complainants: parts.complainants,
      mailBack: mailBack({ tables, keys: keys.notice, toCase }),
      mailAnswer: mailAnswer({ events, accounts, vault, states, toCase }),
      authservId: settings.trust.authservId,
      mailboxDomains: settings.trust.mailboxDomains,
      signers: signersOf(desk),
    }),
    SendNotice: sendNotice({
      events,
      accounts,
      policies,
      mailer,
      brands,
      publicUrl,
      answerKeys: keys.answer,
      toCase,
    }),
    SuppressRecipient: suppressRecipient({
      platform,
      events,
      vault,
      recordSuppression,
      inShadow: async (accountId) => {
        const profile = await accounts.find(accountId);
        return profile !== undefined && brands[profile.brandId]?.enforcement === 'shadow';
      },
      confirmWithin: async (accountId) => {
        const profile = await accounts.find(accountId);
        const brand = profile && brands[profile.brandId];
        return brand ? policies.current(brand.policy).orders.confirmWithin : CONFIRM_WITHIN;
      },
    }),
    DispatchOrder: dispatchOrder({ platform, aggregates, states }),
    EvaluateRate: evaluateRate({
      events,
      tables,
      accounts,
      aggregates,
      brands,
      policies,
      coverage: () => sources.coverage,
      viewed: () => desk.runtime.viewed(),
    }),
  };
};

const lookupsOf = (desk: Desk, keys: DeskOptions['keys']): TraceLookups => {
  const { accounts, sendLog, optOuts, settings, stores } = desk;
  const { identity } = stores.vault;
  return {
    verifyToken: (value) => verifyToken(keys.trace, value),
    byMessageId: (messageId, recipients) => sendLog.byMessageId(messageId, recipients),
    byDelivery: (deliveryId) => sendLog.byDelivery(deliveryId),
    recipientKeyOf: (address) => identity.recipientKeyOf(address),
    deliveryKeyOf: (messageId, recipient) => identity.deliveryKeyOf(messageId, recipient),
    isAccount: async (accountId) => (await accounts.find(accountId)) !== undefined,
    feedbackId: settings.trace.feedbackId,
    violatedBy: (accountId, recipientKey, sentAt) => optOuts.violatedBy(accountId, recipientKey, sentAt),
  };
};

const signersOf =
  ({ settings, stores }: Desk) =>
  async (domains: readonly string[]): Promise<Signers> => {
    const found = new Map<string, ('platform' | AccountId)[]>();
    if (domains.length === 0) return found;
    const { dkimDomains } = settings.trace;
    for (const domain of domains) if (dkimDomains.includes(domain)) found.set(domain, ['platform']);
    for (const { domain, accountId } of await ask(stores.tables, signersAmong(domains)))
      found.set(domain, [...(found.get(domain) ?? []), accountId]);
    return found;
  };
