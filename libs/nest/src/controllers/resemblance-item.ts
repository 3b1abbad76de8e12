import { z } from 'zod';
import { signKind, type Resemblance } from '@app/views';
import { rfc3339 } from '../http';

export const resemblance = z
  .object({
    account: z.string().meta({ description: 'Closed now' }),
    shares: z.array(
      z.object({
        what: z.enum(signKind),
        value: z.string().nullable().meta({
          description: 'As the newer account has it. Null: a registration number, which stays sealed',
        }),
      }),
    ),
    closedAt: z.iso.datetime(),
    since: z.iso.datetime().meta({ description: 'When the newer account came to share it' }),
    handled: z
      .object({ at: z.iso.datetime(), by: z.string(), reason: z.string() })
      .nullable()
      .meta({ description: 'Who looked into it; null: nobody did' }),
  })
  .meta({
    id: 'Resemblance',
    description:
      'What an account came to share with one that was closed. No sign: what the settings call the ESP’s own ' +
      '(sweep.own, trace.dkimDomains), a network wider than /16 (IPv6: /32), and an address or a domain of three or more ' +
      'accounts that have nothing to do with each other',
  });

export const resemblanceItem = ({
  closed,
  shares,
  closedAt,
  since,
  handled,
}: Resemblance): z.output<typeof resemblance> => ({
  account: closed,
  shares: shares.map((share) => ({ ...share })),
  closedAt: rfc3339(closedAt),
  since: rfc3339(since),
  handled: handled && { ...handled, at: rfc3339(handled.at) },
});
