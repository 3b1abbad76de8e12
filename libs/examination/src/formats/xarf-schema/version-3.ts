import { z } from 'zod';
import { isObject, type JsonObject } from '../json';
import {
  boolean, closed, dateTime, email, hostname, integer, ip, isAddress, isEmail, isUri, like, listOf, longerThan, number,
  oneOf, open, string, uri, type Shape,
} from './values'; // prettier-ignore
import { violationsOf } from './violations';

// XARF 3 as https://github.com/abusix/xarf published it (schemas/3); the description is ours.

const port = z.int().min(0).max(65_535);
const ports = z.union([port, listOf(port)], 'expected a port or a list of ports');
const asn = z.int().min(1).max(4_199_999_999);
const every = (object: unknown, is: (value: unknown) => boolean): boolean =>
  isObject(object) && Object.values(object).every(is);
/** Names of one's own choosing; so none of them is quoted when a value is wrong. */
const valuesOf = (is: (value: unknown) => boolean, what: string) =>
  z.custom((value) => every(value, is), `expected an object of ${what}`);
const isString = (value: unknown): boolean => typeof value === 'string';
const texts = valuesOf(isString, 'strings');

const hash = open(
  {
    HashValue: string,
    HashAlgorithm: oneOf('sha1 sha2 sha3 sha256 sha512 md5 argon2id scrypt bcrypt pbkdf2'),
  },
  { HashComplete: boolean },
);
const file = { FileName: string, FileSize: z.int().min(0), FileHash: hash };
const sample = z.union(
  [
    open({ ContentType: string, Payload: string }, { Base64Encoded: boolean, Description: string }),
    open({ FileName: string }, { FileSize: file.FileSize, FileHash: hash }),
  ],
  'expected ContentType and Payload, or FileName',
);

/** Somebody who reports, or for whom: an organisation says which, a person need not. */
const party = (prefix: 'Reporter' | 'Complainant') => {
  const organisation = { Org: longerThan(3), OrgDomain: hostname, OrgEmail: email };
  const person = {
    Type: oneOf('Org Person'),
    ContactEmail: email,
    ContactName: longerThan(3),
    ContactPhone: longerThan(3),
  };
  const named = (shape: Shape): Shape =>
    Object.fromEntries(Object.entries(shape).map(([name, type]) => [`${prefix}${name}`, type]));
  const all = { ...named(organisation), ...named(person) };
  const object = prefix === 'Reporter' ? closed({}, { ...all, ReporterOrgAddress: string }) : open({}, all);
  return object.superRefine((value: JsonObject, ctx) => {
    if (value[`${prefix}Type`] === 'Person') return;
    for (const name of Object.keys(named(organisation)))
      if (value[name] === undefined)
        ctx.addIssue({ code: 'custom', path: [name], message: 'required of an organisation' });
  });
};

const BASE: Shape = {
  ReportSubType: string,
  ReporterCaseID: string,
  ReporterSeverity: oneOf('low medium high'),
  ReporterNotes: string,
  Custom: valuesOf((v) => isString(v) || Number.isInteger(v), 'strings and integers'),
  FirstSeen: dateTime,
};
const COMMON: Shape = { Ongoing: boolean, ThreatActor: string, Samples: z.array(sample).min(1) };
const DESTINATION: Shape = { DestinationIp: ip, DestinationPort: ports };
const TRAFFIC: Shape = { ByteCount: integer, PacketCount: integer };
const TRANSPORT: Shape = { TransportProtocol: oneOf('tcp udp') };
const SERVICE: Shape = { ServiceName: string, ServiceVersion: string };

type From = 'address' | 'address or URL' | 'account';
interface TypeOfReport {
  readonly of: string; // its ReportClass
  readonly from: From;
  readonly required?: Shape;
  readonly optional?: Shape;
}

const account = open({}, { AccountIdentifier: string, AccountEmail: string })
  .refine((a) => Object.keys(a).length > 0, 'says nothing')
  .refine((a) => !isString(a['AccountIdentifier']) || !isEmail(String(a['AccountIdentifier'])), {
    path: ['AccountIdentifier'],
    message: 'an address belongs into AccountEmail',
  });

const VECTOR_3 =
  /^CVSS:3.[01]\/AV:[NALP]\/AC:[LH]\/PR:[NLH]\/UI:[NR]\/S:[UC]\/C:[NLH]\/I:[NLH]\/A:[NLH](?:\/[A-Z]{1,3}:[A-Z]){0,20}$/;
const VECTOR_2 =
  /^\(?AV:[LAN]\/AC:[HML]\/Au:[MSN]\/C:[NPC]\/I:[NPC]\/A:[NPC](?:\/[A-Z]{1,3}:[A-Z]{1,3}){0,20}\)?$/;
const cvss = open(
  { Version: oneOf('3.1 3.0 2'), Vector: string },
  { Score: number, Severity: oneOf('None Low Medium High Critical') },
).refine((c) => (c['Version'] === '2' ? VECTOR_2 : VECTOR_3).test(String(c['Vector']).slice(0, 200)), {
  path: ['Vector'],
  message: 'no vector of its version',
});

const TYPES: Readonly<Record<string, readonly TypeOfReport[]>> = {
  Spam: [
    {
      of: 'Activity',
      from: 'address',
      optional: { ...DESTINATION, ...COMMON, SmtpMailFromAddress: email, SmtpRcptToAddress: email },
    },
  ],
  Malware: [
    { of: 'Content', from: 'address or URL', optional: { ...COMMON, MalwareName: string } },
    {
      of: 'Activity',
      from: 'address',
      optional: { ReportSubType: oneOf('RPZ-Rewrite'), RpzDomain: hostname, MalwareName: string },
    },
  ],
  DOS: [{ of: 'Activity', from: 'address', optional: { ...DESTINATION, ...TRAFFIC, ...COMMON } }],
  PortScan: [{ of: 'Activity', from: 'address', optional: { ...DESTINATION, ...TRAFFIC, ...COMMON } }],
  LoginAttack: [{ of: 'Activity', from: 'address', optional: { ...DESTINATION, ...TRAFFIC, ...COMMON } }],
  Exploit: [
    {
      of: 'Activity',
      from: 'address',
      optional: {
        ...TRANSPORT, ...DESTINATION, ...SERVICE, ...COMMON, CVE: like(/^CVE-\d{4}-\d{4,7}$/, 'a CVE number'), CVSS: cvss,
      }, // prettier-ignore
    },
  ],
  Phishing: [{ of: 'Content', from: 'address or URL', required: { SourceUrl: z.any() }, optional: COMMON }],
  Botnet: [{ of: 'Content', from: 'address or URL', optional: { ...COMMON, BotnetName: string } }],
  ChildAbuse: [{ of: 'Content', from: 'address or URL' }],
  WebCrawler: [{ of: 'Activity', from: 'address or URL', optional: COMMON }],
  Harassment: [
    {
      of: 'Activity',
      from: 'address or URL',
      required: { Harasser: string, HarassmentDescription: string },
      optional: {
        ...COMMON,
        HarassmentType: oneOf('doxing stalking sexual believes defamation extortion hate'),
        HarassmentLocation: oneOf('website chat game'),
      },
    },
  ],
  OpenService: [
    {
      of: 'Vulnerability',
      from: 'address or URL',
      required: { ServiceName: string },
      optional: { ...TRANSPORT, ...SERVICE, ...COMMON },
    },
  ],
  Copyright: [
    {
      of: 'Content',
      from: 'address or URL',
      required: { InfringedMaterial: string, FileName: string },
      optional: { ...file, MaterialType: string, SharingProtocol: string, CourtOrder: uri },
    },
  ],
  Trademark: [
    {
      of: 'Content',
      from: 'address or URL',
      required: { TrademarkedMaterial: string },
      optional: { RegistrationOffice: string, RegistrationNumber: string },
    },
  ],
  PotentiallyCompromisedAccount: [
    {
      of: 'Activity',
      from: 'account',
      required: { Account: account },
      optional: { AttackerIp: ip, AttackerPort: ports, ...DESTINATION, ...COMMON, PasswordHash: hash },
    },
  ],
};

/** What a report of version 3 has against the schema of its type. */
export const violationsOf3 = (report: JsonObject): string[] => {
  const inner = report['Report'];
  const type = isObject(inner) ? inner['ReportType'] : undefined;
  const of = isObject(inner) ? inner['ReportClass'] : undefined;
  const types = typeof type === 'string' && Object.hasOwn(TYPES, type) ? TYPES[type]! : [];
  const found = types.find((t) => t.of === of) ?? types[0];
  return violationsOf(found ? schemaOf(found) : UNKNOWN, report);
};

const whole = (report: z.ZodType) =>
  open(
    { Version: z.literal('3'), Disclosure: boolean, ReporterInfo: party('Reporter'), Report: report },
    {
      OnBehalfOf: party('Complainant'),
      InternalProcessing: open(
        {},
        {
          SubscriberInformation: open({}, { ID: string, SubscriberData: texts }),
          ContractInformation: open({}, { ID: string, ResolverData: texts }),
          EventTags: listOf(string),
        },
      ),
    },
  );

const UNKNOWN = whole(open({}).refine(() => false, { path: ['ReportType'], message: 'no type of XARF 3' }));

const made = new Map<TypeOfReport, z.ZodType>();
const schemaOf = (type: TypeOfReport): z.ZodType => {
  const known = made.get(type);
  if (known) return known;
  const { of, from, required = {}, optional = {} } = type;
  const source: Shape =
    from === 'address' ? { SourcePort: port, ASN: asn } : from === 'account' ? {} : { SourcePort: port };
  const report = open(
    {
      ReportClass: z.literal(of),
      Date: dateTime,
      ...(from === 'address' ? { SourceIp: ip } : {}),
      ...required,
    },
    { ...BASE, ...source, ...optional },
  );
  const schema = whole(
    from === 'address'
      ? report
      : from === 'account'
        ? report.superRefine(noSource)
        : report.superRefine(someSource),
  );
  made.set(type, schema);
  return schema;
};

/** A good address and network number, or a good URL: with one of them the other may be anything. */
const someSource = ({ SourceIp, ASN, SourceUrl }: JsonObject, ctx: z.RefinementCtx) => {
  if (isUri(SourceUrl) || (isAddress(SourceIp) && (ASN === undefined || asn.safeParse(ASN).success))) return;
  ctx.addIssue({
    code: 'custom',
    path: ['SourceIp'],
    message: 'required as an IP address, or SourceUrl as a URI',
  });
};

/** Where the victim's account is logged in from belongs into AttackerIp: the victim is not the source. */
const noSource = ({ SourceIp, SourceUrl }: JsonObject, ctx: z.RefinementCtx) => {
  for (const [path, value] of Object.entries({ SourceIp, SourceUrl }))
    if (value !== undefined)
      ctx.addIssue({ code: 'custom', path: [path], message: 'not allowed in a report about an account' });
};
