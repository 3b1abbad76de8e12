import { momentInWords, type Instant, type Locale } from '@app/kernel';
import { manyLines, oneLine, type Block } from './letter';
import type { CampaignFacts, Links, Statement } from './notice';
import type { Words } from './words';

/** What the blocks of one notice share. */
export interface Voice {
  readonly say: Words;
  readonly locale: Locale;
  readonly zone: string;
  readonly links: Links;
  readonly now: Instant;
}

export const momentOf = (at: Instant, { zone, locale }: Voice): string => momentInWords(at, zone, locale);

export const linkBlocks = (label: string, url: string | undefined): Block[] => {
  if (url === undefined) return [];
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new Error(`a notice cannot link to ${protocol}: only http and https can be opened by everybody`);
  return [{ link: label, url: href }];
};

const MOST_CAMPAIGNS = 50; // a person reads it; the page shows the rest

export const campaignBlocks = (all: readonly CampaignFacts[], voice: Voice): Block[] => {
  const { campaigns: say } = voice.say;
  if (all.length === 0) return [];
  const shown = all.slice(0, MOST_CAMPAIGNS).map((facts) => campaign(facts, voice));
  const more = all.length - shown.length;
  return [
    { heading: say.heading },
    { items: more > 0 ? [...shown, say.more(more)] : shown },
    { text: say.unknownComplainants },
  ];
};

const campaign = (
  { campaignId, complaints, first, last, providers }: CampaignFacts,
  voice: Voice,
): string => {
  const { campaigns: say } = voice.say;
  const named = providers.map(
    ({ provider, complaints: count }) => `${provider ? oneLine(provider, 64) : say.unnamed} (${count})`,
  );
  return say.one({
    campaign: campaignId ? oneLine(campaignId) : undefined,
    complaints,
    first: momentOf(first, voice),
    last: momentOf(last, voice),
    providers: named.join(', ') || say.unnamed,
  });
};

const VERSION = 12; // hex digits of a policy's hash: enough to tell two versions of one policy apart

export const statementBlocks = (of: Statement, voice: Voice): Block[] => {
  const { statement: say } = voice.say;
  const { detection, decision } = of.automated;
  const policy = say.version(oneLine(of.policy.name), oneLine(of.policy.version, VERSION));
  return [
    { heading: say.heading },
    {
      facts: [
        [say.measure, say.measures[of.measure][of.scope]],
        [say.since, momentOf(of.since, voice)],
        [say.until, say.untils[of.measure]],
        [say.ground, say.grounds[of.ground]],
        [say.detection, say.found[detection ? 'byMachine' : 'byPerson']],
        [say.decision, say.decided[decision ? 'byMachine' : 'byPerson']],
        [voice.say.policy, policy],
      ],
    },
    ...(of.clauses.length > 0
      ? [{ items: of.clauses.map(({ id, text }) => oneLine(text ? `${id}: ${text}` : id, 1_000)) }]
      : []),
    ...(of.remarks ? [{ quote: manyLines(of.remarks) }] : []),
    { facts: [[say.redress, say.redresses[of.measure]]] },
    ...campaignBlocks(of.campaigns, voice),
  ];
};
