import type { CampaignFacts } from './shapes';
import { CAMPAIGNS_NAMED, type Joined, type Known } from './state';

/** What the next notice is about, by campaign, the one with most complaints first. */
export const pendingCampaigns = ({
  complaints,
  overflow,
}: Pick<Known, 'complaints' | 'overflow'>): CampaignFacts[] =>
  bounded(complaints.filter((c) => c.pending).reduce(add, [...overflow]));

/** What a measure's notice is about: all that moved something. */
export const caseCampaigns = ({ complaints }: Pick<Known, 'complaints'>): CampaignFacts[] =>
  bounded(complaints.filter((c) => c.as === 'signal').reduce(add, []));

export const add = (
  campaigns: CampaignFacts[],
  { campaignId, provider, receivedAt }: Joined,
): CampaignFacts[] => {
  const known = campaigns.find((c) => c.campaignId === campaignId);
  if (!known)
    return [
      ...campaigns,
      {
        campaignId,
        complaints: 1,
        first: receivedAt,
        last: receivedAt,
        providers: [{ provider, complaints: 1 }],
      },
    ];
  const merged = merge(known, {
    ...known,
    complaints: 1,
    first: receivedAt,
    last: receivedAt,
    providers: [{ provider, complaints: 1 }],
  });
  return campaigns.map((c) => (c === known ? merged : c));
};

const merge = (a: CampaignFacts, b: CampaignFacts): CampaignFacts => ({
  campaignId: a.campaignId,
  complaints: a.complaints + b.complaints,
  first: a.first < b.first ? a.first : b.first,
  last: a.last > b.last ? a.last : b.last,
  providers: b.providers.reduce((all, { provider, complaints }) => {
    const known = all.find((p) => p.provider === provider);
    return known
      ? all.map((p) => (p === known ? { provider, complaints: p.complaints + complaints } : p))
      : [...all, { provider, complaints }];
  }, a.providers),
});

const bounded = (campaigns: CampaignFacts[]): CampaignFacts[] => {
  const sorted = campaigns.toSorted((a, b) => b.complaints - a.complaints || a.first - b.first);
  if (sorted.length <= CAMPAIGNS_NAMED) return sorted;
  const rest = sorted.slice(CAMPAIGNS_NAMED).reduce(merge);
  return [...sorted.slice(0, CAMPAIGNS_NAMED), { ...rest, campaignId: null }];
};
