import { hours, minutes, type CampaignId } from '@app/kernel';
import { parsePolicy } from '../policy/parse';
import type { AdoptedPolicy } from '../policy/schema';
import { Walk } from './walk';

// For specs: how far a case has come before something else happens.

/** A policy as it stands in its file, with other readings of its ambiguities. */
export const adopted = (
  content: unknown,
  settings: Readonly<Record<string, unknown>> = {},
): AdoptedPolicy => {
  const changed = structuredClone(content) as { settings: Record<string, { value: unknown }> };
  for (const [name, value] of Object.entries(settings)) changed.settings[name]!.value = value;
  return { ...parsePolicy(changed), version: 'v1' };
};

/** Cases under such a policy, in another reading where one is given. */
export const walking =
  (content: unknown) =>
  (settings?: Readonly<Record<string, unknown>>): Walk =>
    new Walk(adopted(content, settings));

export const spring = 'spring' as CampaignId;

/** Spotler: one complaint, and the demand is with the customer. */
export const demanded = (w: Walk): Walk => {
  w.complains();
  w.passes(minutes(15));
  return w;
};
/** Spotler: nothing came in a day. A second person complained, so that what is proposed may also be taken. */
export const overdue = (w: Walk): Walk => {
  demanded(w).complains();
  w.passes(hours(24));
  return w;
};
/** Spotler: nobody objected. */
export const suspended = (w: Walk): Walk => {
  overdue(w).passes(hours(1));
  return w;
};
/** Spotler: a person confirmed unwanted mail. */
export const stopping = (w: Walk): Walk => {
  demanded(w).decides({ decision: 'confirm-unwanted' });
  return w;
};
/** Spotler: answered, and accepted. */
export const resolved = (w: Walk): Walk => {
  demanded(w).answers(['feedback', 'solution']);
  w.decides({ decision: 'accept-answer' });
  return w;
};
/** Bulk mail handed in, seen by the platform just now. */
export const injection = (w: Walk, more: object = {}) => ({
  kind: 'injection' as const,
  campaignId: spring,
  stream: 'bulk' as const,
  state: 'refused' as const,
  injectedAt: w.at,
  observedAt: w.at,
  holdConfirmed: true,
  ...more,
});

/** iConneqt: a complaint of somebody who writes themselves, at level A. */
export const direct = { channels: ['direct' as const], source: null };
/** … from a domain that signs, but that nobody registered. */
export const unregistered = { ...direct, trust: 'C' as const, may: ['forward' as const, 'propose' as const] };
/** iConneqt: warned three hours ago. */
export const warned = (w: Walk, first: object = direct): Walk => {
  w.complains(first);
  w.passes(hours(3));
  return w;
};
