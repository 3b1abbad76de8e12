import { z } from 'zod';
import { connection } from './connection';
import { content } from './content';
import { copyright } from './copyright';
import {
  isAddress,
  like,
  listOf,
  oneOf,
  closed,
  open,
  port,
  string,
  upTo,
  uuid,
  dateTime,
  email,
  hostname,
  between,
  type Shape,
} from './values';
import { violationsOf } from './violations';
import { infrastructure, messaging, reputation, vulnerability } from './others';
import type { JsonObject } from '../json';

/** A type of XARF 4: what it requires and allows beside what all do. */
export interface TypeOfReport {
  readonly required?: Shape;
  readonly optional?: Shape;
  /** Attacks name the port they came from, when the source is an address: without it nobody behind a NAT is found. */
  readonly portOfAddress?: boolean;
  /** What no list of fields says; the path and what is missing there. */
  readonly further?: (report: JsonObject) => readonly (readonly [path: string, missing: string])[];
}
export type TypesOfReport = Readonly<Record<string, TypeOfReport>>;

const contact = closed({ org: upTo(200), contact: email, domain: hostname });
const evidence = closed(
  { content_type: string, payload: string },
  {
    description: string,
    hash: like(/^(?:md5|sha1|sha256|sha512):[a-f\d]{1,128}$/i, 'a hash with its algorithm before a colon'),
    size: z.int().min(0).max(5_242_880),
  },
);

/** What every report of version 4 says. The description is ours, of https://xarf.org's schemas (versions 4.0 to 4.2). */
const CORE = {
  required: {
    xarf_version: like(/^4\.\d{1,6}\.\d{1,6}$/, 'a version 4.x.y'),
    report_id: uuid,
    timestamp: dateTime,
    reporter: contact,
    sender: contact,
    source_identifier: string,
    category: string,
    type: string,
  },
  optional: {
    source_port: port,
    evidence_source: string,
    evidence: listOf(evidence, 50),
    tags: listOf(like(/^[a-z\d][a-z\d_+-]{0,200}:[a-z\d][a-z\d_+-]{0,200}$/, 'a tag `space:value`'), 20),
    confidence: between(0, 1),
    description: string,
    legacy_version: oneOf('3'),
    _internal: z.looseObject({}),
  },
};
export const CATEGORIES: Readonly<Record<string, TypesOfReport>> = {
  messaging,
  content,
  copyright,
  connection,
  vulnerability,
  infrastructure,
  reputation,
};

/** What a report of version 4 has against the schema of its type. */
export const violationsOf4 = (report: JsonObject): string[] => {
  const found = typeOf(report);
  return violationsOf(found === undefined ? UNKNOWN : schemaOf(found), report);
};

const typeOf = (report: JsonObject): TypeOfReport | undefined => {
  const { category, type } = report;
  if (typeof category !== 'string' || !Object.hasOwn(CATEGORIES, category)) return undefined;
  const types = CATEGORIES[category]!;
  return typeof type === 'string' && Object.hasOwn(types, type) ? types[type] : undefined;
};

const UNKNOWN = open(CORE.required, CORE.optional).refine(() => false, {
  path: ['type'],
  message: 'no type of its category',
});

const made = new Map<TypeOfReport, z.ZodType>();
/** Made when first needed: reports come in few types. */
const schemaOf = (type: TypeOfReport): z.ZodType => {
  const known = made.get(type);
  if (known) return known;
  const { required = {}, optional = {} } = type;
  const schema = open({ ...CORE.required, ...required }, { ...CORE.optional, ...optional }).superRefine(
    (report: JsonObject, ctx) => {
      const missing = [
        ...(type.portOfAddress &&
        isAddress(report['source_identifier']) &&
        report['source_port'] === undefined
          ? [['source_port', 'required beside an IP address'] as const]
          : []),
        ...(type.further?.(report) ?? []),
      ];
      for (const [path, message] of missing) ctx.addIssue({ code: 'custom', path: [path], message });
    },
  );
  made.set(type, schema);
  return schema;
};
