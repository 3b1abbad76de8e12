import { brandId as asBrand, startOfDay, day, instant, type BrandId, type Instant } from '@app/kernel';
import { ASSUMPTIONS } from '@app/simulation';
import { only, required, WrongUsage, type Command, type Values } from '../command';
import { withBar } from '../progress-bar';
import { asCsv, asJson, asText } from './simulate-output';
import { readPolicy } from './simulate-policy';
import { replayHistory } from './simulate-replay';

export const simulate: Command = {
  usage: '--policy FILE [--brand B] [--since DATE] [--json | --csv]',
  summary: 'replay history under another policy, and say per account what would have differed',
  help: `Touches nothing, and works beside a running desk. Cases are decided again by the code that the desk runs; what customers
and staff did is taken from history at its time, where it still applies. What rests on more than that is marked:
${Object.entries(ASSUMPTIONS)
  .map(([name, says]) => `  ${name.padEnd(13)} ${says}`)
  .join('\n')}
A notice that history has not is taken by the relay at once, an order confirmed by the platform at once.
  --policy FILE   YAML, as in config/policies
  --brand B       accounts of that brand only
  --since DATE    2026-03-01, or 2026-03-01T10:00:00.000Z (a day begins in UTC): before, all was as it was, and cases that were
                  open then go on under their own policy
  --json          one JSON object a line: {accountId, brandId, differences, assumed}
  --csv           one difference a line, under headings`,
  options: {
    policy: { type: 'string' },
    brand: { type: 'string' },
    since: { type: 'string' },
    json: { type: 'boolean' },
    csv: { type: 'boolean' },
  },
  async run(args, values, world) {
    only(args);
    if (values['json'] && values['csv']) throw new WrongUsage('--json or --csv, one of them');
    const since = sinceOf(values);
    const policy = readPolicy(required(values, 'policy'), world.workingDir);
    const history = await world.history();
    try {
      const brand = brandOf(values, Object.keys(history.brands));
      const outcome = await withBar('replaying', world, (running) =>
        replayHistory(history, { policy, brand, since }, running),
      );
      world.out((values['json'] ? asJson : values['csv'] ? asCsv : asText)(outcome.accounts));
      const { events, accountsSeen, accounts } = outcome;
      world.err(
        `${events} events of ${accountsSeen} accounts under ${policy.id} (version ${policy.version.slice(0, 12)}): ${
          accounts.length === 0
            ? 'nothing would have differed'
            : `${accounts.length} accounts would have fared otherwise`
        }\n`,
      );
      return 0;
    } finally {
      history.log.close();
    }
  },
};

const sinceOf = ({ since }: Values): Instant | undefined => {
  if (since === undefined) return undefined;
  const asDay = day.safeParse(since);
  if (asDay.success) return startOfDay(asDay.data, 'UTC');
  const asInstant = instant.safeDecode(since as string);
  if (asInstant.success) return asInstant.data;
  throw new WrongUsage(
    `--since ${JSON.stringify(since)} is no date: write 2026-03-01, or 2026-03-01T10:00:00.000Z`,
  );
};

const brandOf = ({ brand }: Values, known: readonly string[]): BrandId | undefined => {
  if (brand === undefined) return undefined;
  if (typeof brand === 'string' && known.includes(brand)) return asBrand.parse(brand);
  throw new WrongUsage(
    `--brand ${JSON.stringify(brand)}: no setting names it; there are ${known.join(', ')}`,
  );
};
